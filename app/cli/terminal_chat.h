// A conversation in the terminal: the same engine and the same database as the window.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/chat/answer_writer.h"
#include "app/cli/chat_output.h"
#include "app/cli/common.h"
#include "app/cli/event_queue.h"
#include "app/cli/terminal.h"
#include "runtime/engine/engine.h"
#include "storage/store.h"

namespace hearth::cli {

struct ChatOptions {
  ModelOptions model;
  SamplingOptions sampling;
  std::optional<uint64_t> seed;  // none: a new one for every answer
  uint32_t maxTokens = 0;
  bool ignoreEnd = false, json = false;
  std::optional<std::string> system, database;
};

// Used on the main thread, which is also the storage thread.
class TerminalChat {
 public:
  static Result<std::unique_ptr<TerminalChat>> open(const ChatOptions& options);
  // Commits the message, loads the model, answers, and returns.
  Result<void> answerOne(const std::string& message);
  // Asks for messages and commands until the user leaves.
  Result<void> converse();

 private:
  enum class Next { GoOn, Quit };
  TerminalChat(const ChatOptions& options, std::unique_ptr<storage::Store> store);

  Result<void> load();
  Result<storage::Message> commit(const std::string& text);
  // Answers the branch that ends with this user's message.
  Result<void> answer(const storage::Message& question);
  Result<void> regenerate();
  Result<Next> obey(const std::string& command);
  Result<void> openConversation(const std::string& id);
  Result<std::vector<ChatMessage>> historyUpTo(const storage::Message& question);
  Result<PromptMeasured> measure(const std::vector<ChatMessage>& history);
  void announceDropping(const PromptMeasured& measured);
  // Shows events, keeps the answer flushed, and returns its end: Done or Failed.
  Result<Event> followAnswer(chat::AnswerWriter& writer);
  // The next event; on Ctrl+C the engine is told to stop.
  std::optional<Event> nextEvent(std::optional<std::chrono::steady_clock::time_point> deadline);

  ChatOptions options_;
  ChatOutput output_;
  Interrupts interrupts_;
  std::unique_ptr<storage::Store> store_;
  EventQueue events_;
  std::optional<storage::Conversation> conversation_;  // none until the first message
  std::string modelName_;
  uint64_t lastRequest_ = 0;
  std::unique_ptr<Engine> engine_;  // last: it feeds events_
};

}  // namespace hearth::cli
