// From stored messages to what the engine is asked to answer.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "runtime/engine/engine.h"
#include "storage/records.h"
#include "storage/store.h"

namespace hearth::chat {

// The conversation's instructions (when there are any) as the system message, then the branch. Answers
// without text (failed before their first word) are left out.
std::vector<ChatMessage> historyOf(const storage::Conversation& conversation,
                                   std::span<const storage::Message> branch);

// Keeps instructions, parameters and preset of `settings` with the conversation.
Result<void> storeSettings(storage::Store& store, int64_t conversationId,
                           const storage::Conversation& settings);

// What is kept of an answer's figures.
storage::MessageStats statsOf(const GenerationStats& stats);

// A title from the user's first message: its first words on one line, cut at a word, at most 60 bytes or so.
std::string automaticTitle(const std::string& firstMessage);

}  // namespace hearth::chat
