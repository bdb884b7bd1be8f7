// The router on the device chooses as the one on the CPU.
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "runtime/cpu/choose_experts.h"
#include "runtime/vulkan/kernels.h"
#include "tests/vulkan/gpu_fixture.h"

namespace hearth::vulkan {
namespace {

class RouteTest : public test::GpuTest {
 protected:
  // Scores on a grid: equal ones occur, and different ones are further apart than any rounding.
  static std::vector<float> onGrid(size_t n, uint32_t seed) {
    std::mt19937 random(seed);
    std::uniform_int_distribution<int> steps(-100, 100);
    std::vector<float> values(n);
    for (float& v : values) v = static_cast<float>(steps(random)) / 32.0f;
    return values;
  }

  void expectSameChoice(const Routing& rule, bool biased, uint32_t rows, uint32_t seed) {
    const std::vector<float> scores = onGrid(size_t{rows} * rule.experts, seed);
    const std::vector<float> bias = biased ? onGrid(rule.experts, seed + 1) : std::vector<float>();
    const size_t places = size_t{rows} * rule.topK;
    const Buffer deviceScores = upload(scores), deviceBias = upload(bias);
    const Buffer ids = room(places * 4), weights = room(places * 4);
    run([&](Recorder& r) {
      route(r, {deviceScores.address(), rows, rule.experts}, rule, biased ? deviceBias.address() : 0,
            {ids.address(), weights.address(), rows, rule.topK});
    });
    const auto actualIds = read<uint32_t>(ids, places);
    const auto actualWeights = read<float>(weights, places);
    std::vector<float> scratch(cpu::chooseExpertsScratch(rule)), expectedWeights(rule.topK);
    std::vector<uint32_t> expectedIds(rule.topK);
    for (uint32_t row = 0; row < rows; ++row) {
      cpu::chooseExperts(rule, &scores[size_t{row} * rule.experts], bias, scratch.data(), expectedIds.data(),
                         expectedWeights.data());
      for (uint32_t k = 0; k < rule.topK; ++k) {
        const size_t at = size_t{row} * rule.topK + k;
        ASSERT_EQ(actualIds[at], expectedIds[k]) << "row " << row << ", choice " << k;
        // Two float32 evaluations of exp(|x| < 7) / sum of up to 512, each within 17 + 256 units in the last
        // place at worst, and the norm over topK such weights.
        ASSERT_NEAR(actualWeights[at], expectedWeights[k], 1e-4f * std::abs(expectedWeights[k]));
      }
    }
  }
};

TEST_F(RouteTest, ChoosesBySoftmax) {
  expectSameChoice({.experts = 64, .topK = 6, .gating = Gating::Softmax}, false, 5, 1);
  expectSameChoice({.experts = 128, .topK = 8, .gating = Gating::Softmax, .normalizeWeights = true}, false, 3,
                   2);
}

TEST_F(RouteTest, ChoosesBySigmoidWithBias) {
  expectSameChoice(
      {.experts = 256, .topK = 8, .gating = Gating::Sigmoid, .normalizeWeights = true, .scale = 2.5f}, true,
      4, 3);
}

TEST_F(RouteTest, KeepsTheBestGroups) {
  Routing rule{.experts = 256,
               .topK = 8,
               .groups = 8,
               .topKGroups = 4,
               .groupScore = GroupScore::TopTwoSum,
               .gating = Gating::Sigmoid,
               .normalizeWeights = true,
               .scale = 2.5f};
  expectSameChoice(rule, true, 6, 4);
  rule = {.experts = 160,
          .topK = 6,
          .groups = 8,
          .topKGroups = 3,
          .groupScore = GroupScore::Max,
          .gating = Gating::Softmax,
          .scale = 16.0f};
  expectSameChoice(rule, false, 6, 5);
}

// As on a device whose subgroups cannot add.
TEST_F(RouteTest, ChoosesThroughSharedMemory) {
  const KernelChoice usual = gpu().pipelines().choice();
  KernelChoice choice = usual;
  choice.subgroups = false;
  gpu().pipelines().choose(choice);
  expectSameChoice({.experts = 100, .topK = 6, .normalizeWeights = true}, false, 3, 10);
  gpu().pipelines().choose(usual);
}

TEST_F(RouteTest, ManagesTheSmallestAndTheLargest) {
  expectSameChoice({.experts = 1, .topK = 1}, false, 2, 6);
  expectSameChoice({.experts = 7, .topK = 7, .normalizeWeights = true}, false, 2, 7);
  expectSameChoice({.experts = 512, .topK = 32, .gating = Gating::Sigmoid}, false, 2, 8);
}

// All experts of the kept groups are chosen and there are places left: both take the first of those that
// lost.
TEST_F(RouteTest, FallsBackToTheFirstLikeTheCpu) {
  expectSameChoice({.experts = 16, .topK = 6, .groups = 4, .topKGroups = 1, .groupScore = GroupScore::Max},
                   false, 4, 9);
}

TEST_F(RouteTest, GivesTheLowestIdsOfEquals) {
  const Routing rule{.experts = 64, .topK = 4, .normalizeWeights = true};
  const Buffer scores = upload(std::vector<float>(64, 1.5f)), ids = room(16), weights = room(16);
  run([&](Recorder& r) {
    route(r, {scores.address(), 1, 64}, rule, 0, {ids.address(), weights.address(), 1, 4});
  });
  EXPECT_EQ(read<uint32_t>(ids, 4), (std::vector<uint32_t>{0, 1, 2, 3}));
  for (const float weight : read<float>(weights, 4)) EXPECT_NEAR(weight, 0.25f, 1e-6f);
}

}  // namespace
}  // namespace hearth::vulkan
