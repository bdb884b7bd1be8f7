#include "runtime/base/half.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>

namespace hearth::test {
namespace {

// IEEE 754 binary16 by its definition.
double halfByDefinition(uint16_t bits) {
  const int sign = bits & 0x8000 ? -1 : 1, exponent = (bits >> 10) & 31, fraction = bits & 1023;
  if (exponent == 31) return fraction ? std::nan("") : sign * std::numeric_limits<double>::infinity();
  if (exponent == 0) return sign * std::ldexp(fraction, -24);
  return sign * std::ldexp(1024 + fraction, exponent - 25);
}

TEST(Half, DecodesAllNumbersByTheDefinition) {
  for (uint32_t bits = 0; bits < 65536; ++bits) {
    const double expected = halfByDefinition(static_cast<uint16_t>(bits));
    const float actual = halfToFloat(static_cast<uint16_t>(bits));
    if (std::isnan(expected)) {
      ASSERT_TRUE(std::isnan(actual)) << bits;
    } else {
      ASSERT_EQ(actual, expected) << bits;
      ASSERT_EQ(std::signbit(actual), std::signbit(expected)) << bits;
    }
  }
}

TEST(Half, RoundsToNearestEvenAroundEveryNumber) {
  for (uint32_t bits = 0; bits < 0x7C00; ++bits) {
    const auto h = static_cast<uint16_t>(bits);
    const float value = halfToFloat(h);
    ASSERT_EQ(floatToHalf(value), h);
    ASSERT_EQ(floatToHalf(-value), h | 0x8000);
    // Above the largest number the next step would be 65536, which is infinity.
    const double next = h == 0x7BFF ? 65536.0 : halfByDefinition(static_cast<uint16_t>(h + 1));
    const auto middle = static_cast<float>((double{value} + next) / 2);
    ASSERT_EQ(floatToHalf(middle), h & 1 ? h + 1 : h) << "tie above " << bits;
    ASSERT_EQ(floatToHalf(std::nextafter(middle, 0.0f)), h) << "just below the tie above " << bits;
    ASSERT_EQ(floatToHalf(std::nextafter(middle, 1e9f)), h + 1) << "just above the tie above " << bits;
  }
}

TEST(Half, KeepsInfinityAndNan) {
  EXPECT_EQ(floatToHalf(std::numeric_limits<float>::infinity()), 0x7C00);
  EXPECT_EQ(floatToHalf(-1e30f), 0xFC00);
  EXPECT_TRUE(std::isnan(halfToFloat(floatToHalf(std::nanf("")))));
}

// Four bits of exponent biased by 7, three of fraction, one NaN of each sign and no infinity.
TEST(E4m3, DecodesAllNumbersByTheDefinition) {
  for (uint32_t bits = 0; bits < 256; ++bits) {
    const int exponent = (bits >> 3) & 15, fraction = bits & 7;
    const double size = exponent == 0 ? std::ldexp(fraction, -9) : std::ldexp(8 + fraction, exponent - 10);
    const float actual = e4m3ToFloat(static_cast<uint8_t>(bits));
    EXPECT_EQ(std::signbit(actual), bits >= 128) << bits;
    if ((bits & 127) == 127) {
      EXPECT_TRUE(std::isnan(actual)) << bits;
    } else {
      EXPECT_EQ(std::abs(actual), size) << bits;
    }
  }
  EXPECT_EQ(e4m3ToFloat(0x7E), 448.0f);
}

TEST(Bfloat16, RoundsToNearestEven) {
  for (uint32_t bits = 0; bits < 0x7F80; ++bits) {
    const float value = bfloat16ToFloat(static_cast<uint16_t>(bits));
    ASSERT_EQ(floatToBfloat16(value), bits);
    const auto tie = std::bit_cast<float>((bits << 16) | 0x8000u);
    ASSERT_EQ(floatToBfloat16(tie), bits + (bits & 1)) << bits;
    ASSERT_EQ(floatToBfloat16(std::bit_cast<float>((bits << 16) | 0x7FFFu)), bits);
    ASSERT_EQ(floatToBfloat16(std::bit_cast<float>((bits << 16) | 0x8001u)), bits + 1);
  }
  EXPECT_TRUE(std::isnan(bfloat16ToFloat(floatToBfloat16(std::bit_cast<float>(0x7F800001u)))));
}

TEST(E8m0, IsHalfOfThePowerOfTwo) {
  for (int bits = 0; bits < 256; ++bits) {
    EXPECT_EQ(halfOfE8m0ToFloat(static_cast<uint8_t>(bits)), std::ldexp(1.0, bits - 128)) << bits;
  }
}

}  // namespace
}  // namespace hearth::test
