// Summaries in place of the beginning of a conversation: which messages one shall stand for, how the model is
// asked to write it, and what is sent afterwards. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runtime/engine/engine.h"
#include "storage/records.h"

namespace hearth::desktop {

// `messages` with the newest summary that stands for some of them: those it stands for are left out, and it
// follows the instructions. Without one, `messages` as they are.
std::vector<ChatMessage> withSummary(std::vector<ChatMessage> messages,
                                     std::span<const storage::Summary> summaries);

// The messages that a new summary shall stand for: whole turns from the oldest on, at least those that do not
// fit, and so many that about half of the context is free then. Never the last turn. Empty: there is nothing
// to summarise.
std::vector<ChatMessage> toSummarise(std::span<const ChatMessage> messages, const PromptMeasured& measured);

// What the model is asked, piece by piece where all of it does not fit: each piece's summary goes into the
// next question.
class SummaryQuestions {
 public:
  // `earlier`: the summary that stood before these messages; may be empty.
  SummaryQuestions(std::span<const ChatMessage> messages, std::string earlier, uint32_t contextLength);
  // The next question, given the summary so far; none: that was the last one.
  std::optional<ChatMessage> next(const std::string& summarySoFar);
  uint32_t answerTokensMost() const { return answerTokens_; }

 private:
  std::vector<std::string> pieces_;
  size_t asked_ = 0;
  std::string earlier_;
  uint32_t answerTokens_;
};

// The summary within the instructions of `messages`; empty: there is none.
std::string summaryIn(std::span<const ChatMessage> messages);

}  // namespace hearth::desktop
