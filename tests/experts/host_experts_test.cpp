// Experts computed on the host for a device that lacks them.
#include "runtime/cpu/host_experts.h"

#include <gtest/gtest.h>

#include <vector>

#include "runtime/cpu/cpu_experts.h"
#include "tests/experts/expert_models.h"
#include "tests/support/allocation_counter.h"

namespace hearth {
namespace {

using test::Choices;
using test::Random;

constexpr uint32_t kRowsMax = 16;

class HostExpertsTest : public testing::Test {
 protected:
  void SetUp() override {
    model_ = test::loadOrFail(test::hearthTinyPath());
    ASSERT_TRUE(model_);
    layer_ = test::firstMoeLayer(*model_);
    auto made = cpu::makeHostExperts(pool_, *model_, kRowsMax);
    ASSERT_TRUE(made) << made.error().what();
    experts_ = std::move(*made);
  }
  std::vector<float> run(const std::vector<float>& h, uint32_t rows, const Choices& choices) {
    std::vector<float> out(h.size(), -1);
    EXPECT_TRUE(experts_->run(layer_, h.data(), rows, model_->config.routing->topK, choices.ids.data(),
                              choices.weights.data(), out.data()));
    return out;
  }

  ThreadPool pool_{2};
  std::unique_ptr<Model> model_;
  uint32_t layer_ = 0;
  std::unique_ptr<HostExperts> experts_;
};

// Taken apart into two halves of the places, the sums are those of the whole but for the order of additions:
// topK terms, each about as large as the sum's largest.
TEST_F(HostExpertsTest, LeavesOutPlacesOfOthers) {
  Random random(1);
  for (const uint32_t rows : {1u, 3u, 16u}) {
    const auto h = random.normals(size_t{rows} * model_->config.width);
    const Choices all = test::randomChoices(*model_->config.routing, rows, random);
    Choices some = all, others = all;
    for (size_t i = 0; i < all.ids.size(); ++i) (random.below(2) == 0 ? some : others).ids[i] = kNoExpert;
    const auto whole = run(h, rows, all), one = run(h, rows, some), two = run(h, rows, others);
    float largest = 0;
    for (const float v : whole) largest = std::max(largest, std::abs(v));
    for (size_t i = 0; i < whole.size(); ++i) ASSERT_NEAR(one[i] + two[i], whole[i], 1e-5f * largest);
  }
}

TEST_F(HostExpertsTest, GivesZeroWhenEveryPlaceIsSomebodyElses) {
  Random random(2);
  const auto h = random.normals(model_->config.width);
  Choices nobody = test::randomChoices(*model_->config.routing, 1, random);
  for (uint32_t& id : nobody.ids) id = kNoExpert;
  for (const float v : run(h, 1, nobody)) ASSERT_EQ(v, 0.0f);
}

TEST_F(HostExpertsTest, TakesMoreRowsThanPlannedInPieces) {
  Random random(3);
  const uint32_t rows = 2 * kRowsMax + 5, width = model_->config.width, topK = model_->config.routing->topK;
  const auto h = random.normals(size_t{rows} * width);
  const Choices all = test::randomChoices(*model_->config.routing, rows, random);
  const auto together = run(h, rows, all);
  for (const uint32_t r : {0u, kRowsMax, rows - 1}) {
    const std::vector<float> row(h.begin() + r * width, h.begin() + (r + 1) * width);
    const Choices one{{all.ids.begin() + r * topK, all.ids.begin() + (r + 1) * topK},
                      {all.weights.begin() + r * topK, all.weights.begin() + (r + 1) * topK}};
    const auto alone = run(row, 1, one);
    // Kernels for one row and for many add in different orders.
    for (uint32_t i = 0; i < width; ++i) ASSERT_NEAR(alone[i], together[r * width + i], 1e-3);
  }
}

TEST_F(HostExpertsTest, AllocatesNothing) {
  Random random(4);
  const uint32_t topK = model_->config.routing->topK;
  const auto h = random.normals(size_t{kRowsMax} * model_->config.width);
  const Choices all = test::randomChoices(*model_->config.routing, kRowsMax, random);
  std::vector<float> out(h.size());
  const uint64_t before = test::allocationCount();
  for (const uint32_t rows : {1u, 7u, kRowsMax}) {
    experts_->run(layer_, h.data(), rows, topK, all.ids.data(), all.weights.data(), out.data());
  }
  EXPECT_EQ(test::allocationCount(), before);
}

}  // namespace
}  // namespace hearth
