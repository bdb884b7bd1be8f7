#include "runtime/engine/context_plan.h"

#include <algorithm>
#include <string>
#include <utility>

namespace hearth {
namespace {

// With less than this an answer is not worth beginning.
constexpr uint32_t kRoomLeast = 16;

// `turns` oldest turns left out. Whatever stands before the first user's message and is no system message
// belongs to the first turn.
struct Cut {
  std::vector<ChatMessage> kept;
  std::vector<int64_t> dropped;
};

Cut cutTurns(std::span<const ChatMessage> messages, uint32_t turns) {
  Cut cut;
  uint32_t turn = 0;  // users' messages seen so far
  for (const ChatMessage& message : messages) {
    if (message.role == Role::User) ++turn;
    const bool inDroppedTurn = message.role != Role::System && std::max(turn, 1u) <= turns;
    if (inDroppedTurn) {
      cut.dropped.push_back(message.id);
    } else {
      cut.kept.push_back(message);
    }
  }
  return cut;
}

}  // namespace

uint32_t roomForAnswer(uint32_t contextLength) { return std::min(1024u, contextLength / 4); }

Result<ContextPlan> planContext(std::span<const ChatMessage> messages, uint32_t contextLength, uint32_t room,
                                const CountTokens& count) {
  const auto all = count(messages);
  if (!all) return all.error();
  ContextPlan plan;
  plan.tokens = plan.tokensAfterDropping = *all;
  plan.kept.assign(messages.begin(), messages.end());
  if (uint64_t{*all} + room <= contextLength) return plan;

  const auto users =
      static_cast<uint32_t>(std::count_if(messages.begin(), messages.end(), [](const ChatMessage& message) {
        return message.role == Role::User;
      }));
  const auto countWithout = [&](uint32_t turns) { return count(cutTurns(messages, turns).kept); };
  const auto enough = [&](uint32_t tokens) { return uint64_t{tokens} + room <= contextLength; };

  // Bisection for the fewest turns whose absence is enough: dropping `tooFew` is not, dropping `best` is the
  // best known.
  uint32_t tooFew = 0, best = users > 0 ? users - 1 : 0;
  auto tokens = best > 0 ? countWithout(best) : all;
  if (!tokens) return tokens.error();
  uint32_t bestTokens = *tokens;
  while (enough(bestTokens) && best - tooFew > 1) {
    const uint32_t middle = tooFew + (best - tooFew) / 2;
    tokens = countWithout(middle);
    if (!tokens) return tokens.error();
    if (enough(*tokens)) {
      best = middle;
      bestTokens = *tokens;
    } else {
      tooFew = middle;
    }
  }
  Cut cut = cutTurns(messages, best);
  plan.tokensAfterDropping = bestTokens;
  plan.kept = std::move(cut.kept);
  plan.dropped = std::move(cut.dropped);
  plan.fits = uint64_t{bestTokens} + std::min(kRoomLeast, room) <= contextLength;
  return plan;
}

Error doesNotFit(const ContextPlan& plan, uint32_t contextLength) {
  return Error("your message with the instructions is " + std::to_string(plan.tokensAfterDropping) +
               " tokens long, but the model's context holds " + std::to_string(contextLength) +
               "; shorten the message, or load the model with a larger context");
}

Error wouldDrop(const ContextPlan& plan, uint32_t contextLength) {
  return Error("the conversation is " + std::to_string(plan.tokens) +
               " tokens long, and with room for an answer it does not fit the context of " +
               std::to_string(contextLength) + "; leave out the oldest " +
               std::to_string(plan.dropped.size()) + " messages (" +
               std::to_string(plan.tokensAfterDropping) +
               " tokens then), start a new conversation, or load the model with a larger context");
}

}  // namespace hearth
