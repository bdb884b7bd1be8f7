#include "app/desktop/chat/turn.h"

#include <algorithm>
#include <span>
#include <utility>

#include "app/chat/history.h"
#include "app/desktop/attachments/attachment_texts.h"
#include "app/desktop/context/summary_prompt.h"

namespace hearth::desktop {
namespace {

constexpr uint32_t kPage = 64;             // messages read at a time
constexpr size_t kBytesPerTokenMost = 12;  // of running text; three times the usual
constexpr uint32_t kContextUnknown = 32768;

std::optional<int64_t> draftOwner(const Turn& turn) {
  return turn.conversationId == 0 ? std::nullopt : std::optional(turn.conversationId);
}

size_t sizeOf(const storage::Message& message) { return message.text.size() + message.thinking.size(); }

// The branch down to `last`, its oldest part left out where it is too long.
struct Tail {
  std::vector<storage::Message> messages;
  bool whole = true;
};
Result<Tail> readTail(storage::Store& store, int64_t last, size_t bytesMax) {
  auto newest = store.messages(std::span(&last, 1));
  if (!newest) return std::move(newest).error();
  std::vector<storage::Message> reversed = std::move(*newest);
  if (reversed.empty()) return Error("The message is not there any more. Open the chat again");
  size_t bytes = sizeOf(reversed.back());
  while (reversed.back().parentId && bytes < bytesMax) {
    auto above = store.messagesAbove(reversed.back().id, kPage);
    if (!above) return std::move(above).error();
    if (above->empty()) break;
    for (auto message = above->rbegin(); message != above->rend() && bytes < bytesMax; ++message) {
      bytes += sizeOf(*message);
      reversed.push_back(std::move(*message));
    }
  }
  Tail tail;
  tail.whole = !reversed.back().parentId;
  // A history begins with a question.
  while (!tail.whole && reversed.size() > 1 && reversed.back().role == storage::Role::Assistant)
    reversed.pop_back();
  tail.messages.assign(std::make_move_iterator(reversed.rbegin()), std::make_move_iterator(reversed.rend()));
  return tail;
}

uint32_t countAbove(storage::Store& store, int64_t conversationId, int64_t messageId) {
  const auto outline = store.branchOutline(conversationId);
  if (!outline) return 0;
  return static_cast<uint32_t>(
      std::count_if(outline->begin(), outline->end(),
                    [&](const storage::BranchEntry& entry) { return entry.id < messageId; }));
}

}  // namespace

size_t historyBytesFor(uint32_t contextLength) {
  return size_t{contextLength == 0 ? kContextUnknown : contextLength} * kBytesPerTokenMost;
}

Result<Turn> prepareTurn(storage::Store& store, Turn turn, const Ancestors& ancestors, size_t bytesMax) {
  std::vector<storage::Summary> summaries;
  if (turn.conversationId != 0) {
    auto stored = store.conversation(turn.conversationId);
    if (!stored) return std::move(stored).error();
    if (!stored->presetId) stored->presetId = turn.settings.presetId;
    turn.settings = std::move(*stored);
    if (turn.queued) turn.below = turn.settings.activeLeaf;
    auto kept = store.summaries(turn.conversationId);
    if (!kept) return std::move(kept).error();
    summaries = std::move(*kept);
  }
  const Inherited inherited = inherit(turn.settings, ancestors);
  if (!turn.below) turn.modelPath = inherited.modelPath;

  Tail tail;
  if (const auto last = turn.continues ? turn.continues : turn.below) {
    auto read = readTail(store, *last, bytesMax);
    if (!read) return std::move(read).error();
    tail = std::move(*read);
    if (!tail.whole) turn.unread = countAbove(store, turn.conversationId, tail.messages.front().id);
  }
  storage::Conversation instructed;
  instructed.systemPrompt = inherited.systemPrompt;
  turn.messages = withSummary(chat::historyOf(instructed, tail.messages), summaries);
  // Where a summary stands for the beginning, nothing above what was fetched is missed.
  if (!summaryIn(turn.messages).empty()) turn.unread = 0;
  if (turn.continues && (turn.messages.empty() || turn.messages.back().id != *turn.continues)) {
    // It was cut in its thinking, and histories leave answers without text out.
    const storage::Message& answer = tail.messages.back();
    turn.messages.push_back({Role::Assistant, answer.text, answer.thinking, answer.id});
  }
  // Files go before the words of their messages: of earlier ones as they were shown then.
  if (auto put = putFilesBeforeWords(store, turn.messages); !put) return std::move(put).error();
  if (!turn.question) return turn;
  turn.messages.push_back({Role::User, *turn.question, "", 0});
  if (turn.edits) {
    auto files = filesOfMessage(store, *turn.edits);
    if (!files) return std::move(files).error();
    if (!files->empty()) turn.messages.back().text = attachments::withFiles(*files, *turn.question);
  } else if (turn.queued || turn.withDraftFiles) {
    auto files = turn.queued ? filesOfQueued(store, *turn.queued) : filesOfDraft(store, draftOwner(turn));
    if (!files) return std::move(files).error();
    turn.files = std::move(*files);
  }
  return turn;
}

Result<storage::Conversation> createConversation(storage::Store& store, const storage::Conversation& settings,
                                                 const std::string& modelPath) {
  auto made = store.createConversation(settings.folderId, modelPath);
  if (!made) return made;
  if (auto kept = chat::storeSettings(store, made->id, settings); !kept) return std::move(kept).error();
  return store.conversation(made->id);
}

Result<CommittedTurn> commitTurn(storage::Store& store, const Turn& turn, const std::string& modelPath,
                                 const std::string& modelName) {
  const auto failed = [](Error error) { return std::move(error).during("Saving your message"); };
  auto conversation = turn.conversationId == 0 ? createConversation(store, turn.settings, modelPath)
                                               : store.conversation(turn.conversationId);
  if (!conversation) return failed(std::move(conversation).error());
  const int64_t id = conversation->id;
  std::optional<int64_t> above = turn.below;
  if (turn.question) {
    auto question = turn.queued  ? store.sendQueued(*turn.queued, above)
                    : turn.edits ? store.edit(*turn.edits, *turn.question)
                                 : store.addMessage(id, above, storage::Role::User, *turn.question,
                                                    storage::MessageState::Finished);
    if (!question) return failed(std::move(question).error());
    above = question->id;
    const auto files = turn.fitting ? turn.fitting->files() : std::vector<attachments::PromptFile>();
    if (turn.withDraftFiles) {
      if (auto attached = store.attachDrafts(draftOwner(turn), question->id); !attached)
        return failed(std::move(attached).error());
    }
    if (auto noted = keepUsage(store, question->id, files); !noted) return failed(std::move(noted).error());
    if (!turn.below && conversation->titleIsAutomatic) {
      const std::string title = chat::automaticTitle(
          turn.question->empty() && !files.empty() ? files.front().name : *turn.question);
      if (auto renamed = store.rename(id, title, true); !renamed) return failed(std::move(renamed).error());
      conversation->title = title;
    }
  }
  if (!modelPath.empty() && conversation->modelPath != modelPath) {
    if (auto kept = store.setModel(id, modelPath); !kept) return failed(std::move(kept).error());
    conversation->modelPath = modelPath;
  }
  std::string text, thinking;
  if (turn.continues) {
    auto cut = store.messages(std::span(&*turn.continues, 1));
    if (!cut) return failed(std::move(cut).error());
    if (cut->empty()) return failed(Error("the answer is not there any more"));
    above = cut->front().parentId;
    text = cut->front().text;
    thinking = cut->front().thinking;
  }
  auto answer =
      store.addMessage(id, above, storage::Role::Assistant, text, storage::MessageState::Writing, modelName);
  if (!answer) return failed(std::move(answer).error());
  if (!thinking.empty()) {
    if (auto kept = store.flush(answer->id, text, thinking); !kept) return failed(std::move(kept).error());
    answer->thinking = thinking;
  }
  auto branch = readBranch(store, id);
  if (!branch) return failed(std::move(branch).error());
  auto experts = store.expertProfile(id);  // a chat without it is only slower at first
  return CommittedTurn{std::move(*conversation), std::move(*answer), std::move(*branch),
                       experts ? std::move(*experts) : std::string()};
}

}  // namespace hearth::desktop
