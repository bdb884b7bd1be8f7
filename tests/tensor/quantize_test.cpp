// The encoders: what they write, decoded again, is as near to the original as the format allows.
#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include <gtest/gtest.h>
#include <hwy/highway.h>
#include <hwy/targets.h>

#include "runtime/tensor/dequantize.h"
#include "runtime/tensor/quantize.h"

namespace hearth::test {
namespace {

struct Expected {
  DType type;
  // Expected quantisation step of groups of standard normal numbers: their mean peak (2.37 of 32, 2.07 of 16)
  // or span (4.14 of 32, 3.53 of 16) over the number of steps.
  double step;
  // Root mean square error on gaussian() of the plain encoder that Hearth had first (the block's whole range,
  // one least-squares step for Q4_K and Q5_K); of the last three, which it could not write, step / sqrt(12).
  double plainError;
};
constexpr Expected kExpected[] = {{DType::Q8_0, 2.37 / 127, 0.005361}, {DType::Q4_0, 2.37 / 8, 0.086389},
                                  {DType::Q5_0, 2.37 / 16, 0.042799},  {DType::Q4_1, 4.14 / 15, 0.078075},
                                  {DType::Q5_1, 4.14 / 31, 0.037814},  {DType::Q4_K, 4.14 / 15, 0.075403},
                                  {DType::Q5_K, 4.14 / 31, 0.037413},  {DType::Q6_K, 2.07 / 32, 0.018756},
                                  {DType::Q2_K, 3.53 / 3, 0.3397},     {DType::Q3_K, 2.07 / 4, 0.1494},
                                  {DType::IQ4_NL, 2.37 / 8, 0.0855}};

std::vector<float> gaussian(size_t n) {
  std::mt19937 random(7);
  std::normal_distribution<float> normal;
  std::vector<float> values(n);
  for (float& value : values) value = normal(random);
  return values;
}

std::vector<float> thereAndBack(DType type, const std::vector<float>& values,
                                const std::vector<float>& importance = {}) {
  std::vector<std::byte> bytes(values.size() / layoutOf(type).values * layoutOf(type).bytes);
  quantize(type, values, bytes, importance);
  std::vector<float> back(values.size());
  dequantize(type, bytes, back);
  return back;
}

// Root of the mean of importance * (value - back)^2.
double weightedError(const std::vector<float>& values, const std::vector<float>& back,
                     const std::vector<float>& importance) {
  double sum = 0, weights = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    const double weight = importance.empty() ? 1.0 : double{importance[i % importance.size()]};
    sum += weight * std::pow(double{values[i]} - back[i], 2);
    weights += weight;
  }
  return std::sqrt(sum / weights);
}

class QuantizeTest : public testing::TestWithParam<Expected> {};

TEST_P(QuantizeTest, ErrsLikeUniformRoundingOfNormalNumbers) {
  const std::vector<float> values = gaussian(256 * 256), back = thereAndBack(GetParam().type, values);
  // Uniform rounding errs by step / sqrt(12). A quarter more: steps vary around their mean (they enter
  // squared), the largest number of a signed group may be clipped, and K-quants round their steps to six
  // bits.
  EXPECT_LT(weightedError(values, back, {}), 1.25 * GetParam().step / std::sqrt(12.0));
}

TEST_P(QuantizeTest, LosesLessThanThePlainEncoder) {
  const std::vector<float> values = gaussian(256 * 256);
  EXPECT_LT(weightedError(values, thereAndBack(GetParam().type, values), {}), 0.97 * GetParam().plainError);
}

TEST_P(QuantizeTest, ImportanceLowersTheErrorWhereItLies) {
  const std::vector<float> values = gaussian(512 * 64);
  std::vector<float> importance(512);
  for (size_t i = 0; i < importance.size(); ++i) importance[i] = i % 5 == 0 ? 100.0f : 1.0f;
  const double blind = weightedError(values, thereAndBack(GetParam().type, values), importance);
  const double seeing = weightedError(values, thereAndBack(GetParam().type, values, importance), importance);
  EXPECT_LT(seeing, 0.95 * blind);
}

TEST_P(QuantizeTest, EveryInstructionSetFindsAsMuch) {
  const std::vector<float> values = gaussian(256 * 64);
  std::vector<float> importance = gaussian(512);
  for (float& weight : importance) weight *= weight;
  const double best = weightedError(values, thereAndBack(GetParam().type, values, importance), importance);
  // Sums of 32 products that round otherwise make other choices where candidates differ by less than that
  // rounding, which is relative to the sum of squares: once in each candidate. From there a search may end in
  // another minimum; that is worth less than a wider search, which gains 0.1 % of the error or more.
  const double squares = std::pow(weightedError(values, std::vector<float>(values.size()), importance), 2);
  const double tolerance = 2 * 32 * std::ldexp(1.0, -24) * squares + 2 * 0.001 * best * best;
  for (const int64_t target : hwy::SupportedAndGeneratedTargets()) {
    hwy::SetSupportedTargetsForTest(target);
    const double error = weightedError(values, thereAndBack(GetParam().type, values, importance), importance);
    hwy::SetSupportedTargetsForTest(0);
    EXPECT_NEAR(error * error, best * best, tolerance) << hwy::TargetName(target);
  }
}

TEST_P(QuantizeTest, ColumnsThatNeverMatteredAreStillKept) {
  const std::vector<float> values = gaussian(512);
  std::vector<float> importance(512);
  importance[300] = 1.0f;  // the first blocks matter nowhere, the block of 300 only there
  const std::vector<float> plain = thereAndBack(GetParam().type, values),
                           back = thereAndBack(GetParam().type, values, importance);
  EXPECT_TRUE(std::equal(plain.begin(), plain.begin() + 256, back.begin()));
  // What is left is the rounding of the scale to a half.
  EXPECT_LE(std::abs(values[300] - back[300]), std::abs(values[300]) * std::ldexp(1.0f, -10));
}

TEST_P(QuantizeTest, KeepsZerosAndDoesNotDivideByThem) {
  const std::vector<float> zeros(512);
  EXPECT_EQ(thereAndBack(GetParam().type, zeros), zeros);
}

TEST_P(QuantizeTest, NeverMissesByMoreThanTwoStepsOfItsBlock) {
  // One step for clipping or rounding, another for the rounding of a group's six-bit factors: scale and
  // minimum each by 1/126 of the block's largest, at most 15/126 + 15/126 (31 of 126 twice for Q5_K) steps.
  std::vector<float> values = gaussian(256 * 64);
  for (size_t i = 0; i < values.size(); ++i)
    values[i] = values[i] * std::exp2(static_cast<float>(i / 256 % 20) - 10) + 0.01f;
  const std::vector<float> back = thereAndBack(GetParam().type, values);
  const size_t block = layoutOf(GetParam().type).values;
  const double levels = GetParam().type == DType::Q8_0                        ? 127
                        : GetParam().type == DType::Q6_K                      ? 32
                        : GetParam().type == DType::Q2_K                      ? 1.5
                        : GetParam().type == DType::Q3_K                      ? 3.5
                        : GetParam().type == DType::IQ4_NL                    ? 7.5
                        : layoutOf(GetParam().type).name.substr(0, 2) == "q4" ? 7.5
                                                                              : 15.5;
  for (size_t i = 0; i < values.size(); ++i) {
    double peak = 0;
    for (size_t k = i / block * block; k < i / block * block + block; ++k)
      peak = std::max(peak, std::abs(double{values[k]}));
    ASSERT_LE(std::abs(values[i] - back[i]), 2 * peak / levels) << "at " << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, QuantizeTest, testing::ValuesIn(kExpected),
                         [](const auto& format) { return std::string(layoutOf(format.param.type).name); });

TEST(Quantize, RoundsFloatFormatsToNearest) {
  const std::vector<float> values = gaussian(4096);
  EXPECT_EQ(thereAndBack(DType::F32, values), values);
  const std::vector<float> halves = thereAndBack(DType::F16, values),
                           brains = thereAndBack(DType::BF16, values);
  for (size_t i = 0; i < values.size(); ++i) {
    const double smallest = std::ldexp(1, -25);  // half of the smallest step of a half
    ASSERT_LE(std::abs(values[i] - halves[i]), std::max(std::abs(values[i]) * std::ldexp(1, -11), smallest));
    ASSERT_LE(std::abs(values[i] - brains[i]), std::abs(values[i]) * std::ldexp(1, -8));
  }
}

TEST(Quantize, SaysWhatItCanWrite) {
  for (const Expected& format : kExpected) EXPECT_TRUE(canQuantize(format.type));
  for (const DType type : {DType::IQ4_XS, DType::MXFP4, DType::I32}) EXPECT_FALSE(canQuantize(type));
}

}  // namespace
}  // namespace hearth::test
