#include "runtime/generate/draft_meter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>

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
  const auto depths = run(meter, {[](uint32_t g) { return 1.0 + g; }, 0.8}, 2000);
  EXPECT_GT(depths[0], 1950u);
  EXPECT_GT(depths[1], DraftMeter::kTrials);  // it looks now and then
  EXPECT_LT(depths[1], 50u);
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

}  // namespace
}  // namespace hearth
