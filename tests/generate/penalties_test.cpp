#include "runtime/generate/penalties.h"

#include <gtest/gtest.h>

namespace hearth {
namespace {

using Ids = std::vector<TokenId>;

std::vector<float> afterRepetition(std::vector<float> logits, const Ids& window, const RepetitionPenalties& penalties) {
  std::vector<TokenId> scratch;
  penalizeRepetition(logits, window, penalties, scratch);
  return logits;
}

TEST(RepetitionPenalty, DividesPositiveAndMultipliesNegativeLogitsOnce) {
  EXPECT_EQ(afterRepetition({4, -4, 2, 0}, {0, 1, 0, 1}, {2.0f, 0, 0}), (std::vector<float>{2, -8, 2, 0}));
}

TEST(PresencePenalty, IsSubtractedOnce) {
  EXPECT_EQ(afterRepetition({1, 1, 1}, {2, 2, 2}, {1, 0.5f, 0}), (std::vector<float>{1, 1, 0.5f}));
}

TEST(FrequencyPenalty, IsSubtractedPerOccurrence) {
  EXPECT_EQ(afterRepetition({1, 1, 1}, {2, 0, 2, 2}, {1, 0, 0.25f}), (std::vector<float>{0.75f, 1, 0.25f}));
}

TEST(Penalties, AddUp) {
  // 6 / 1.5 - 0.5 - 2 * 0.25
  EXPECT_EQ(afterRepetition({6}, {0, 0}, {1.5f, 0.5f, 0.25f}), (std::vector<float>{3}));
}

TEST(Penalties, IgnoreTokensOutsideTheLogits) {
  EXPECT_EQ(afterRepetition({1}, {5, -1}, {2, 1, 1}), (std::vector<float>{1}));
}

std::vector<float> afterDry(const Ids& window, const DryOptions& options, const std::vector<bool>& breakers = {}) {
  std::vector<float> logits(10, 0.0f);
  DryScratch scratch;
  penalizeDry(logits, window, breakers, options, scratch);
  return logits;
}

// "1 2 3 … 1 2": 3 would prolong the repetition of two tokens.
TEST(Dry, PenalizesTheTokenThatProlongsARepetition) {
  const auto logits = afterDry({1, 2, 3, 7, 1, 2}, {0.5f, 2.0f, 2});
  std::vector<float> expected(10, 0.0f);
  expected[3] = -0.5f;  // 0.5 * 2^(2 - 2)
  EXPECT_EQ(logits, expected);
}

TEST(Dry, GrowsByTheBaseWithTheLength) {
  const auto logits = afterDry({1, 2, 3, 4, 5, 9, 1, 2, 3, 4}, {0.5f, 2.0f, 2});
  EXPECT_EQ(logits[5], -0.5f * 4);  // four tokens repeated: 2^(4 - 2)
}

TEST(Dry, LeavesShorterRepetitionsAlone) {
  EXPECT_EQ(afterDry({1, 2, 3, 7, 1, 2}, {0.5f, 2.0f, 3}), std::vector<float>(10, 0.0f));
}

TEST(Dry, TakesTheLongestOfSeveralMatches) {
  // 5 followed "3 4" and "2 3 4"; 6 followed "3 4" only.
  const auto logits = afterDry({2, 3, 4, 5, 8, 3, 4, 6, 9, 3, 4, 5, 0, 2, 3, 4}, {1.0f, 3.0f, 2});
  EXPECT_EQ(logits[5], -3.0f);
  EXPECT_EQ(logits[6], -1.0f);
}

TEST(Dry, DoesNotReachAcrossABreaker) {
  std::vector<bool> breakers(10);
  breakers[2] = true;
  // Only "3 4" after the breaker counts: two tokens, not the four that repeat.
  EXPECT_EQ(afterDry({1, 2, 3, 4, 5, 9, 1, 2, 3, 4}, {1.0f, 2.0f, 2}, breakers)[5], -1.0f);
  // Right after a breaker nothing is penalised.
  breakers[2] = false;
  breakers[4] = true;
  EXPECT_EQ(afterDry({1, 2, 3, 4, 5, 9, 1, 2, 3, 4}, {1.0f, 2.0f, 1}, breakers), std::vector<float>(10, 0.0f));
}

TEST(Dry, NeverPenalizesABreaker) {
  std::vector<bool> breakers(10);
  breakers[3] = true;
  EXPECT_EQ(afterDry({1, 2, 3, 7, 1, 2}, {0.5f, 2.0f, 2}, breakers), std::vector<float>(10, 0.0f));
}

TEST(Dry, StaysFiniteForEndlessRepetition) {
  const Ids window(1000, 4);
  const auto logits = afterDry(window, {1.0f, 10.0f, 2});
  EXPECT_EQ(logits[4], -1e6f);
}

TEST(Dry, AcceptsShortWindows) {
  EXPECT_EQ(afterDry({}, {1.0f, 2.0f, 0}), std::vector<float>(10, 0.0f));
  EXPECT_EQ(afterDry({1}, {1.0f, 2.0f, 0}), std::vector<float>(10, 0.0f));
}

}  // namespace
}  // namespace hearth
