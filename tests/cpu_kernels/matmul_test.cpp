// Matrix products against double precision: every format on every instruction set this machine has.
#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include <gtest/gtest.h>
#include <hwy/highway.h>
#include <hwy/targets.h>

#include "runtime/base/half.h"
#include "runtime/cpu/kernels/activations.h"
#include "runtime/cpu/kernels/kernels.h"
#include "runtime/tensor/dequantize.h"
#include "tests/cpu_kernels/random_weights.h"

namespace hearth::test {
namespace {

constexpr double kEpsilon = std::numeric_limits<float>::epsilon();

// Runs the body on one instruction set, then lets Highway choose again.
class OnTarget : public testing::TestWithParam<std::tuple<DType, int64_t>> {
 protected:
  void SetUp() override { hwy::SetSupportedTargetsForTest(std::get<1>(GetParam())); }
  void TearDown() override { hwy::SetSupportedTargetsForTest(0); }
  DType type() const { return std::get<0>(GetParam()); }
};

std::string nameOf(const testing::TestParamInfo<std::tuple<DType, int64_t>>& info) {
  return std::string(layoutOf(std::get<0>(info.param)).name) + "_" + hwy::TargetName(std::get<1>(info.param));
}

struct Product {
  Product(DType type, uint32_t weightRows, uint32_t columns, uint32_t activationRows, uint32_t seed)
      : rows(weightRows),
        cols(columns),
        xRows(activationRows),
        bytes(randomWeights(type, rows, cols, seed)),
        scales(randomScales(type, rows, cols, seed)),
        weights(bytes, type, rows, cols, scales.data()),
        x(gaussian(size_t{xRows} * cols, seed + 1)),
        packed(packedBytes(type) + kGuard, std::byte{0x5A}) {
    cpu::packRows(type, x.data(), cols, xRows, cols, packed.data());
  }
  size_t packedBytes(DType type) const { return cpu::packedRowBytes(type, cols) * xRows; }
  // y of weight rows [first, last), row by row of x; NaN where nothing was written.
  std::vector<float> multiply(uint32_t first, uint32_t last) const {
    std::vector<float> y(size_t{xRows} * (rows + 1), std::numeric_limits<float>::quiet_NaN());
    cpu::matmul(weights, packed.data(), xRows, first, last, y.data(), rows + 1);
    return y;
  }
  // What a kernel may make of the activations: for int8, the rounded ones.
  double activation(uint32_t r, uint32_t i) const {
    if (layoutOf(weights.type()).values == 1) return x[size_t{r} * cols + i];
    const auto* chunk = reinterpret_cast<const cpu::ActivationChunk*>(packed.data()) +
                        size_t{r} * cpu::chunksOf(cols) + i / cpu::kChunk;
    return double{chunk->scales[i % cpu::kChunk / 32]} * chunk->q[i % cpu::kChunk];
  }

  static constexpr size_t kGuard = 64;
  uint32_t rows, cols, xRows;
  std::vector<std::byte> bytes;
  std::vector<float> scales;
  TensorView weights;
  std::vector<float> x;
  std::vector<std::byte> packed;
};

// Sums of floats err by at most (additions + roundings of a term) / 2 epsilons of the terms' magnitudes. A
// kernel may split a weight into scale * code + offset: in a group of 16 each part is at most twice the
// largest weight and the spread of the weights together (codes of a random group nearly span their range).
double toleranceOf(const Product& p, const std::vector<float>& row, uint32_t r) {
  double magnitude = 0;
  for (uint32_t g = 0; g < p.cols; g += 16) {
    const uint32_t end = std::min(g + 16, p.cols);
    double top = 0, low = row[g], high = row[g];
    for (uint32_t i = g; i < end; ++i) {
      top = std::max(top, std::abs(double{row[i]}));
      low = std::min(low, double{row[i]});
      high = std::max(high, double{row[i]});
    }
    for (uint32_t i = g; i < end; ++i) {
      magnitude += (std::abs(row[i]) + 4 * (top + high - low)) * std::abs(p.activation(r, i));
    }
  }
  const double additions = p.cols / 16.0 + 16;
  return additions / 2 * kEpsilon * magnitude;
}

void expectProduct(const Product& p, uint32_t first, uint32_t last) {
  const std::vector<float> y = p.multiply(first, last);
  std::vector<float> row(p.cols);
  for (uint32_t o = 0; o <= p.rows; ++o) {
    if (o < first || o >= last) {
      for (uint32_t r = 0; r < p.xRows; ++r)
        ASSERT_TRUE(std::isnan(y[r * (p.rows + 1) + o])) << "wrote row " << o;
      continue;
    }
    dequantizeRow(p.weights, o, row.data());
    for (uint32_t r = 0; r < p.xRows; ++r) {
      double expected = 0;
      for (uint32_t i = 0; i < p.cols; ++i) expected += double{row[i]} * p.activation(r, i);
      ASSERT_NEAR(y[r * (p.rows + 1) + o], expected, toleranceOf(p, row, r))
          << p.rows << " x " << p.cols << ", weight row " << o << ", activation row " << r << " of "
          << p.xRows;
    }
  }
}

using MatmulTest = OnTarget;

TEST_P(MatmulTest, MatchesDoublePrecisionForEveryNumberOfRows) {
  const uint32_t cols = 2 * layoutOf(type()).values * (layoutOf(type()).values == 1 ? 37 : 1);
  for (uint32_t rows = 1; rows <= 9; ++rows) {
    for (uint32_t xRows = 1; xRows <= 17; ++xRows) {
      const Product p(type(), rows, cols, xRows, rows * 100 + xRows);
      ASSERT_NO_FATAL_FAILURE(expectProduct(p, 0, rows));
    }
  }
}

TEST_P(MatmulTest, MatchesDoublePrecisionForEveryWidth) {
  const uint32_t step = layoutOf(type()).values;
  for (const uint32_t blocks : {1u, 2u, 3u, 5u, 7u, 8u, 9u, 12u, 17u, 18u, 44u}) {
    for (const uint32_t xRows : {1u, 5u}) {
      const Product p(type(), 3, blocks * step, xRows, blocks);
      ASSERT_NO_FATAL_FAILURE(expectProduct(p, 0, 3));
    }
  }
}

// Enough activation rows for panels of weight rows; whole panels and what is left of one, in rows and
// columns.
TEST_P(MatmulTest, MatchesDoublePrecisionForManyRows) {
  const bool plain = layoutOf(type()).values == 1;
  for (const uint32_t values : {1u, 5u, 255u, 256u, 300u, 513u}) {
    const uint32_t cols = plain ? values : std::max(1u, values / 256) * layoutOf(type()).values;
    for (const uint32_t xRows : {32u, 37u}) {
      const Product p(type(), 53, cols, xRows, values + xRows);
      ASSERT_NO_FATAL_FAILURE(expectProduct(p, 0, 53));
    }
  }
}

TEST_P(MatmulTest, WritesOnlyTheRowsItIsGiven) {
  for (const uint32_t xRows : {1u, 4u, 33u}) {
    const Product p(type(), 45, 512, xRows, xRows);
    ASSERT_NO_FATAL_FAILURE(expectProduct(p, 3, 41));
    ASSERT_NO_FATAL_FAILURE(expectProduct(p, 7, 7));
  }
}

// Bit by bit: neither the activation rows beside a row nor the weight rows before one change its sums
// (kRecordedRows in ops.h). Kernels may prepare the end of one weight row together with the next.
TEST_P(MatmulTest, ARowComesOutAlikeWhateverIsBesideIt) {
  constexpr uint32_t kRows = 7;
  for (const uint32_t blocks : {1u, 2u, 3u}) {
    const Product p(type(), kRows, blocks * layoutOf(type()).values, 7, blocks);
    std::vector<float> alone(size_t{p.xRows} * kRows), y(alone.size());
    for (uint32_t r = 0; r < p.xRows; ++r) {
      const std::byte* x = p.packed.data() + r * (p.packedBytes(type()) / p.xRows);
      for (uint32_t o = 0; o < kRows; ++o) cpu::matmul(p.weights, x, 1, o, o + 1, &alone[r * kRows], kRows);
    }
    for (uint32_t xRows = 1; xRows <= p.xRows; ++xRows) {
      for (uint32_t first = 0; first < 3; ++first) {
        cpu::matmul(p.weights, p.packed.data(), xRows, first, kRows, y.data(), kRows);
        for (uint32_t r = 0; r < xRows; ++r) {
          for (uint32_t o = first; o < kRows; ++o) {
            ASSERT_EQ(y[r * kRows + o], alone[r * kRows + o])
                << blocks << " blocks, weight rows from " << first << ", row " << o << ", activation row "
                << r << " of " << xRows;
          }
        }
      }
    }
  }
}

TEST_P(MatmulTest, PacksWithinItsBuffer) {
  const Product p(type(), 1, 9 * 256, 3, 5);
  for (size_t i = p.packedBytes(type()); i < p.packed.size(); ++i) ASSERT_EQ(p.packed[i], std::byte{0x5A});
}

INSTANTIATE_TEST_SUITE_P(Quantized, MatmulTest,
                         testing::Combine(testing::ValuesIn(kQuantized),
                                          testing::ValuesIn(hwy::SupportedAndGeneratedTargets())),
                         nameOf);
INSTANTIATE_TEST_SUITE_P(Floats, MatmulTest,
                         testing::Combine(testing::ValuesIn(kFloats),
                                          testing::ValuesIn(hwy::SupportedAndGeneratedTargets())),
                         nameOf);

class PackTest : public testing::TestWithParam<int64_t> {
 protected:
  void SetUp() override { hwy::SetSupportedTargetsForTest(GetParam()); }
  void TearDown() override { hwy::SetSupportedTargetsForTest(0); }
};

// Every code of eight bits against its meaning, in products with a single one; blocks with factors of their
// own, and edges of them in both directions.
TEST_P(PackTest, EightBitCodesMeanWhatTheScalarDecoderSays) {
  constexpr uint32_t kRows = 150, kCols = 256 + 44;
  std::vector<std::byte> bytes(size_t{kRows} * kCols);
  // Every code in every row, but what is no number only in odd ones: times zero it is none either.
  const auto codeAt = [](uint32_t o, uint32_t i) {
    const auto code = static_cast<uint8_t>((o + i) % 256);
    return o % 2 == 0 && (code & 0x7F) == 0x7F ? uint8_t{0x7E} : code;
  };
  for (uint32_t i = 0; i < bytes.size(); ++i) bytes[i] = std::byte{codeAt(i / kCols, i % kCols)};
  const std::vector<float> scales = randomScales(DType::F8_E4M3, kRows, kCols, 3);
  const TensorView all(bytes, DType::F8_E4M3, kRows, kCols, scales.data());
  const TensorView weights = all.rowRange(100, 50);  // goes over the border of a block
  std::vector<float> x(kCols), row(kCols), y(kRows);
  std::vector<std::byte> packed(cpu::packedRowBytes(DType::F8_E4M3, kCols));
  for (const uint32_t col : {0u, 1u, 127u, 128u, 200u, 255u, 256u, 299u}) {
    std::fill(x.begin(), x.end(), 0.0f);
    x[col] = 1.0f;
    cpu::packRows(DType::F8_E4M3, x.data(), kCols, 1, kCols, packed.data());
    cpu::matmul(weights, packed.data(), 1, 0, weights.rows(), y.data(), kRows);
    for (uint32_t o = 0; o < weights.rows(); ++o) {
      dequantizeRow(weights, o, row.data());
      const bool anyNan = std::any_of(row.begin(), row.end(), [](float v) { return std::isnan(v); });
      const uint8_t code = codeAt(o + 100, col);
      const float scale = scales[(o + 100) / 128 * 3 + col / 128];
      if (std::isnan(row[col])) {
        EXPECT_EQ(code & 0x7F, 0x7F);
      } else {
        EXPECT_EQ(row[col], e4m3ToFloat(code) * scale);
      }
      if (anyNan) {
        EXPECT_TRUE(std::isnan(y[o])) << "row " << o;
      } else {
        EXPECT_EQ(y[o], row[col]) << "row " << o << ", column " << col;
      }
    }
  }
}

TEST_P(PackTest, RoundsActivationsToTheNearestOf255LevelsOfTheirGroup) {
  for (const uint32_t cols : {32u, 96u, 256u, 288u, 1408u}) {
    std::vector<float> x = gaussian(cols, cols);
    for (uint32_t i = 0; i < 32; ++i) x[i] = 0.0f;  // a group of zeros must not divide by zero
    std::vector<cpu::ActivationChunk> chunks(cpu::chunksOf(cols));
    ASSERT_EQ(cpu::packedRowBytes(DType::Q4_K, cols), chunks.size() * sizeof(cpu::ActivationChunk));
    cpu::packRows(DType::Q4_K, x.data(), cols, 1, cols, reinterpret_cast<std::byte*>(chunks.data()));
    for (uint32_t g = 0; g < chunks.size() * 8; ++g) {
      const cpu::ActivationChunk& chunk = chunks[g / 8];
      double peak = 0;
      int sums[2] = {0, 0};
      for (uint32_t i = 0; i < 32; ++i) {
        const double value = g * 32 + i < cols ? x[g * 32 + i] : 0.0f;
        peak = std::max(peak, std::abs(value));
        const int q = chunk.q[g % 8 * 32 + i];
        sums[i / 16] += q;
        // Half a step, and the rounding of the scale and of the division (three operations on up to 127
        // steps).
        const double scale = chunk.scales[g % 8];
        ASSERT_LE(std::abs(value - scale * q), scale * (0.5 + 3 * 127 * kEpsilon))
            << "group " << g << " number " << i;
      }
      ASSERT_NEAR(chunk.scales[g % 8], peak / 127, peak * kEpsilon);
      const double scale = chunk.scales[g % 8];
      ASSERT_NEAR(chunk.sums[g % 8], scale * (sums[0] + sums[1]),
                  std::abs(scale * (sums[0] + sums[1])) * kEpsilon);
      for (uint32_t half = 0; half < 2; ++half) {
        ASSERT_NEAR(chunk.halfSums[g % 8 * 2 + half], scale * sums[half],
                    std::abs(scale * sums[half]) * kEpsilon);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, PackTest, testing::ValuesIn(hwy::SupportedAndGeneratedTargets()),
                         [](const testing::TestParamInfo<int64_t>& target) {
                           return std::string(hwy::TargetName(target.param));
                         });

TEST(PackedForm, IsSharedByFormatsThatMeetTheSameActivations) {
  EXPECT_EQ(cpu::packedForm(DType::Q4_K), cpu::packedForm(DType::Q6_K));
  EXPECT_EQ(cpu::packedForm(DType::Q4_K), cpu::packedForm(DType::Q8_0));
  EXPECT_EQ(cpu::packedForm(DType::BF16), cpu::packedForm(DType::F32));
  EXPECT_NE(cpu::packedForm(DType::BF16), cpu::packedForm(DType::Q8_0));
}

}  // namespace
}  // namespace hearth::test
