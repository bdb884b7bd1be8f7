// Brings a streamed answer into the database: at most a second of it is ever unwritten.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "runtime/base/result.h"
#include "runtime/engine/engine.h"
#include "storage/store.h"

namespace hearth::chat {

// One answer, from its empty beginning to its end. Used on the storage thread; the store outlives it.
class AnswerWriter {
 public:
  using Clock = std::chrono::steady_clock;
  // A quarter of the promised second, so that a disk busy with other work does not break the promise (with
  // half of it, one of 50 kills did beside a compiler on four cores).
  static constexpr std::chrono::milliseconds kFlushInterval{250};

  // Adds the empty answer below the user's message, in state Writing, and makes it the active leaf.
  static Result<AnswerWriter> begin(storage::Store& store, int64_t conversationId, int64_t userMessageId,
                                    const std::string& modelName);

  int64_t messageId() const { return messageId_; }
  const std::string& text() const { return text_; }
  const std::string& thinking() const { return thinking_; }

  void append(const Delta& delta, Clock::time_point now);
  // When flushIfDue() has work next; empty while everything is written.
  std::optional<Clock::time_point> dueAt() const { return dueAt_; }
  Result<void> flushIfDue(Clock::time_point now);

  // Kept until the answer is finished.
  void keepExperts(const ExpertsUsed& used) { expertProfile_ = used.profile; }

  Result<void> finish(const Done& done);
  Result<void> fail(const std::string& cause);

 private:
  AnswerWriter(storage::Store& store, int64_t conversationId, int64_t messageId)
      : store_(&store), conversationId_(conversationId), messageId_(messageId) {}

  storage::Store* store_;
  int64_t conversationId_, messageId_;
  std::string text_, thinking_, expertProfile_;
  std::optional<Clock::time_point> dueAt_;
};

}  // namespace hearth::chat
