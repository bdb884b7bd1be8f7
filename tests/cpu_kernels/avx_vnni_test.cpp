// Kernels for AVX2 with and without AVX-VNNI: both add up the same integers, so their results are the same.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <hwy/highway.h>

#include "runtime/cpu/kernels/kernels.h"
#include "tests/cpu_kernels/random_weights.h"

namespace hearth::cpu {
namespace {

class AvxVnniTest : public testing::TestWithParam<DType> {
 protected:
  void TearDown() override {
    (void)limitInstructionSet("avx-vnni");
    hwy::SetSupportedTargetsForTest(0);
  }
};

TEST_P(AvxVnniTest, GivesWhatAvx2Gives) {
  constexpr uint32_t kRows = 27, kCols = 1536, kXRows = 11;
  const auto weights = test::randomWeights(GetParam(), kRows, kCols, 7);
  const TensorView view(weights, GetParam(), kRows, kCols);
  const auto x = test::gaussian(size_t{kXRows} * kCols, 8);
  std::vector<std::byte> packed(packedRowBytes(GetParam(), kCols) * kXRows);
  const auto product = [&](const char* set) {
    EXPECT_TRUE(limitInstructionSet(set)) << set;
    EXPECT_STREQ(instructionSet(), set == std::string("avx2") ? "AVX2" : "AVX2 and VNNI");
    packRows(GetParam(), x.data(), kCols, kXRows, kCols, packed.data());
    std::vector<float> y(kXRows * kRows);
    matmul(view, packed.data(), kXRows, 0, kRows, y.data(), kRows);
    return y;
  };
  if (!limitInstructionSet("avx-vnni")) GTEST_SKIP() << "this processor has no AVX-VNNI";
  const auto with = product("avx-vnni"), without = product("avx2");
  EXPECT_EQ(with, without);
}

INSTANTIATE_TEST_SUITE_P(Formats, AvxVnniTest, testing::ValuesIn(test::kQuantized),
                         [](const auto& which) { return std::string(layoutOf(which.param).name); });

}  // namespace
}  // namespace hearth::cpu
