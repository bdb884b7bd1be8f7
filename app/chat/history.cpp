#include "app/chat/history.h"

#include <algorithm>

namespace hearth::chat {
namespace {

Role roleOf(storage::Role role) {
  switch (role) {
    case storage::Role::System:
      return Role::System;
    case storage::Role::User:
      return Role::User;
    case storage::Role::Assistant:
      return Role::Assistant;
  }
  return Role::User;
}

bool isContinuationByte(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

}  // namespace

std::vector<ChatMessage> historyOf(const storage::Conversation& conversation,
                                   std::span<const storage::Message> branch) {
  std::vector<ChatMessage> history;
  if (!conversation.systemPrompt.empty()) history.push_back({Role::System, conversation.systemPrompt, "", 0});
  for (const storage::Message& message : branch) {
    if (message.role == storage::Role::Assistant && message.text.empty()) continue;
    history.push_back({roleOf(message.role), message.text, message.thinking, message.id});
  }
  return history;
}

Result<void> storeSettings(storage::Store& store, int64_t conversationId,
                           const storage::Conversation& settings) {
  if (auto kept = store.setSystemPrompt(conversationId, settings.systemPrompt); !kept) return kept;
  if (auto kept = store.setParameters(conversationId, settings.parameters); !kept) return kept;
  return store.setPreset(conversationId, settings.presetId);
}

storage::MessageStats statsOf(const GenerationStats& stats) {
  storage::MessageStats kept;
  kept.promptTokens = stats.promptTokens;
  kept.reusedTokens = stats.reusedTokens;
  kept.generatedTokens = stats.generatedTokens;
  kept.promptSeconds = stats.promptSeconds;
  kept.generateSeconds = stats.generateSeconds;
  kept.firstTokenSeconds = stats.firstTokenSeconds;
  kept.thinkingSeconds = stats.thinkingSeconds;
  kept.expertHits = stats.expertHits;
  kept.expertUses = stats.expertUses;
  kept.draftedTokens = stats.drafted;
  kept.acceptedTokens = stats.accepted;
  return kept;
}

std::string automaticTitle(const std::string& firstMessage) {
  constexpr size_t kBytesMax = 60;
  std::string title;
  for (const char byte : firstMessage) {
    const bool space = byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
    if (!space) {
      title += byte;
    } else if (!title.empty() && title.back() != ' ') {
      title += ' ';
    }
  }
  if (title.size() > kBytesMax) {
    size_t end = title.rfind(' ', kBytesMax);
    if (end == std::string::npos) {
      for (end = kBytesMax; isContinuationByte(title[end]);) --end;
    }
    title.resize(end);
    title += "…";
  }
  while (!title.empty() && title.back() == ' ') title.pop_back();
  return title;
}

}  // namespace hearth::chat
