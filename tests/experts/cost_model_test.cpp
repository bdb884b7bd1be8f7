// The cost model on examples worked by hand.
#include "runtime/experts/cost_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace hearth {
namespace {

// 1 MB experts over a bus of 1 GB/s: C = 1 ms.
CostModel model(double hostMs, double hostMsPerRow, double deviceMs) {
  CostModel cost(1'000'000);
  cost.calibrateBus(1e9);
  const RowsAndSeconds host[] = {{1, (hostMs + hostMsPerRow) / 1e3},
                                 {1024, (hostMs + 1024 * hostMsPerRow) / 1e3}};
  const RowsAndSeconds device[] = {{1, deviceMs / 1e3}, {8192, deviceMs / 1e3}};
  cost.calibrateHost(host);
  cost.calibrateDevice(device);
  return cost;
}

TEST(CostModel, InterpolatesBetweenMeasuredRows) {
  const CostModel cost = model(0.5, 0.25, 0.1);
  EXPECT_NEAR(cost.hostSeconds(1), 0.75e-3, 1e-9);
  EXPECT_NEAR(cost.hostSeconds(4), 1.5e-3, 1e-9);
  EXPECT_NEAR(cost.hostSeconds(100), 25.5e-3, 1e-9);
  EXPECT_NEAR(cost.hostSeconds(2048), 513e-3, 1e-3);  // beyond: in proportion to the rows
  EXPECT_NEAR(cost.copySeconds(), 1e-3, 1e-12);
}

TEST(CostModel, ComputesASingleMissOfOneRowUnlessTheHostIsSlow) {
  MissPlan plan{};
  const uint32_t one = 1;
  // H = 0.3 ms < C + D = 1.1 ms
  EXPECT_NEAR(model(0.2, 0.1, 0.1).serve({&one, 1}, {&plan, 1}), 0.3e-3, 1e-9);
  EXPECT_EQ(plan, MissPlan::Compute);
  // H = 2 ms
  EXPECT_NEAR(model(1, 1, 0.1).serve({&one, 1}, {&plan, 1}), 1.1e-3, 1e-9);
  EXPECT_EQ(plan, MissPlan::Copy);
}

// H(1) = 1 ms, C = 1 ms, D = 0: of four misses the bus brings two while the host computes two.
TEST(CostModel, LetsHostAndBusWorkAtTheSameTime) {
  const uint32_t rows[] = {1, 1, 1, 1};
  MissPlan plans[4];
  EXPECT_NEAR(model(0, 1, 0).serve(rows, plans), 2e-3, 1e-9);
  EXPECT_EQ(std::count(std::begin(plans), std::end(plans), MissPlan::Copy), 2);
}

// H(r) = 0.1 ms r, C = 1 ms, D = 0.1 ms. Computing costs 0.1 + 0.2 + 10 + 0.3 + 5 ms. Copying the two large
// ones takes max(0.6, 2.1) ms; copying one max(5.6, 1.1); three max(0.3, 3.1).
TEST(CostModel, CopiesThoseWithTheMostRows) {
  const uint32_t rows[] = {1, 2, 100, 3, 50};
  MissPlan plans[5];
  EXPECT_NEAR(model(0, 0.1, 0.1).serve(rows, plans), 2.1e-3, 1e-9);
  const MissPlan expected[] = {MissPlan::Compute, MissPlan::Compute, MissPlan::Copy, MissPlan::Compute,
                               MissPlan::Copy};
  EXPECT_TRUE(std::equal(std::begin(plans), std::end(plans), std::begin(expected)));
}

TEST(CostModel, AssumesTheKnownBreakEvenBeforeItIsMeasured) {
  CostModel cost(1'000'000);
  EXPECT_NEAR(cost.hostSeconds(32), cost.copySeconds(), 1e-12);
  MissPlan plan{};
  const uint32_t few = 31, many = 33;
  cost.serve({&few, 1}, {&plan, 1});
  EXPECT_EQ(plan, MissPlan::Compute);
  cost.serve({&many, 1}, {&plan, 1});
  EXPECT_EQ(plan, MissPlan::Copy);
}

// C = 1 ms, H(1) - D(1) = 0.25 ms: more than four uses pay.
TEST(CostModel, MovesPayWhenTheyAreReused) {
  const CostModel cost = model(0.25, 0.1, 0.1);
  EXPECT_FALSE(cost.worthMoving(3.9));
  EXPECT_TRUE(cost.worthMoving(4.1));
  EXPECT_EQ(cost.movesPerStep(0.050, 3.9), 0u);
  EXPECT_EQ(cost.movesPerStep(0.050, 4.1), 25u);  // half of 50 ms
  EXPECT_EQ(cost.movesPerStep(0.001, 4.1), 1u);
}

// A device slower than the host (a software renderer) never gains from residency.
TEST(CostModel, NothingMovesToASlowDevice) {
  const CostModel cost = model(0.1, 0.1, 5);
  EXPECT_EQ(cost.movesPerStep(1.0, 1000), 0u);
  const uint32_t rows[] = {4, 9, 30};
  MissPlan plans[3];
  cost.serve(rows, plans);
  EXPECT_EQ(std::count(std::begin(plans), std::end(plans), MissPlan::Copy), 0);
}

TEST(CostModel, FollowsWhatItSees) {
  CostModel cost = model(0.5, 0.25, 0.1);
  for (int i = 0; i < 200; ++i) cost.observeHost(6, 3, 6 * 5e-3);
  EXPECT_NEAR(cost.hostSeconds(3), 5e-3, 0.05e-3);
  EXPECT_NEAR(cost.hostSeconds(512), 128.5e-3, 1e-3);  // far away nothing changed
  for (int i = 0; i < 200; ++i) cost.observeBus(3'000'000, 1e-3);
  EXPECT_NEAR(cost.busBytesPerSecond(), 3e9, 1e6);
}

// One observation moves nothing by more than 4 to the power of kNewShare, neither up nor down.
TEST(CostModel, OneStallDoesNotRule) {
  constexpr double kMost = 1.149;
  for (const double factor : {1e-6, 1e6}) {
    CostModel cost = model(0.5, 0.25, 0.1);
    const double host = cost.hostSeconds(1), device = cost.deviceSeconds(1), copy = cost.copySeconds();
    cost.observeHost(1, 1, factor * host);
    cost.observeDevice(1, 1, factor * device);
    cost.observeBus(1'000'000, factor * copy);
    for (const double ratio :
         {cost.hostSeconds(1) / host, cost.deviceSeconds(1) / device, cost.copySeconds() / copy}) {
      EXPECT_LT(std::max(ratio, 1 / ratio), kMost);
      EXPECT_GT(std::max(ratio, 1 / ratio), 1.1);
    }
  }
}

// Another program takes the bus, then the processor, then the card.
TEST(CostModel, DecidesAnewWhenSpeedsChange) {
  CostModel cost = model(0, 1, 0.1);  // H(1) = C = 1 ms
  const uint32_t rows[] = {1, 1, 1, 1};
  MissPlan plans[4];
  const auto copies = [&] {
    cost.serve(rows, plans);
    return std::count(std::begin(plans), std::end(plans), MissPlan::Copy);
  };
  const auto often = [](const auto& observe) {
    for (int i = 0; i < 100; ++i) observe();
  };
  EXPECT_EQ(copies(), 2);  // 2.1 ms; one would take 3 ms, three 3.1 ms
  EXPECT_EQ(cost.movesPerStep(0.050, 2), 25u);
  often([&] { cost.observeBus(1'000'000, 20e-3); });
  EXPECT_EQ(copies(), 0);
  EXPECT_EQ(cost.movesPerStep(0.050, 2), 0u) << "two uses are not worth the bus any more";
  often([&] { cost.observeHost(4, 1, 4 * 50e-3); });
  EXPECT_EQ(copies(), 3);  // C = 20 ms, H = 50 ms: 60.1 ms; two would take 100 ms
  EXPECT_EQ(cost.movesPerStep(0.050, 2), 1u);
  often([&] { cost.observeDevice(4, 1, 4 * 60e-3); });
  EXPECT_EQ(copies(), 2);  // D = 60 ms: 140 ms; three would take 200 ms
  EXPECT_EQ(cost.movesPerStep(0.050, 2), 0u);
}

}  // namespace
}  // namespace hearth
