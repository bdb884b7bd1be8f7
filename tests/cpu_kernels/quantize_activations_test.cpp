// Rounding activations to int8 on every instruction set of this machine: against the rule in double, and
// alike to the last bit, so that a text does not depend on the processor for that.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include <hwy/highway.h>
#include <hwy/targets.h>

#include "runtime/cpu/kernels/matmul.h"
#include "tests/support/random_data.h"

namespace hearth::cpu {
namespace {

class QuantizeActivations : public testing::TestWithParam<uint32_t> {
 protected:
  void TearDown() override { hwy::SetSupportedTargetsForTest(0); }
};

std::vector<ActivationChunk> quantized(const std::vector<float>& x) {
  std::vector<ActivationChunk> chunks(chunksOf(static_cast<uint32_t>(x.size())));
  std::memset(static_cast<void*>(chunks.data()), 0x55, chunks.size() * sizeof(ActivationChunk));
  quantizeActivations(x.data(), static_cast<uint32_t>(x.size()), chunks.data());
  return chunks;
}

// Normal numbers with a group of zeros, a loud one and a faint one.
std::vector<float> numbers(uint32_t cols) {
  test::Random random(cols);
  std::vector<float> x = random.normals(cols);
  for (uint32_t i = 0; i < cols; ++i) {
    if (i / 32 % 5 == 1) x[i] = 0;
    if (i / 32 % 5 == 2) x[i] *= 1e20f;
    if (i / 32 % 5 == 3) x[i] *= 1e-20f;
  }
  return x;
}

TEST_P(QuantizeActivations, RoundsEachGroupToItsLargest) {
  const std::vector<float> x = numbers(GetParam());
  for (const int64_t target : hwy::SupportedAndGeneratedTargets()) {
    hwy::SetSupportedTargetsForTest(target);
    const auto chunks = quantized(x);
    for (size_t first = 0; first < chunks.size() * kChunk; first += 32) {
      const ActivationChunk& chunk = chunks[first / kChunk];
      const size_t group = first % kChunk / 32;
      double peak = 0;
      const auto at = [&](size_t i) { return i < x.size() ? double{x[i]} : 0.0; };
      for (size_t i = first; i < first + 32; ++i) peak = std::max(peak, std::abs(at(i)));
      ASSERT_NEAR(chunk.scales[group], peak / 127, peak * 1e-7) << hwy::TargetName(target);
      int sums[2] = {};
      for (size_t i = 0; i < 32; ++i) {
        const int q = chunk.q[group * 32 + i];
        sums[i / 16] += q;
        ASSERT_LE(std::abs(q * (peak / 127) - at(first + i)), peak / 127 * 0.50001)
            << hwy::TargetName(target) << " at " << first + i;
      }
      for (size_t half = 0; half < 2; ++half)
        ASSERT_FLOAT_EQ(chunk.halfSums[2 * group + half],
                        chunk.scales[group] * static_cast<float>(sums[half]));
      ASSERT_FLOAT_EQ(chunk.sums[group], chunk.scales[group] * static_cast<float>(sums[0] + sums[1]));
    }
  }
}

TEST_P(QuantizeActivations, IsTheSameOnEveryInstructionSet) {
  const std::vector<float> x = numbers(GetParam());
  std::vector<ActivationChunk> expected;
  for (const int64_t target : hwy::SupportedAndGeneratedTargets()) {
    hwy::SetSupportedTargetsForTest(target);
    const auto chunks = quantized(x);
    if (expected.empty()) expected = chunks;
    for (size_t c = 0; c < chunks.size(); ++c) {
      const auto same = [](const auto& a, const auto& b) { return std::memcmp(&a, &b, sizeof a) == 0; };
      EXPECT_TRUE(same(chunks[c].q, expected[c].q)) << hwy::TargetName(target);
      EXPECT_TRUE(same(chunks[c].scales, expected[c].scales)) << hwy::TargetName(target);
      EXPECT_TRUE(same(chunks[c].sums, expected[c].sums)) << hwy::TargetName(target);
      EXPECT_TRUE(same(chunks[c].halfSums, expected[c].halfSums)) << hwy::TargetName(target);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Widths, QuantizeActivations,
                         testing::Values(1u, 32u, 40u, 256u, 257u, 1000u, 2048u));

}  // namespace
}  // namespace hearth::cpu
