#include "runtime/chat_cache/chat_cache.h"

#include <algorithm>
#include <limits>

#include "runtime/base/check.h"

namespace hearth {
namespace {

constexpr uint64_t kNobody = 0;  // conversations without a number
// The one in use, when it is to be forgotten: its session goes on until another is opened.
constexpr uint64_t kForgotten = std::numeric_limits<uint64_t>::max();

uint32_t commonTokens(std::span<const TokenId> a, std::span<const TokenId> b) {
  return static_cast<uint32_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
}

}  // namespace

ChatCache::ChatCache(SequenceEvaluator& evaluator, uint64_t model, const KvShape& shape)
    : evaluator_(&evaluator),
      model_(model),
      shape_(shape),
      pool_(evaluator.cachePages(), kvPages(evaluator.contextLength())),
      epoch_(evaluator.epoch()),
      current_(begin(kNobody)) {
  CHECK(evaluator.pageBytes() == shape.pageBytes());
  evaluator_->usePages({});
  evaluator_->useSequence({}, 0);
}

void ChatCache::Chat::cutAfter(uint32_t count) {
  if (count < tokens.size()) tokens.resize(count);
  saved = std::min(saved, count);
}

void ChatCache::useDisk(ChatDisk* disk) {
  disk_ = disk;
  for (auto& [id, chat] : chats_) {
    chat.saved = 0;
    chat.cutSaved = chat.left = false;
    if (!keepable(chat)) continue;
    if (const auto file = disk_->find(identity(chat))) noteSaved(id, *file);
  }
}

// The disk need not be given what it has.
void ChatCache::noteSaved(Id id, const ChatFileReader& file) {
  Chat& chat = chats_.at(id);
  chat.saved = commonTokens(file.tokens(), chat.tokens);
}

// Less than a page is computed as fast.
bool ChatCache::keepable(const Chat& chat) const {
  return disk_ != nullptr && chat.conversation != kNobody && chat.conversation != kForgotten &&
         chat.tokens.size() >= kKvPagePositions;
}

// After the device was lost not all of the current chat's tokens are in the cache.
void ChatCache::forgetUnheld() {
  forgetLost();
  current().cutAfter(evaluator_->held());
}

ChatCache::Id ChatCache::begin(uint64_t conversation) {
  const Id id = pool_.open();
  Chat& chat = chats_[id];
  chat.conversation = conversation;
  chat.tokens.reserve(evaluator_->contextLength());
  return id;
}

void ChatCache::forget(Id id) {
  pool_.close(id);
  chats_.erase(id);
}

// With the device went all pages. What the current chat has lost the evaluator computes again.
void ChatCache::forgetLost() {
  if (epoch_ == evaluator_->epoch()) return;
  epoch_ = evaluator_->epoch();
  for (auto chat = chats_.begin(); chat != chats_.end();) {
    const Id id = (chat++)->first;
    if (id != current_) forget(id);
  }
}

ChatCache::Known ChatCache::bestFor(std::span<const TokenId> prompt, std::optional<Id> preferred) const {
  Known best;
  if (preferred) best = {preferred, commonTokens(chats_.at(*preferred).tokens, prompt)};
  for (const auto& [id, chat] : chats_) {
    if (const uint32_t common = commonTokens(chat.tokens, prompt); common > best.tokens) best = {id, common};
  }
  return best;
}

std::optional<ChatCache::Id> ChatCache::own(uint64_t conversation) const {
  const auto found = std::find_if(chats_.begin(), chats_.end(),
                                  [&](const auto& chat) { return chat.second.conversation == conversation; });
  return found != chats_.end() ? std::optional(found->first) : std::nullopt;
}

std::optional<CutAnswer> ChatCache::cutAnswer(uint64_t conversation) {
  if (const auto id = own(conversation)) return chats_.at(*id).cutAnswer;
  if (disk_ == nullptr || conversation == kNobody) return std::nullopt;
  const auto file = disk_->find({conversation, model_, shape_});
  return file ? file->cutAnswer() : std::nullopt;
}

void ChatCache::keepCutAnswer(std::optional<CutAnswer> cut) {
  Chat& chat = current();
  // What is behind was only guessed.
  if (cut) chat.cutAfter(commonTokens(chat.tokens, cut->tokens));
  chat.cutAnswer = std::move(cut);
  chat.cutSaved = false;
}

void ChatCache::open(uint64_t conversation, std::span<const TokenId> prompt, Session& session) {
  CHECK(conversation != kForgotten && !prompt.empty());
  forgetUnheld();
  if (current().conversation == kForgotten) current().cutAfter(0);

  const std::optional<Id> own = this->own(conversation);
  Known known = bestFor(prompt, own);
  std::optional<Id> next;
  std::optional<ChatFileReader> file;
  if (disk_ != nullptr && conversation != kNobody) {
    disk_->tryAgain(conversation);
    if (!own) file = disk_->find({conversation, model_, shape_});
  }
  if (file) {
    const uint32_t common = std::min(commonTokens(file->tokens(), prompt), contextLength());
    if (common > known.tokens) next = restore(*file, common);
    known = bestFor(prompt, next);     // making room may have cost the one that was best
    if (next && known.chat != next) {  // less than that can be read
      forget(*next);
      next.reset();
    }
  }
  if (own && known.chat == own) next = own;
  if (!next) {
    next = begin(conversation);
    if (known.chat) {
      pool_.share(*known.chat, *next, known.tokens);
      chats_.at(*next).tokens.assign(prompt.begin(), prompt.begin() + known.tokens);
    }
    if (file) noteSaved(*next, *file);
    if (own) {
      chats_.at(*next).saved =
          std::min(chats_.at(*own).saved, commonTokens(chats_.at(*own).tokens, chats_.at(*next).tokens));
      forget(*own);
    }
  }
  chats_.at(*next).left = false;
  const Id before = std::exchange(current_, *next);
  if (before != current_ && chats_.contains(before) && chats_.at(before).tokens.empty()) forget(before);
  pool_.touch(current_);
  evaluator_->usePages(pool_.pages(current_));
  evaluator_->useSequence(current().tokens, static_cast<uint32_t>(current().tokens.size()));
  session.resume(current().tokens);
}

// The chat with its first `tokens`, or with those before the first page that is damaged. Nothing when there
// are none, or the device failed.
std::optional<ChatCache::Id> ChatCache::restore(ChatFileReader& file, uint32_t tokens) {
  const uint64_t conversation = file.of().conversation;
  const Id id = begin(conversation);
  std::vector<std::byte> page(shape_.pageBytes());
  bool restored = makeRoom(id, 0, tokens), damaged = false;
  for (uint32_t number = 0; restored && !damaged && number < kvPages(tokens); ++number) {
    damaged = !file.page(number, page);
    if (damaged) {
      tokens = number * kKvPagePositions;
    } else {
      restored = evaluator_->writePage(pool_.pages(id)[number], page);
    }
  }
  if (damaged) disk_->remove(conversation);  // it is written anew
  if (!restored || tokens == 0) {
    forget(id);
    return std::nullopt;
  }
  Chat& chat = chats_.at(id);
  chat.tokens.assign(file.tokens().begin(), file.tokens().begin() + tokens);
  if (damaged) return id;
  chat.cutAnswer = file.cutAnswer();
  chat.saved = tokens;
  disk_->touch(conversation);
  return id;
}

// Pages for [first, end), of whoever was used longest ago if need be. False when the device failed.
bool ChatCache::makeRoom(Id id, uint32_t first, uint32_t end) {
  for (;;) {
    const PagePool::Room room = pool_.write(id, first, end);
    if (room.granted) return !room.copy || evaluator_->copyPage(room.copy->from, room.copy->to);
    std::optional<Id> victim = pool_.leastRecent(id);
    CHECK(victim);  // one context always fits
    save(*victim, ChatDisk::Clock::time_point::max());
    forget(*victim);
  }
}

// Of the chat's page in which the disk's rows end, those up to `end` at most.
ChatCache::Step ChatCache::savePage(Id id, uint32_t end, Patience patience) {
  Chat& chat = chats_.at(id);
  const uint32_t first = std::min(chat.saved, disk_->positions(chat.conversation));
  const uint32_t number = first / kKvPagePositions;
  end = std::min(end, (number + 1) * kKvPagePositions);
  const auto readPage = [&](std::span<std::byte> page) {
    return evaluator_->readPage(pool_.pages(id)[number], page);
  };
  switch (disk_->append(identity(chat), std::span(chat.tokens).first(end), first, readPage, patience)) {
    case ChatDisk::Taken::Yes:
      chat.saved = end;
      chat.cutSaved = false;
      return Step::More;
    case ChatDisk::Taken::Later:
      return Step::Later;
    case ChatDisk::Taken::No:
      break;
  }
  return Step::Done;
}

ChatCache::Step ChatCache::saveSome(Id id, Patience patience) {
  Chat& chat = chats_.at(id);
  if (!keepable(chat)) return Step::Done;
  const auto end = static_cast<uint32_t>(chat.tokens.size());
  if (std::min(chat.saved, disk_->positions(chat.conversation)) < end) return savePage(id, end, patience);
  if (!std::exchange(chat.cutSaved, true)) {
    // It can be of an answer before the one that failed.
    const bool meant = chat.cutAnswer && commonTokens(chat.cutAnswer->tokens, chat.tokens) == end;
    disk_->setCut(identity(chat), chat.tokens, meant ? chat.cutAnswer : std::nullopt);
  }
  if (id != current_ && !std::exchange(chat.left, true)) disk_->leave(identity(chat));
  return Step::Done;
}

ChatCache::Step ChatCache::saveStep() {
  forgetUnheld();
  for (const Id id : pool_.newestFirst()) {
    if (const Step step = saveSome(id, Patience::None); step != Step::Done) return step;
  }
  return Step::Done;
}

ChatCache::Step ChatCache::saveFullPage() {
  const Chat& chat = current();
  if (!keepable(chat) || epoch_ != evaluator_->epoch()) return Step::Done;
  const uint32_t first = std::min(chat.saved, disk_->positions(chat.conversation));
  const uint32_t end = (first / kKvPagePositions + 1) * kKvPagePositions;
  // The last tokens may only be guessed.
  if (end + kGuessesMost > chat.tokens.size() || end > evaluator_->held()) return Step::Done;
  return savePage(current_, end, Patience::None);
}

void ChatCache::save(Id id, ChatDisk::Clock::time_point deadline) {
  while (ChatDisk::Clock::now() < deadline && saveSome(id, Patience::UntilThereIsRoom) == Step::More) {
  }
}

void ChatCache::forgetOthers(std::span<const uint64_t> conversations) {
  for (auto next = chats_.begin(); next != chats_.end();) {
    auto& [id, chat] = *next++;
    const bool kept =
        std::find(conversations.begin(), conversations.end(), chat.conversation) != conversations.end();
    if (kept || chat.conversation == kNobody) continue;
    if (id == current_) {
      chat.conversation = kForgotten;
    } else {
      forget(id);
    }
  }
}

void ChatCache::saveAll(ChatDisk::Clock::time_point deadline) {
  forgetUnheld();
  for (const Id id : pool_.newestFirst()) save(id, deadline);
}

Evaluated ChatCache::evaluate(std::span<const TokenId> tokens, uint32_t position, LogitsFor which,
                              Logits logits, const std::atomic<bool>* cancel) {
  forgetLost();
  Chat& chat = current();
  CHECK(position <= chat.tokens.size());
  chat.cutAfter(position);
  const auto end = static_cast<uint32_t>(position + tokens.size());
  if (!makeRoom(current_, position, end)) {
    // A page that was common could not be copied: all of it is computed anew, in pages of its own.
    CHECK(makeRoom(current_, 0, end));  // from the first position on nothing is to be copied
    evaluator_->useSequence(chat.tokens, 0);
  }
  evaluator_->usePages(pool_.pages(current_));
  const Evaluated evaluated = evaluator_->evaluate(tokens, position, which, logits, cancel);
  if (evaluated == Evaluated::Done) chat.tokens.insert(chat.tokens.end(), tokens.begin(), tokens.end());
  return evaluated;
}

// Whoever guesses writes behind the tokens, in pages of the same sequence.
uint32_t ChatCache::draft(TokenId next, uint32_t position, std::span<TokenId> guesses) {
  forgetLost();
  Chat& chat = current();
  const auto end = static_cast<uint32_t>(std::min(size_t{contextLength()}, position + guesses.size()));
  if (position > chat.tokens.size() || position >= end) return 0;
  chat.cutAfter(position);
  if (!makeRoom(current_, position, end)) return 0;
  evaluator_->usePages(pool_.pages(current_));
  return evaluator_->draft(next, position, guesses.first(end - position));
}

}  // namespace hearth
