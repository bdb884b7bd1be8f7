#include "runtime/chat_cache/chat_cache.h"

#include <algorithm>
#include <array>
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

// Rows of a page past the first `rows`: what is there is of chats that had the page before.
void clearRows(const KvShape& shape, uint32_t rows, std::span<std::byte> page) {
  const std::array<size_t, 3> runs = {shape.keyRowBytes(), shape.valueRowBytes(), shape.indexRowBytes()};
  for (uint32_t layer = 0; layer < shape.layers; ++layer) {
    for (const size_t rowBytes : runs) {
      const auto unused = page.first(kKvPagePositions * rowBytes).subspan(rows * rowBytes);
      std::fill(unused.begin(), unused.end(), std::byte{0});
      page = page.subspan(kKvPagePositions * rowBytes);
    }
  }
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
  auto reader = disk_->find(conversation, model_, shape_);
  return reader ? reader->head().cutAnswer : std::nullopt;
}

void ChatCache::keepCutAnswer(std::optional<CutAnswer> cut) {
  current().cutAnswer = std::move(cut);
  current().saved = false;
}

void ChatCache::open(uint64_t conversation, std::span<const TokenId> prompt, Session& session) {
  CHECK(conversation != kForgotten && !prompt.empty());
  forgetLost();
  const uint32_t held = evaluator_->held();
  if (held < current().tokens.size()) current().tokens.resize(held);
  if (current().conversation == kForgotten) current().tokens.clear();

  const std::optional<Id> own = this->own(conversation);
  Known known = bestFor(prompt, own);
  std::optional<Id> next;
  if (!own && disk_ != nullptr && conversation != kNobody) {
    if (auto reader = disk_->find(conversation, model_, shape_)) {
      const uint32_t common = std::min(commonTokens(reader->head().tokens, prompt), contextLength());
      if (common > known.tokens) next = restore(std::move(*reader), common);
      known = bestFor(prompt, next);  // making room may have cost the one that was best
    }
  }
  if (own && known.chat == own) next = own;
  if (!next) {
    next = begin(conversation);
    if (known.chat) {
      pool_.share(*known.chat, *next, known.tokens);
      chats_.at(*next).tokens.assign(prompt.begin(), prompt.begin() + known.tokens);
    }
    if (own) forget(*own);
  }
  const Id before = std::exchange(current_, *next);
  if (before != current_ && chats_.contains(before) && chats_.at(before).tokens.empty()) forget(before);
  pool_.touch(current_);
  evaluator_->usePages(pool_.pages(current_));
  evaluator_->useSequence(current().tokens, static_cast<uint32_t>(current().tokens.size()));
  session.resume(current().tokens);
}

// The chat with its first `tokens`, or nothing when the file is damaged or the device failed.
std::optional<ChatCache::Id> ChatCache::restore(ChatFileReader reader, uint32_t tokens) {
  const ChatFileHead& head = reader.head();
  const uint64_t conversation = head.conversation;
  const Id id = begin(conversation);
  std::vector<std::byte> page(shape_.pageBytes());
  bool restored = makeRoom(id, 0, tokens);
  for (uint32_t number = 0; restored && number < kvPages(tokens); ++number) {
    if (!reader.next(page)) {
      disk_->remove(conversation);
      restored = false;
    } else {
      restored = evaluator_->writePage(pool_.pages(id)[number], page);
    }
  }
  if (!restored) {
    forget(id);
    return std::nullopt;
  }
  Chat& chat = chats_.at(id);
  chat.tokens.assign(head.tokens.begin(), head.tokens.begin() + tokens);
  chat.cutAnswer = head.cutAnswer;
  chat.saved = tokens == head.tokens.size();
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

void ChatCache::save(Id id, ChatDisk::Clock::time_point deadline) {
  Chat& chat = chats_.at(id);
  // Less than a page is computed as fast.
  if (disk_ == nullptr || chat.conversation == kNobody || chat.conversation == kForgotten ||
      chat.tokens.size() < kKvPagePositions)
    return;
  if (std::exchange(chat.saved, true)) return disk_->touch(chat.conversation);
  ChatFileHead head{chat.conversation, model_, shape_, chat.tokens, chat.cutAnswer};
  // It can be of an answer before the one that failed.
  if (head.cutAnswer && commonTokens(head.cutAnswer->tokens, head.tokens) < head.tokens.size())
    head.cutAnswer.reset();
  disk_->save(
      head,
      [&](uint32_t number, std::span<std::byte> page) {
        if (!evaluator_->readPage(pool_.pages(id)[number], page)) return false;
        const auto rows = static_cast<uint32_t>(head.tokens.size()) - number * kKvPagePositions;
        if (rows < kKvPagePositions) clearRows(shape_, rows, page);
        return true;
      },
      deadline);
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
  forgetLost();
  const uint32_t held = evaluator_->held();
  if (held < current().tokens.size()) current().tokens.resize(held);
  for (const Id id : pool_.newestFirst()) save(id, deadline);
}

Evaluated ChatCache::evaluate(std::span<const TokenId> tokens, uint32_t position, LogitsFor which,
                              Logits logits, const std::atomic<bool>* cancel) {
  forgetLost();
  Chat& chat = current();
  CHECK(position <= chat.tokens.size());
  chat.tokens.resize(position);
  chat.saved = false;
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
  chat.tokens.resize(position);
  if (!makeRoom(current_, position, end)) return 0;
  evaluator_->usePages(pool_.pages(current_));
  return evaluator_->draft(next, position, guesses.first(end - position));
}

}  // namespace hearth
