#include "runtime/convert/input_products.h"

#include <gtest/gtest.h>
#include <hwy/targets.h>

#include <cmath>
#include <random>

namespace hearth {
namespace {

TEST(InputProducts, AreSumsOverTheColumnsOfABlock) {
  constexpr uint32_t kCols = 256 + 45;  // a last block that is no whole vectors
  constexpr size_t kRows = 21;          // the last ones wait for others
  std::mt19937 random(1);
  std::normal_distribution<float> normal;
  std::vector<std::vector<float>> rows(kRows, std::vector<float>(kCols));
  for (auto& row : rows) {
    for (float& value : row) value = normal(random);
  }
  ASSERT_EQ(InputProducts::sizeOf(kCols), 256 * 256 + 45 * 45u);
  for (const int64_t target : hwy::SupportedAndGeneratedTargets()) {
    hwy::SetSupportedTargetsForTest(target);
    InputProducts products(kCols);
    for (const auto& row : rows) products.add(row);
    const auto sums = products.take();
    hwy::SetSupportedTargetsForTest(0);
    ASSERT_EQ(sums.size(), InputProducts::sizeOf(kCols));
    size_t blocks = 0;
    InputProducts::forBlocks(kCols, [&](uint64_t first, uint32_t width, size_t at) {
      ++blocks;
      for (size_t j = 0; j < width; ++j) {
        for (size_t k = 0; k < width; ++k) {
          double expected = 0, sizes = 0;
          for (const auto& row : rows) {
            const double product = double{row[first + j]} * row[first + k];
            expected += product;
            sizes += std::abs(product);
          }
          // Each of the 21 additions rounds by at most half a place of what is no larger than `sizes`.
          ASSERT_NEAR(sums[at + j * width + k], expected, sizes * kRows * std::ldexp(1.0, -24))
              << hwy::TargetName(target) << " " << first << " " << j << " " << k;
        }
      }
    });
    EXPECT_EQ(blocks, 2u);
  }
}

}  // namespace
}  // namespace hearth
