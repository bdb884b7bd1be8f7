// Every filter against distributions worked out by hand. Probabilities are chosen with gaps far wider than float
// rounding, so that "which candidates stay" has one right answer.
#include "runtime/generate/candidates.h"

#include <cmath>
#include <limits>
#include <random>

#include <gtest/gtest.h>

namespace hearth {
namespace {

// Candidates 0, 1, … with these probabilities.
std::vector<Candidate> withProbabilities(const std::vector<double>& probabilities) {
  std::vector<float> logits;
  for (const double p : probabilities) logits.push_back(static_cast<float>(std::log(p)));
  std::vector<Candidate> candidates;
  collect(logits, candidates);
  softmax(candidates);
  return candidates;
}

std::vector<TokenId> idsOf(const std::vector<Candidate>& candidates) {
  std::vector<TokenId> ids;
  for (const Candidate& candidate : candidates) ids.push_back(candidate.id);
  return ids;
}

void expectProbabilities(const std::vector<Candidate>& candidates, const std::vector<double>& expected) {
  ASSERT_EQ(candidates.size(), expected.size());
  // The logarithm, the exponential (2e-7 each) and a sum and a division of a handful of floats.
  for (size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(candidates[i].probability, expected[i], 1e-6) << "at " << i;
}

using Ids = std::vector<TokenId>;

TEST(ExponentialOfNegative, AgreesWithTheLibraryInDouble) {
  double worst = 0;
  for (float x = 0; x > -87.0f; x -= 0.00137f) {
    const double expected = std::exp(double{x});
    worst = std::max(worst, std::abs(exponentialOfNegative(x) - expected) / expected);
  }
  EXPECT_LT(worst, 2e-7);
}

TEST(ExponentialOfNegative, IsExactAtZeroAndVanishesBelowTheRangeOfFloats) {
  EXPECT_EQ(exponentialOfNegative(0.0f), 1.0f);
  EXPECT_EQ(exponentialOfNegative(-87.5f), 0.0f);
  EXPECT_EQ(exponentialOfNegative(-std::numeric_limits<float>::infinity()), 0.0f);
}

TEST(Collect, LeavesOutImpossibleTokens) {
  std::vector<Candidate> candidates;
  const std::vector<float> logits = {1, -std::numeric_limits<float>::infinity(), 3};
  collect(logits, candidates);
  EXPECT_EQ(idsOf(candidates), (Ids{0, 2}));
}

TEST(Softmax, GivesTheProbabilitiesThatMadeTheLogits) {
  expectProbabilities(withProbabilities({0.5, 0.25, 0.125, 0.125}), {0.5, 0.25, 0.125, 0.125});
}

TEST(Softmax, AgreesWithDoubleOverALargeVocabulary) {
  std::mt19937 random(7);
  std::normal_distribution<float> normal(0, 3);
  std::vector<float> logits(1003);  // not a multiple of the block
  for (float& logit : logits) logit = normal(random);
  std::vector<Candidate> candidates;
  collect(logits, candidates);
  softmax(candidates);
  double sum = 0;
  for (const float logit : logits) sum += std::exp(double{logit});
  // Exponential 2e-7, the float subtraction of logits up to 20 (half an ulp, 1e-6), block sums, scaling.
  for (size_t i = 0; i < logits.size(); ++i) {
    const double expected = std::exp(double{logits[i]}) / sum;
    ASSERT_NEAR(candidates[i].probability, expected, 3e-6 * expected) << "at " << i;
  }
}

TEST(TopK, KeepsTheBestInOrder) {
  auto candidates = withProbabilities({0.1, 0.4, 0.2, 0.3});
  keepTopK(candidates, 2);
  EXPECT_EQ(idsOf(candidates), (Ids{1, 3}));
}

TEST(TopK, KeepsAllWhenKIsLarger) {
  auto candidates = withProbabilities({0.1, 0.6, 0.3});
  keepTopK(candidates, 50);
  EXPECT_EQ(idsOf(candidates), (Ids{1, 2, 0}));
}

TEST(TopK, PrefersTheLowerIdAmongEquals) {
  auto candidates = withProbabilities({0.2, 0.2, 0.4, 0.2});
  keepTopK(candidates, 3);
  EXPECT_EQ(idsOf(candidates), (Ids{2, 0, 1}));
}

TEST(TopK, BothWaysOfSelectingAgree) {
  std::mt19937 random(3);
  std::vector<float> logits(5000);
  for (float& logit : logits) logit = static_cast<float>(random() % 700);  // many equal ones
  std::vector<Candidate> heap, select;
  collect(logits, heap);
  select = heap;
  keepTopK(heap, 1024);
  keepTopK(select, 1025);
  select.resize(1024);
  EXPECT_EQ(idsOf(heap), idsOf(select));
}

TEST(TopP, KeepsTheShortestPrefixThatReachesTheMass) {
  auto candidates = withProbabilities({0.15, 0.5, 0.05, 0.3});
  keepTopP(candidates, 0.75f);
  EXPECT_EQ(idsOf(candidates), (Ids{1, 3}));
  expectProbabilities(candidates, {0.625, 0.375});  // 0.5 and 0.3 of 0.8
}

TEST(TopP, KeepsTheBestEvenForZero) {
  auto candidates = withProbabilities({0.3, 0.7});
  keepTopP(candidates, 0.0f);
  EXPECT_EQ(idsOf(candidates), (Ids{1}));
  expectProbabilities(candidates, {1.0});
}

TEST(TopP, ReachesBeyondTheFirstSortedPrefix) {
  const std::vector<double> flat(1000, 0.001);
  auto candidates = withProbabilities(flat);
  keepTopP(candidates, 0.4505f);  // between 450 and 451 thousandths
  EXPECT_EQ(candidates.size(), 451u);
  for (TokenId id = 0; id < 451; ++id) ASSERT_EQ(candidates[static_cast<size_t>(id)].id, id);
}

TEST(MinP, KeepsThoseNearTheBest) {
  auto candidates = withProbabilities({0.5, 0.3, 0.15, 0.05});
  keepMinP(candidates, 0.2f);  // at least 0.1
  EXPECT_EQ(idsOf(candidates), (Ids{0, 1, 2}));
  expectProbabilities(candidates, {0.5 / 0.95, 0.3 / 0.95, 0.15 / 0.95});
}

TEST(MinP, OfOneKeepsTheBest) {
  auto candidates = withProbabilities({0.2, 0.5, 0.3});
  keepMinP(candidates, 1.0f);
  EXPECT_EQ(idsOf(candidates), (Ids{1}));
}

// Surprises (nats): 0.5 -> 0.693, 0.25 -> 1.386, 0.15 -> 1.897, 0.1 -> 2.303; entropy 0.347 + 0.347 + 0.285 +
// 0.230 = 1.208. Distances: 0.515, 0.178, 0.689, 1.094: the order is 1, 0, 2, 3.
TEST(Typical, TakesTheClosestToTheEntropyFirst) {
  auto candidates = withProbabilities({0.5, 0.25, 0.15, 0.1});
  keepTypical(candidates, 0.2f);
  EXPECT_EQ(idsOf(candidates), (Ids{1}));
  candidates = withProbabilities({0.5, 0.25, 0.15, 0.1});
  keepTypical(candidates, 0.7f);
  EXPECT_EQ(idsOf(candidates), (Ids{1, 0}));
  expectProbabilities(candidates, {1.0 / 3, 2.0 / 3});
  candidates = withProbabilities({0.5, 0.25, 0.15, 0.1});
  keepTypical(candidates, 0.8f);
  EXPECT_EQ(idsOf(candidates), (Ids{1, 0, 2}));
}

TEST(ExcludeTopChoices, KeepsTheLeastProbableOfThoseAboveTheThreshold) {
  auto candidates = withProbabilities({0.4, 0.3, 0.2, 0.1});
  excludeTopChoices(candidates, 0.15f);
  EXPECT_EQ(idsOf(candidates), (Ids{2, 3}));
  expectProbabilities(candidates, {2.0 / 3, 1.0 / 3});
}

TEST(ExcludeTopChoices, LeavesASingleChoiceAlone) {
  auto candidates = withProbabilities({0.7, 0.2, 0.1});
  excludeTopChoices(candidates, 0.5f);
  EXPECT_EQ(idsOf(candidates), (Ids{0, 1, 2}));
}

TEST(Temperature, RaisesProbabilitiesToItsInverse) {
  auto candidates = withProbabilities({0.6, 0.3, 0.1});
  applyTemperature(candidates, 0.5f);  // squares: 0.36, 0.09, 0.01 of 0.46
  expectProbabilities(candidates, {0.36 / 0.46, 0.09 / 0.46, 0.01 / 0.46});
}

TEST(Temperature, ApproachesGreedyWithoutNaN) {
  auto candidates = withProbabilities({0.6, 0.3, 0.1});
  applyTemperature(candidates, 1e-38f);
  expectProbabilities(candidates, {1, 0, 0});
}

}  // namespace
}  // namespace hearth
