#include "app/desktop/context/summary_prompt.h"

#include <algorithm>
#include <map>

namespace hearth::desktop {
namespace {

// Texts for the model, whatever language the window speaks.
constexpr std::string_view kHeading = "Summary of the earlier part of this conversation:\n";
constexpr std::string_view kTask =
    "Summarise the conversation below for someone who has to go on with it without having read it. Keep "
    "names, "
    "numbers, decisions, what the user wants, and what is still open. Use at most 200 words and the language "
    "of the "
    "conversation. Write only the summary.\n\n";

constexpr uint32_t kAnswerTokensMost = 1024;  // with room for a short thinking
constexpr uint32_t kTaskTokens = 160;         // the task and what the template writes around it
constexpr size_t kBytesPerToken = 2;          // cautious: English has 4, Chinese about 2

// The beginning of a UTF-8 text, cut between characters.
std::string beginning(const std::string& text, size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return text.substr(0, bytes) + " …";
}

}  // namespace

std::string summaryIn(std::span<const ChatMessage> messages) {
  if (messages.empty() || messages.front().role != Role::System) return {};
  const std::string& text = messages.front().text;
  const size_t at = text.rfind(kHeading);
  return at == std::string::npos ? std::string() : text.substr(at + kHeading.size());
}

std::vector<ChatMessage> withSummary(std::vector<ChatMessage> messages,
                                     std::span<const storage::Summary> summaries) {
  std::map<int64_t, const storage::Summary*> byMessage;
  for (const storage::Summary& summary : summaries) byMessage[summary.messageId] = &summary;
  const auto last = std::find_if(messages.rbegin(), messages.rend(), [&](const ChatMessage& message) {
    return message.id != 0 && byMessage.contains(message.id);
  });
  if (last == messages.rend()) return messages;
  const storage::Summary& summary = *byMessage[last->id];
  std::vector<ChatMessage> result;
  if (messages.front().role == Role::System) {
    result.push_back(messages.front());
    result.front().text += "\n\n";
  } else {
    result.push_back({Role::System, "", "", 0});
  }
  result.front().text += std::string(kHeading) + summary.text;
  result.insert(result.end(), last.base(), messages.end());
  return result;
}

std::vector<ChatMessage> toSummarise(std::span<const ChatMessage> messages, const PromptMeasured& measured) {
  const auto isDropped = [&](const ChatMessage& message) {
    return std::find(measured.dropped.begin(), measured.dropped.end(), message.id) != measured.dropped.end();
  };
  size_t first = 0;
  while (first < messages.size() && messages[first].role == Role::System) ++first;
  size_t lastTurn = messages.size();
  while (lastTurn > first && messages[lastTurn - 1].role != Role::User) --lastTurn;
  lastTurn = lastTurn > first ? lastTurn - 1 : first;

  const bool counted = measured.perMessage.size() == messages.size();
  const uint64_t goal = measured.contextLength / 2;
  uint64_t left = measured.tokens;
  size_t end = first;
  for (size_t i = first; i < lastTurn; ++i) {
    const bool startsTurn = i == first || messages[i].role == Role::User;
    if (startsTurn && !isDropped(messages[i]) && (!counted || left <= goal)) break;
    if (counted) left -= std::min<uint64_t>(left, measured.perMessage[i]);
    end = i + 1;
  }
  return {messages.begin() + static_cast<std::ptrdiff_t>(first),
          messages.begin() + static_cast<std::ptrdiff_t>(end)};
}

SummaryQuestions::SummaryQuestions(std::span<const ChatMessage> messages, std::string earlier,
                                   uint32_t contextLength)
    : earlier_(std::move(earlier)), answerTokens_(std::clamp(contextLength / 4, 32u, kAnswerTokensMost)) {
  // The summary so far is in each question as well.
  const uint32_t taken = kTaskTokens + 2 * answerTokens_;
  const size_t room =
      std::max<size_t>(64, contextLength > taken ? (contextLength - taken) * kBytesPerToken : 0);
  for (const ChatMessage& message : messages) {
    const std::string line =
        beginning((message.role == Role::Assistant ? "Assistant: " : "User: ") + message.text, room) + "\n\n";
    if (pieces_.empty() || pieces_.back().size() + line.size() > room) pieces_.emplace_back();
    pieces_.back() += line;
  }
}

std::optional<ChatMessage> SummaryQuestions::next(const std::string& summarySoFar) {
  if (asked_ == pieces_.size()) return std::nullopt;
  const std::string& before = asked_ == 0 ? earlier_ : summarySoFar;
  std::string text(kTask);
  if (!before.empty())
    text += "What came before, already summarised; take it into your summary:\n" + before + "\n\n";
  text += "The conversation:\n\n" + pieces_[asked_++];
  return ChatMessage{Role::User, std::move(text), "", 0};
}

}  // namespace hearth::desktop
