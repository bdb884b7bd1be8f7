// The best logits, in order, whatever the logits are.
#include <algorithm>
#include <cmath>

#include "runtime/vulkan/kernels.h"
#include "tests/support/random_data.h"
#include "tests/vulkan/gpu_fixture.h"

namespace hearth::vulkan {
namespace {

using hearth::test::Random;
using test::GpuTest;

class TopLogitsTest : public GpuTest {
 protected:
  void expectTop(const std::vector<float>& logits, uint32_t k) {
    const auto vocab = static_cast<uint32_t>(logits.size());
    const Buffer from = upload(logits), ids = room(k * 4), values = room(k * 4);
    const Buffer scratch = room(std::max<size_t>(topLogitsScratchBytes(vocab, k), 4));
    run([&](Recorder& r) {
      topLogits(r, {.at = from.address(), .rows = 1, .cols = vocab}, k, scratch.address(), ids.address(),
                values.address());
    });
    std::vector<BestLogit> best(k);
    selectBest(logits, best);
    const auto actualIds = read<int32_t>(ids, k);
    const auto actualValues = read<float>(values, k);
    for (uint32_t i = 0; i < k; ++i) {
      ASSERT_EQ(actualIds[i], best[i].id) << "place " << i << " of " << vocab;
      if (std::isnan(best[i].logit)) {
        ASSERT_TRUE(std::isnan(actualValues[i])) << "place " << i << " of " << vocab;
      } else {
        ASSERT_EQ(actualValues[i], best[i].logit) << "place " << i << " of " << vocab;
      }
    }
  }
};

TEST_F(TopLogitsTest, AreTheLargestInOrder) {
  Random random(1);
  expectTop(random.normals(1), 1);
  expectTop(random.normals(1024), 40);
  expectTop(random.normals(1025), 256);
  expectTop(random.normals(5003), 7);
  expectTop(random.normals(5003), 256);
}

TEST_F(TopLogitsTest, ManyStagesForALargeVocabulary) { expectTop(Random(2).normals(256 * 1024, 10), 256); }

TEST_F(TopLogitsTest, EqualOnesGoByTheLowerId) {
  Random random(3);
  std::vector<float> logits(3000);
  for (float& v : logits) v = static_cast<float>(random.below(5)) - 2;
  expectTop(logits, 100);
  std::fill(logits.begin(), logits.end(), 0.5f);
  expectTop(logits, 100);
  for (size_t i = 0; i < logits.size(); ++i) logits[i] = i % 3 == 0 ? -0.0f : 0.0f;
  expectTop(logits, 100);
}

TEST_F(TopLogitsTest, WhatIsNoNumberComesFirst) {
  std::vector<float> logits = Random(4).normals(1500);
  for (size_t i = 0; i < logits.size(); ++i) {
    if (i % 3 == 0) logits[i] = i % 2 == 0 ? NAN : -NAN;
    if (i % 7 == 0) logits[i] = -INFINITY;
  }
  logits[700] = INFINITY;
  expectTop(logits, 256);
  std::fill(logits.begin(), logits.end(), NAN);
  expectTop(logits, 20);
}

TEST_F(TopLogitsTest, FewerLogitsThanAskedForLeaveMarkedPlaces) {
  expectTop(Random(5).normals(30), 64);
  expectTop({NAN, 1, -INFINITY}, 8);
}

}  // namespace
}  // namespace hearth::vulkan
