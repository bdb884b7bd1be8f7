#include "runtime/engine/context_plan.h"

#include <gtest/gtest.h>

namespace hearth {
namespace {

using Ids = std::vector<int64_t>;

// A message of `tokens` characters; the counter below counts a character as a token.
ChatMessage message(Role role, int64_t id, size_t tokens) { return {role, std::string(tokens, 'x'), "", id}; }

Result<uint32_t> countCharacters(std::span<const ChatMessage> messages) {
  size_t count = 0;
  for (const ChatMessage& m : messages) count += m.text.size();
  return static_cast<uint32_t>(count);
}

ContextPlan planned(const std::vector<ChatMessage>& messages, uint32_t context, uint32_t room) {
  auto plan = planContext(messages, context, room, countCharacters);
  EXPECT_TRUE(plan);
  return plan ? *plan : ContextPlan{};
}

Ids idsOf(const std::vector<ChatMessage>& messages) {
  Ids ids;
  for (const ChatMessage& m : messages) ids.push_back(m.id);
  return ids;
}

// System 10, then three turns of 20 + 30 and the question of 20: 180 tokens.
const std::vector<ChatMessage> kConversation = {
    message(Role::System, 1, 10), message(Role::User, 2, 20),      message(Role::Assistant, 3, 30),
    message(Role::User, 4, 20),   message(Role::Assistant, 5, 30), message(Role::User, 6, 20),
    message(Role::Assistant, 7, 30), message(Role::User, 8, 20)};

TEST(ContextPlan, KeepsEverythingThatFits) {
  const auto plan = planned(kConversation, 200, 20);
  EXPECT_EQ(plan.tokens, 180u);
  EXPECT_EQ(plan.tokensAfterDropping, 180u);
  EXPECT_TRUE(plan.dropped.empty());
  EXPECT_EQ(plan.kept.size(), kConversation.size());
  EXPECT_TRUE(plan.fits);
}

TEST(ContextPlan, DropsAsFewWholeOldestTurnsAsPossible) {
  const auto one = planned(kConversation, 199, 20);
  EXPECT_EQ(one.dropped, (Ids{2, 3}));
  EXPECT_EQ(one.tokens, 180u);
  EXPECT_EQ(one.tokensAfterDropping, 130u);
  EXPECT_EQ(idsOf(one.kept), (Ids{1, 4, 5, 6, 7, 8}));
  const auto two = planned(kConversation, 149, 20);
  EXPECT_EQ(two.dropped, (Ids{2, 3, 4, 5}));
  EXPECT_TRUE(two.fits);
}

TEST(ContextPlan, AlwaysKeepsSystemAndLastUserMessage) {
  const auto plan = planned(kConversation, 50, 20);
  EXPECT_EQ(idsOf(plan.kept), (Ids{1, 8}));
  EXPECT_EQ(plan.tokensAfterDropping, 30u);
  EXPECT_TRUE(plan.fits);
}

TEST(ContextPlan, GoesOnWithLessRoomThanWantedButNotWithNone) {
  EXPECT_TRUE(planned(kConversation, 46, 100).fits);   // 16 tokens are left
  EXPECT_FALSE(planned(kConversation, 45, 100).fits);  // 15 are too few to begin
  EXPECT_TRUE(planned(kConversation, 35, 5).fits);     // but enough when only 5 are wanted
}

TEST(ContextPlan, HandlesASingleMessageThatIsTooLong) {
  const auto plan = planned({message(Role::User, 1, 100)}, 64, 16);
  EXPECT_FALSE(plan.fits);
  EXPECT_TRUE(plan.dropped.empty());
}

TEST(ContextPlan, DropsAnAnswerWithoutAQuestionWithTheFirstTurn) {
  const auto plan = planned({message(Role::Assistant, 1, 50), message(Role::User, 2, 20), message(Role::Assistant, 3, 20),
                             message(Role::User, 4, 20)}, 64, 20);
  EXPECT_EQ(plan.dropped, (Ids{1, 2, 3}));
}

TEST(ContextPlan, FindsTheFewestTurnsForEveryContext) {
  std::vector<ChatMessage> messages;
  for (int64_t turn = 0; turn < 20; ++turn) {
    messages.push_back(message(Role::User, 2 * turn, 3 + static_cast<size_t>(turn) % 4));
    messages.push_back(message(Role::Assistant, 2 * turn + 1, 5 + static_cast<size_t>(turn) % 3));
  }
  messages.push_back(message(Role::User, 40, 5));
  for (uint32_t context = 30; context < 240; ++context) {
    // One turn after the other, as a reader would do it.
    size_t turns = 0;
    const auto tokensWithout = [&](size_t n) { return *countCharacters(std::span(messages).subspan(2 * n)); };
    while (turns < 20 && tokensWithout(turns) + 10 > context) ++turns;
    ASSERT_EQ(planned(messages, context, 10).dropped.size(), 2 * turns) << "context " << context;
  }
}

TEST(ContextPlan, PassesOnAFailureToCount) {
  const auto plan = planContext(kConversation, 100, 10, [](auto) { return Result<uint32_t>(Error("no template")); });
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().what(), "no template");
}

TEST(RoomForAnswer, IsAQuarterAndAtMost1024) {
  EXPECT_EQ(roomForAnswer(512), 128u);
  EXPECT_EQ(roomForAnswer(100000), 1024u);
}

}  // namespace
}  // namespace hearth
