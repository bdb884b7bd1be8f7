#include "app/chat/answer_writer.h"

#include <utility>

#include "app/chat/history.h"

namespace hearth::chat {

Result<AnswerWriter> AnswerWriter::begin(storage::Store& store, int64_t conversationId, int64_t userMessageId,
                                         const std::string& modelName) {
  auto message = store.addMessage(conversationId, userMessageId, storage::Role::Assistant, "",
                                  storage::MessageState::Writing, modelName);
  if (!message) return std::move(message).error();
  return AnswerWriter(store, conversationId, message->id);
}

void AnswerWriter::append(const Delta& delta, Clock::time_point now) {
  if (delta.earlierWasThinking) thinking_ += std::exchange(text_, {});
  (delta.kind == TextKind::Thinking ? thinking_ : text_) += delta.text;
  if (!dueAt_) dueAt_ = now + kFlushInterval;
}

Result<void> AnswerWriter::flushIfDue(Clock::time_point now) {
  if (!dueAt_ || now < *dueAt_) return {};
  dueAt_.reset();
  return store_->flush(messageId_, text_, thinking_);
}

Result<void> AnswerWriter::finish(const Done& done) {
  dueAt_.reset();
  const storage::MessageStats kept = statsOf(done.stats);
  const auto state =
      done.reason == DoneReason::Cancelled ? storage::MessageState::Stopped : storage::MessageState::Finished;
  auto finished = store_->finish(messageId_, text_, thinking_, state, kept);
  // Losing it only makes the chat slower at first when it is reopened: not worth a word to the user.
  if (finished && !expertProfile_.empty())
    static_cast<void>(store_->setExpertProfile(conversationId_, expertProfile_));
  return finished;
}

Result<void> AnswerWriter::fail(const std::string& cause) {
  dueAt_.reset();
  return store_->finish(messageId_, text_, thinking_, storage::MessageState::Failed, std::nullopt, cause);
}

}  // namespace hearth::chat
