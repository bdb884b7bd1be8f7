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

TEST(CostModel, OneStallDoesNotRule) {
  CostModel cost = model(0.5, 0.25, 0.1);
  const double before = cost.hostSeconds(1);
  cost.observeHost(1, 1, 10.0);
  EXPECT_LT(cost.hostSeconds(1), 2 * before);
}

}  // namespace
}  // namespace hearth
