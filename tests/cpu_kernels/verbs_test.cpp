// The small verbs against their formulas in double precision, on every instruction set this machine has.
#include <cmath>
#include <limits>
#include <vector>

#include <gtest/gtest.h>
#include <hwy/highway.h>
#include <hwy/targets.h>

#include "runtime/base/half.h"
#include "runtime/cpu/kernels/attention.h"
#include "runtime/cpu/kernels/kernels.h"
#include "tests/cpu_kernels/random_weights.h"

namespace hearth::test {
namespace {

constexpr double kEpsilon = std::numeric_limits<float>::epsilon();
constexpr uint32_t kWidths[] = {1, 2, 7, 15, 16, 17, 33, 64, 100, 576, 1536};

class VerbsTest : public testing::TestWithParam<int64_t> {
 protected:
  void SetUp() override { hwy::SetSupportedTargetsForTest(GetParam()); }
  void TearDown() override { hwy::SetSupportedTargetsForTest(0); }
};

std::vector<uint16_t> halvesOf(const std::vector<float>& x) {
  std::vector<uint16_t> halves(x.size());
  for (size_t i = 0; i < x.size(); ++i) halves[i] = floatToHalf(x[i]);
  return halves;
}

TEST_P(VerbsTest, RmsNormMatchesFormula) {
  for (const uint32_t n : kWidths) {
    std::vector<float> x = gaussian(n, 1);
    const std::vector<float> gain = gaussian(n, 2);
    double squares = 0;
    for (const float v : x) squares += double{v} * v;
    const double scale = 1.0 / std::sqrt(squares / n + double{1e-6f});
    std::vector<double> expected(n);
    for (uint32_t i = 0; i < n; ++i) expected[i] = x[i] * scale * gain[i];
    cpu::rmsNorm(x.data(), gain.data(), 1e-6f, n, x.data());  // in place
    // Adding n positive floats errs by less than n epsilons; the square root halves that; 4 for the rest.
    for (uint32_t i = 0; i < n; ++i)
      ASSERT_NEAR(x[i], expected[i], (n / 2.0 + 4) * kEpsilon * std::abs(expected[i]));
  }
}

TEST_P(VerbsTest, SwigluMatchesFormula) {
  for (const uint32_t n : kWidths) {
    std::vector<float> gate = gaussian(n, 3);
    const std::vector<float> up = gaussian(n, 4);
    for (uint32_t i = 0; i < n; ++i) gate[i] *= static_cast<float>(i % 30);
    std::vector<double> expected(n);
    for (uint32_t i = 0; i < n; ++i) expected[i] = gate[i] / (1 + std::exp(-double{gate[i]})) * up[i];
    cpu::swiglu(gate.data(), up.data(), n, gate.data());
    // exp to a few units in the last place (Highway says 1; scalar too), then add, divide, multiply.
    for (uint32_t i = 0; i < n; ++i)
      ASSERT_NEAR(gate[i], expected[i], 6 * kEpsilon * std::abs(expected[i])) << i;
  }
}

TEST_P(VerbsTest, SwigluSaturatesForLargeGates) {
  std::vector<float> gate(32), out(32);
  const std::vector<float> up(32, 2.0f);
  for (uint32_t i = 0; i < 32; ++i) gate[i] = i % 2 == 0 ? 1000.0f : -1000.0f;
  cpu::swiglu(gate.data(), up.data(), 31, out.data());
  for (uint32_t i = 0; i < 31; ++i) ASSERT_EQ(out[i], i % 2 == 0 ? 2000.0f : 0.0f) << i;
}

TEST_P(VerbsTest, SoftmaxMatchesFormula) {
  for (const uint32_t n : kWidths) {
    std::vector<float> x = gaussian(n, 5);
    for (float& v : x) v = v * 10 + 500;  // exp of these would overflow
    double top = x[0], sum = 0;
    for (const float v : x) top = std::max(top, double{v});
    for (const float v : x) sum += std::exp(v - top);
    std::vector<double> expected(n);
    for (uint32_t i = 0; i < n; ++i) expected[i] = std::exp(x[i] - top) / sum;
    cpu::softmax(x.data(), n);
    // Subtracting is exact to half an epsilon of up to 100, which exp turns into a relative error; then exp,
    // the sum of n positive numbers, and a division.
    const double tolerance = (100 / 2.0 + n / 2.0 + 6) * kEpsilon;
    for (uint32_t i = 0; i < n; ++i)
      ASSERT_NEAR(x[i], expected[i], tolerance * expected[i]) << i << " of " << n;
  }
}

TEST_P(VerbsTest, SoftmaxLeavesMaskedScoresAtZero) {
  std::vector<float> x(40, -std::numeric_limits<float>::infinity());
  x[0] = x[39] = 1.0f;
  cpu::softmax(x.data(), 40);
  EXPECT_EQ(x[0], 0.5f);
  EXPECT_EQ(x[39], 0.5f);
  for (uint32_t i = 1; i < 39; ++i) ASSERT_EQ(x[i], 0.0f) << i;
}

TEST_P(VerbsTest, DotMatchesFormula) {
  for (const uint32_t n : kWidths) {
    const std::vector<float> a = gaussian(n, 6), b = gaussian(n, 7);
    const std::vector<uint16_t> halves = halvesOf(b);
    double expected = 0, expectedHalf = 0, magnitude = 0;
    for (uint32_t i = 0; i < n; ++i) {
      expected += double{a[i]} * b[i];
      expectedHalf += double{a[i]} * halfToFloat(halves[i]);
      magnitude += std::abs(double{a[i]} * b[i]);
    }
    ASSERT_NEAR(cpu::dot(a.data(), b.data(), n), expected, (n / 2.0 + 1) * kEpsilon * magnitude);
    ASSERT_NEAR(cpu::dotF16(a.data(), halves.data(), n), expectedHalf,
                (n / 2.0 + 1) * kEpsilon * magnitude * 1.001);
  }
}

TEST_P(VerbsTest, AddScaledMatchesFormula) {
  for (const uint32_t n : kWidths) {
    const std::vector<float> x = gaussian(n, 8), y = gaussian(n, 9);
    const std::vector<uint16_t> halves = halvesOf(y);
    std::vector<float> sum = x, sumHalf = x;
    cpu::addScaled(sum.data(), y.data(), 0.7f, n);
    cpu::addScaledF16(sumHalf.data(), halves.data(), 0.7f, n);
    for (uint32_t i = 0; i < n; ++i) {
      const double product = double{0.7f} * y[i], half = double{0.7f} * halfToFloat(halves[i]);
      // Two roundings, of the product and of the sum.
      ASSERT_NEAR(sum[i], x[i] + product, kEpsilon * (std::abs(product) + std::abs(x[i] + product)) / 2);
      ASSERT_NEAR(sumHalf[i], x[i] + half, kEpsilon * (std::abs(half) + std::abs(x[i] + half)) / 2);
    }
  }
}

TEST_P(VerbsTest, FloatToHalfRoundsToNearestEven) {
  std::vector<float> x = gaussian(1000, 10);
  x[0] = 1.0f + std::ldexp(1.0f, -11);      // a tie: to even, down
  x[1] = 1.0f + 3 * std::ldexp(1.0f, -11);  // a tie: to even, up
  x[2] = std::ldexp(1.5f, -20);             // subnormal
  x[3] = 1e6f;                              // infinity
  x[4] = -0.0f;
  for (const uint32_t n : {1u, 5u, 8u, 31u, 1000u}) {
    std::vector<uint16_t> actual(n);
    cpu::floatToHalf(x.data(), n, actual.data());
    for (uint32_t i = 0; i < n; ++i) ASSERT_EQ(actual[i], floatToHalf(x[i])) << x[i];
  }
}

TEST_P(VerbsTest, HalvesToFloatsIsExactAndStaysInItsBuffer) {
  std::vector<uint16_t> halves(1000);
  for (size_t i = 0; i < halves.size(); ++i) halves[i] = static_cast<uint16_t>(i * 65);
  // -0, subnormal, the largest. Infinities are left out: where Highway 1.0.3 has no instruction it reads
  // 65536.
  halves[0] = 0x8000, halves[1] = 0x0001, halves[2] = 0xFBFF, halves[3] = 0x7BFF;
  for (const uint32_t n : {1u, 2u, 4u, 7u, 15u, 16u, 17u, 33u, 1000u}) {
    std::vector<float> actual(n + 1, 7.0f);
    cpu::halvesToFloats(halves.data(), n, actual.data());
    for (uint32_t i = 0; i < n; ++i) {
      const float expected = halfToFloat(halves[i]);
      if (std::isnan(expected)) continue;
      ASSERT_EQ(actual[i], expected) << "at " << i;
      ASSERT_EQ(std::signbit(actual[i]), std::signbit(expected)) << "at " << i;
    }
    ASSERT_EQ(actual[n], 7.0f);
  }
}

// It only heats the processor, but what it says it did must be so: a share of the peak is a claim.
TEST_P(VerbsTest, MultiplyAddInt8CountsInProportionToItsRounds) {
  int32_t sum = 0;
  const uint64_t one = cpu::multiplyAddInt8(1, &sum);
  EXPECT_GT(one, 0u);
  EXPECT_EQ(cpu::multiplyAddInt8(37, &sum), 37 * one);
}

TEST_P(VerbsTest, RopeTurnsPairsOfEveryHeadAndNothingElse) {
  constexpr uint32_t kHeads = 3;
  for (const uint32_t dims : {2u, 6u, 30u, 64u, 128u}) {
    const uint32_t stride = dims + 5;
    std::vector<float> cosines(dims / 2), sines(dims / 2);
    for (uint32_t i = 0; i < dims / 2; ++i) {
      cosines[i] = std::cos(static_cast<float>(i));
      sines[i] = std::sin(static_cast<float>(i));
    }
    for (const RopePairing pairing : {RopePairing::Neighbours, RopePairing::Halves}) {
      const std::vector<float> x = gaussian(kHeads * stride, dims);
      std::vector<float> turned = x;
      cpu::rope(turned.data(), kHeads, stride, pairing, dims, cosines.data(), sines.data());
      for (uint32_t h = 0; h < kHeads; ++h) {
        for (uint32_t i = 0; i < dims / 2; ++i) {
          const size_t at = size_t{h} * stride + (pairing == RopePairing::Neighbours ? 2 * i : i);
          const size_t other = pairing == RopePairing::Neighbours ? at + 1 : at + dims / 2;
          const double a = x[at], b = x[other], c = cosines[i], s = sines[i];
          const double tolerance = 1.5 * kEpsilon * (std::abs(a) + std::abs(b));  // two products and a sum
          ASSERT_NEAR(turned[at], a * c - b * s, tolerance);
          ASSERT_NEAR(turned[other], a * s + b * c, tolerance);
        }
        for (uint32_t i = dims; i < stride; ++i) ASSERT_EQ(turned[h * stride + i], x[h * stride + i]);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, VerbsTest, testing::ValuesIn(hwy::SupportedAndGeneratedTargets()),
                         [](const testing::TestParamInfo<int64_t>& target) {
                           return std::string(hwy::TargetName(target.param));
                         });

}  // namespace
}  // namespace hearth::test
