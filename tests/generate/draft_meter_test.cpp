#include "runtime/generate/draft_meter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <random>

namespace hearth {
namespace {

// A world with known costs and acceptances.
struct World {
  std::function<double(uint32_t guesses)> seconds;
  double acceptance = 0.5;  // of each guess, given those before it
};

// Runs `steps` steps; how many were taken at each depth.
std::array<uint32_t, kGuessesMost + 1> run(DraftMeter& meter, const World& world, uint32_t steps) {
  std::array<uint32_t, kGuessesMost + 1> depths{};
  std::array<double, kGuessesMost> owed{};  // spreads acceptances evenly instead of by chance
  for (uint32_t i = 0; i < steps; ++i) {
    DraftStep step{.drafted = meter.depth()};
    step.seconds = world.seconds(step.drafted);
    for (uint32_t g = 0; g < step.drafted; ++g) {
      owed[g] += world.acceptance;
      if (owed[g] < 1) break;
      owed[g] -= 1;
      ++step.accepted;
    }
    ++depths[step.drafted];
    meter.note(step);
  }
  return depths;
}

uint32_t commonest(const std::array<uint32_t, kGuessesMost + 1>& depths) {
  return static_cast<uint32_t>(std::max_element(depths.begin(), depths.end()) - depths.begin());
}

TEST(DraftMeter, GuessesDeepWhereGuessesAreGoodAndChecksCheap) {
  DraftMeter meter;
  const auto depths = run(meter, {[](uint32_t g) { return 1 + 0.1 * g; }, 0.95}, 400);
  EXPECT_EQ(commonest(depths), kGuessesMost);
  EXPECT_GT(depths[kGuessesMost], 300u);
}

TEST(DraftMeter, StopsWhereTheFirstGuessPaysAndTheSecondDoesNot) {
  DraftMeter meter;
  // 1.6 tokens for 1.25; 1.96 for 1.7; the rate at depth 1 is the highest.
  const auto depths = run(meter, {[](uint32_t g) { return g == 0 ? 1 : 0.8 + 0.45 * g; }, 0.6}, 400);
  EXPECT_EQ(commonest(depths), 1u);
}

TEST(DraftMeter, SwitchesOffWhereCheckingCostsMoreThanItBrings) {
  DraftMeter meter;
  const auto depths = run(meter, {[](uint32_t g) { return 1.0 + g; }, 0.5}, 2000);
  EXPECT_GT(depths[0], 1950u);
  EXPECT_GT(depths[1], DraftMeter::kTrials);  // it looks now and then
  EXPECT_LT(depths[1], 50u);
}

TEST(DraftMeter, TriesWhatIsBehindADepthThatDoesNotPay) {
  DraftMeter meter;
  // Where three rows cost as much as four: 1.9, 2.71, 3.44 tokens for 1.5, 2.2, 2.25.
  const std::array<double, kGuessesMost + 1> seconds{1, 1.5, 2.2, 2.25, 3.3};
  const auto depths = run(meter, {[&](uint32_t g) { return seconds[g]; }, 0.9}, 400);
  EXPECT_EQ(commonest(depths), 3u);
}

TEST(DraftMeter, NoticesWhenExpertsGoMissing) {
  DraftMeter meter;
  (void)run(meter, {[](uint32_t g) { return 1 + 0.1 * g; }, 0.9}, 200);
  EXPECT_EQ(meter.depth(), kGuessesMost);
  (void)run(meter, {[](uint32_t g) { return 1 + 1.5 * g; }, 0.9}, 400);
  const auto depths = run(meter, {[](uint32_t g) { return 1 + 1.5 * g; }, 0.9}, 400);
  EXPECT_EQ(commonest(depths), 0u);
}

TEST(DraftMeter, NoticesWhenGuessesGetBetter) {
  DraftMeter meter;
  const auto cost = [](uint32_t g) { return 1 + 0.3 * g; };
  EXPECT_EQ(commonest(run(meter, {cost, 0.0}, 200)), 0u);
  (void)run(meter, {cost, 1.0}, 1500);
  EXPECT_GT(commonest(run(meter, {cost, 1.0}, 400)), 0u);
}

TEST(DraftMeter, IsNotMisledByOneSlowStep) {
  DraftMeter meter;
  const auto cost = [](uint32_t g) { return 1 + 0.05 * g; };
  (void)run(meter, {cost, 1.0}, 100);
  const uint32_t before = meter.depth();
  meter.note({.drafted = before, .accepted = before, .seconds = 1000});
  (void)run(meter, {cost, 1.0}, 30);
  EXPECT_EQ(meter.depth(), before);
}

TEST(DraftMeter, WaitsWithItsLookUntilThereIsAGuess) {
  DraftMeter meter;
  for (uint32_t i = 0; i < 1000; ++i) meter.note({.drafted = 0, .seconds = 1});  // no text to guess from
  EXPECT_EQ(meter.depth(), 1u);                                                  // asks still
  const auto depths = run(meter, {[](uint32_t g) { return 1 + 0.1 * g; }, 1.0}, 200);
  EXPECT_EQ(commonest(depths), kGuessesMost);
}

TEST(DraftMeter, TellsTheRateOfADepth) {
  DraftMeter meter;
  EXPECT_EQ(meter.rate(2), 0);
  meter.note({.drafted = 2, .accepted = 2, .seconds = 0.5});
  EXPECT_DOUBLE_EQ(meter.rate(2), 3 / 0.5);
}

TEST(DraftMeter, DoesTheSameWithTheSame) {
  DraftMeter a, b;
  const World world{[](uint32_t g) { return 1 + 0.37 * g; }, 0.7};
  EXPECT_EQ(run(a, world, 500), run(b, world, 500));
}

// What a step with 0 to 4 guesses takes, by what one without takes: measured (tests/bench/README.md, "Batches
// of a few tokens", "Guessing ahead"). Those of n-grams cost nothing beside the rows that are checked.
struct Costs {
  const char* of;
  std::array<double, kGuessesMost + 1> seconds;
};
constexpr Costs kMeasured[] = {{"1.5B, n-grams", {1, 1.29, 1.32, 1.67, 1.85}},
                               {"v3-mini, n-grams", {1, 1.56, 2.25, 2.61, 3.15}},
                               {"latent-dense, nextn, one thread", {1, 1.235, 1.58, 1.975, 2.36}},
                               {"latent-dense, nextn, four threads", {1, 1.15, 1.25, 1.38, 1.55}},
                               {"latent-v3, nextn", {1, 1.68, 2.1, 2.6, 3.0}},
                               {"hearth-tiny, nextn", {1, 1.6, 2.1, 2.6, 3.2}}};

double expectedTokens(uint32_t guesses, double acceptance) {
  double tokens = 1, reached = 1;
  for (uint32_t g = 0; g < guesses; ++g) tokens += reached *= acceptance;
  return tokens;
}

// A clock that is 8 % off either way and four times as slow once in a hundred steps, and guesses that come
// true by chance. Which share of the best depth's expected tokens a second is lost from the 32nd token to the
// 288th.
double lossOf(const Costs& costs, double acceptance, uint32_t seed) {
  std::mt19937 random(seed);
  const auto chance = [&] { return static_cast<double>(random()) / 0x1p32; };
  DraftMeter meter;
  double expected = 0, seconds = 0;
  for (uint32_t written = 0; written < 32 + 256;) {
    DraftStep step{.drafted = meter.depth()};
    while (step.accepted < step.drafted && chance() < acceptance) ++step.accepted;
    step.seconds = costs.seconds[step.drafted] * (0.92 + 0.16 * chance()) * (chance() < 0.01 ? 4 : 1);
    if (written >= 32) {
      expected += expectedTokens(step.drafted, acceptance);
      seconds += costs.seconds[step.drafted];
    }
    written += 1 + step.accepted;
    meter.note(step);
  }
  double best = 0;
  for (uint32_t guesses = 0; guesses <= kGuessesMost; ++guesses)
    best = std::max(best, expectedTokens(guesses, acceptance) / costs.seconds[guesses]);
  return 1 - expected / seconds / best;
}

// Chance decides too much in one answer; of sixty answers' losses the mean. The most is lost where guessing
// pays by 5 to 13 %, so that it takes long to find out.
TEST(DraftMeter, LosesLittleToTheBestDepthAtMeasuredCosts) {
  constexpr uint32_t kAnswers = 60;
  for (const Costs& costs : kMeasured) {
    for (const double acceptance : {0.0, 0.3, 0.6, 0.9}) {
      double loss = 0;
      for (uint32_t seed = 0; seed < kAnswers; ++seed) loss += lossOf(costs, acceptance, seed) / kAnswers;
      EXPECT_LT(loss, acceptance == 0.3 ? 0.04 : 0.03) << costs.of << ", acceptance " << acceptance;
    }
  }
}

}  // namespace
}  // namespace hearth
