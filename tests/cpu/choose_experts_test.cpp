// The router's rule: against the oracle for every variant, and the properties that the papers promise.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <set>

#include "runtime/cpu/choose_experts.h"
#include "tests/support/random_data.h"
#include "tests/support/reference_ops.h"

namespace hearth {
namespace {

struct Chosen {
  std::vector<uint32_t> experts;
  std::vector<float> weights;
};

Chosen choose(const Routing& rule, const std::vector<float>& scores, const std::vector<float>& bias = {}) {
  Chosen chosen{std::vector<uint32_t>(rule.topK), std::vector<float>(rule.topK)};
  std::vector<float> scratch(cpu::chooseExpertsScratch(rule));
  cpu::chooseExperts(rule, scores.data(), bias, scratch.data(), chosen.experts.data(), chosen.weights.data());
  return chosen;
}

class ChooseExperts : public testing::TestWithParam<std::tuple<Gating, uint32_t, GroupScore, bool, bool>> {};

TEST_P(ChooseExperts, AgreesWithTheOracle) {
  const auto [gating, groups, groupScore, normalize, biased] = GetParam();
  const Routing rule{.experts = 24,
                     .topK = 4,
                     .groups = groups,
                     .topKGroups = groups / 2 + 1,
                     .groupScore = groupScore,
                     .gating = gating,
                     .normalizeWeights = normalize,
                     .scale = 2.5f};
  test::Random random(40);
  for (int repeat = 0; repeat < 50; ++repeat) {
    const auto scores = random.normals(24, 2);
    const auto bias = biased ? random.normals(24, 0.1) : std::vector<float>{};
    const Chosen actual = choose(rule, scores, bias);

    const auto oracle = test::makeReferenceOps();
    std::vector<uint32_t> expected;
    oracle->traceRouting(
        [&](uint32_t, uint32_t, std::span<const uint32_t> e) { expected.assign(e.begin(), e.end()); });
    oracle->route(oracle->upload(scores, 1, 24), rule, bias, 0);
    EXPECT_EQ(actual.experts, expected);
  }
}

std::string nameOf(const testing::TestParamInfo<ChooseExperts::ParamType>& info) {
  const auto [gating, groups, groupScore, normalize, biased] = info.param;
  return std::string(gating == Gating::Softmax ? "Softmax_" : "Sigmoid_") + std::to_string(groups) +
         "Groups_" + (groupScore == GroupScore::Max ? "Max" : "TopTwoSum") +
         (normalize ? "_Normalized" : "") + (biased ? "_Biased" : "");
}

INSTANTIATE_TEST_SUITE_P(AllVariants, ChooseExperts,
                         testing::Combine(testing::Values(Gating::Softmax, Gating::Sigmoid),
                                          testing::Values(1u, 4u, 8u),
                                          testing::Values(GroupScore::Max, GroupScore::TopTwoSum),
                                          testing::Bool(), testing::Bool()),
                         nameOf);

TEST(Routing, BiasMovesTheChoiceAndNotTheWeights) {
  const Routing rule{.experts = 4, .topK = 1, .gating = Gating::Sigmoid};
  const std::vector<float> scores{2, 0, 0, 0};
  EXPECT_EQ(choose(rule, scores).experts, std::vector<uint32_t>{0});
  const Chosen chosen = choose(rule, scores, {0, 0, 1, 0});
  EXPECT_EQ(chosen.experts, std::vector<uint32_t>{2});
  EXPECT_FLOAT_EQ(chosen.weights[0], 0.5f);  // sigmoid(0), without the bias
}

TEST(Routing, NormalisedWeightsAddUpToTheScale) {
  const Routing rule{
      .experts = 16, .topK = 6, .gating = Gating::Sigmoid, .normalizeWeights = true, .scale = 2.5f};
  test::Random random(41);
  const Chosen chosen = choose(rule, random.normals(16));
  EXPECT_NEAR(std::accumulate(chosen.weights.begin(), chosen.weights.end(), 0.0f), 2.5f, 6 * 2.5f * 1.2e-7f);
}

TEST(Routing, SoftmaxNormalisesOverAllExperts) {
  const Routing rule{.experts = 4, .topK = 2, .gating = Gating::Softmax, .scale = 16};
  const Chosen chosen = choose(rule, {0, 0, 0, 0});
  EXPECT_EQ(chosen.experts, (std::vector<uint32_t>{0, 1}));  // ties: the first ones
  EXPECT_FLOAT_EQ(chosen.weights[0], 0.25f * 16);
}

// Sigmoids of very negative scores underflow to zero; zero divided by zero would poison the whole answer.
TEST(Routing, GatesThatAllVanishGiveZeroWeights) {
  const Routing rule{.experts = 4, .topK = 2, .gating = Gating::Sigmoid, .normalizeWeights = true};
  for (const float weight : choose(rule, {-200, -200, -200, -200}).weights) EXPECT_EQ(weight, 0.0f);
}

// V2 keeps the group of the single best expert, V3 the group of the best pair (facts: both are in use).
TEST(Routing, GroupScoreDecidesWhichGroupStays) {
  Routing rule{.experts = 4, .topK = 2, .groups = 2, .topKGroups = 1, .gating = Gating::Sigmoid};
  const std::vector<float> scores{3, -9, 2, 2};
  rule.groupScore = GroupScore::Max;
  EXPECT_EQ(choose(rule, scores).experts, (std::vector<uint32_t>{0, 1}));
  rule.groupScore = GroupScore::TopTwoSum;
  EXPECT_EQ(choose(rule, scores).experts, (std::vector<uint32_t>{2, 3}));
}

TEST(Routing, EveryChoiceHasDistinctExpertsOfKeptGroups) {
  const Routing rule{.experts = 64, .topK = 8, .groups = 8, .topKGroups = 3, .gating = Gating::Sigmoid};
  test::Random random(42);
  for (int repeat = 0; repeat < 100; ++repeat) {
    const Chosen chosen = choose(rule, random.normals(64));
    std::set<uint32_t> groups;
    for (uint32_t e : chosen.experts) groups.insert(e / 8);
    EXPECT_EQ(std::set<uint32_t>(chosen.experts.begin(), chosen.experts.end()).size(), 8u);
    EXPECT_LE(groups.size(), 3u);
  }
}

}  // namespace
}  // namespace hearth
