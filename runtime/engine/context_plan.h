// What fits into the context, and what would have to go: decided before anything is sent, so that the user
// can be told.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/engine/engine.h"

namespace hearth {

// Tokens that are kept free for the answer: a quarter of the context, at most 1024.
uint32_t roomForAnswer(uint32_t contextLength);

struct ContextPlan {
  uint32_t tokens = 0;  // of everything
  uint32_t tokensAfterDropping = 0;
  std::vector<ChatMessage> kept;  // in order
  std::vector<int64_t> dropped;   // ids, oldest first
  bool fits = true;               // false: not even system and last user message do
};

using CountTokens = std::function<Result<uint32_t>(std::span<const ChatMessage>)>;

// Drops as few whole turns as possible, the oldest first (a turn is a user's message with what follows it),
// until `room` tokens are free. System messages and the turn of the last user message always stay; when there
// is less room than wanted even then, the plan still fits as long as a short answer has space.
Result<ContextPlan> planContext(std::span<const ChatMessage> messages, uint32_t contextLength, uint32_t room,
                                const CountTokens& count);

// Why a plan cannot be obeyed: not even the last message fits, or messages would have to go.
Error doesNotFit(const ContextPlan& plan, uint32_t contextLength);
Error wouldDrop(const ContextPlan& plan, uint32_t contextLength);

}  // namespace hearth
