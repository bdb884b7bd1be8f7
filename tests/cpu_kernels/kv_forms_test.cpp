// Rows of the KV cache: what comes back, on every instruction set this machine has.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include <hwy/highway.h>
#include <hwy/targets.h>

#include "runtime/base/half.h"
#include "runtime/cpu/kernels/kv_forms.h"
#include "tests/support/random_data.h"

namespace hearth {
namespace {

class KvForms : public testing::TestWithParam<std::tuple<KvForm, int64_t>> {
 protected:
  void SetUp() override { hwy::SetSupportedTargetsForTest(std::get<1>(GetParam())); }
  void TearDown() override { hwy::SetSupportedTargetsForTest(0); }
  KvForm form() const { return std::get<0>(GetParam()); }
  std::vector<std::byte> encoded(const std::vector<float>& x) const {
    std::vector<std::byte> row(kvRowBytes(form(), static_cast<uint32_t>(x.size())), std::byte{0xAA});
    cpu::encodeKvRow(form(), x.data(), static_cast<uint32_t>(x.size()), row.data());
    return row;
  }
  std::vector<float> decoded(const std::vector<std::byte>& row, size_t width) const {
    std::vector<float> x(width);
    cpu::decodeKvRow(form(), row.data(), static_cast<uint32_t>(width), 0, static_cast<uint32_t>(width),
                     x.data());
    return x;
  }
};

// Of one number, in a block whose largest magnitude is `most`.
double errorMost(KvForm form, double x, double most) {
  const double halfScale =
      0x1p-11;  // what rounding the scale to a half moves the largest number by, relative
  switch (form) {
    case KvForm::Half:
      return std::abs(x) * 0x1p-11 + 0x1p-25;
    case KvForm::Float:
      return 0;
    case KvForm::Q8_0:
      return most / 127 / 2 * (1 + halfScale) + most * halfScale;
    // The sign that has no code for 8 loses a whole step.
    case KvForm::Q4_0:
      return most / 8 * (1 + halfScale) + most * halfScale;
    // Three bits of mantissa; below 2^-6 of a scale that is above `most` / 448 steps are of 2^-9.
    case KvForm::F8:
      break;
  }
  return std::max(std::abs(x) * 0x1p-4, most / 224 * 0x1p-10);
}

TEST_P(KvForms, KeepNumbersWithinTheirRounding) {
  test::Random random(1);
  for (const double deviation : {1e-3, 1.0, 100.0}) {
    std::vector<float> x = random.normals(576, deviation);
    x[40] *= 30;                            // a block with an outlier
    std::fill_n(x.begin() + 64, 32, 0.0f);  // one of zeros
    x[100] = -4 * std::abs(x[100]);         // largest of either sign
    const auto back = decoded(encoded(x), x.size());
    for (size_t i = 0; i < x.size(); ++i) {
      const auto block = x.begin() + static_cast<std::ptrdiff_t>(i / kKvBlock * kKvBlock);
      double most = 0;
      for (auto at = block; at != block + kKvBlock; ++at) most = std::max(most, std::abs(double{*at}));
      // Scales near the smallest halves lose digits: 2^-25 of rounding, times the largest code.
      const double scaleError = form() == KvForm::F8 || form() == KvForm::Float ? 0 : 127 * 0x1p-25;
      ASSERT_NEAR(back[i], x[i], errorMost(form(), double{x[i]}, most) + scaleError) << "at " << i;
    }
  }
}

// A cached row that is decoded and stored again does not drift.
TEST_P(KvForms, KeepWhatTheyMadeOfANumber) {
  test::Random random(2);
  const auto once = decoded(encoded(random.normals(1024)), 1024);
  EXPECT_EQ(decoded(encoded(once), 1024), once);
}

TEST_P(KvForms, MakeTheSameBytesOnEveryInstructionSet) {
  test::Random random(3);
  const std::vector<float> x = random.normals(96, 5);
  const auto here = encoded(x);
  hwy::SetSupportedTargetsForTest(0);
  EXPECT_EQ(here, encoded(x));
}

TEST_P(KvForms, DecodeAnyPartOfARow) {
  test::Random random(4);
  const std::vector<float> x = random.normals(256);
  const auto row = encoded(x);
  const auto whole = decoded(row, x.size());
  std::vector<float> part(65, 7.0f);
  cpu::decodeKvRow(form(), row.data(), 256, 96, 64, part.data());
  EXPECT_TRUE(std::equal(part.begin(), part.end() - 1, whole.begin() + 96));
  EXPECT_EQ(part.back(), 7.0f);
}

std::string caseName(const testing::TestParamInfo<KvForms::ParamType>& info) {
  return std::string(nameOf(std::get<0>(info.param))) + "_" + hwy::TargetName(std::get<1>(info.param));
}

INSTANTIATE_TEST_SUITE_P(FormsAndTargets, KvForms,
                         testing::Combine(testing::ValuesIn(kKvForms),
                                          testing::ValuesIn(hwy::SupportedAndGeneratedTargets())),
                         caseName);
// Numbers that show each rule of the layout in kv_cache.h.
TEST(KvFormBytes, AreThoseOfTheContract) {
  std::vector<float> x(32, 0.0f);
  x[0] = 127, x[1] = -3, x[17] = 2.4f;
  std::vector<std::byte> row(kvRowBytes(KvForm::Q8_0, 32));
  cpu::encodeKvRow(KvForm::Q8_0, x.data(), 32, row.data());
  ASSERT_EQ(row.size(), 36u);
  EXPECT_EQ(std::to_integer<int8_t>(row[0]), 127);
  EXPECT_EQ(std::to_integer<int8_t>(row[1]), -3);
  EXPECT_EQ(std::to_integer<int8_t>(row[17]), 2);
  uint16_t scale;
  std::memcpy(&scale, &row[32], sizeof scale);
  EXPECT_EQ(halfToFloat(scale), 1.0f);

  x[0] = 16, x[1] = -8, x[17] = 4;  // d = -2
  row.resize(kvRowBytes(KvForm::Q4_0, 32));
  cpu::encodeKvRow(KvForm::Q4_0, x.data(), 32, row.data());
  ASSERT_EQ(row.size(), 20u);
  EXPECT_EQ(std::to_integer<int>(row[0]), 0 | 8 << 4);
  EXPECT_EQ(std::to_integer<int>(row[1]), 12 | 6 << 4);
  std::memcpy(&scale, &row[16], sizeof scale);
  EXPECT_EQ(halfToFloat(scale), -2.0f);

  x[0] = 448, x[1] = -1, x[17] = 0x1p-9f;  // fits without a scale; the last is the least subnormal
  row.resize(kvRowBytes(KvForm::F8, 32));
  cpu::encodeKvRow(KvForm::F8, x.data(), 32, row.data());
  ASSERT_EQ(row.size(), 36u);
  EXPECT_EQ(std::to_integer<int>(row[0]), 0x7E);
  EXPECT_EQ(std::to_integer<int>(row[1]), 0xB8);
  EXPECT_EQ(std::to_integer<int>(row[17]), 0x01);
  EXPECT_EQ(std::to_integer<int>(row[32]), 127);
  x[0] = 449;  // one power of two more
  cpu::encodeKvRow(KvForm::F8, x.data(), 32, row.data());
  EXPECT_EQ(std::to_integer<int>(row[32]), 128);
  EXPECT_EQ(std::to_integer<int>(row[1]), 0xB0);
}

}  // namespace
}  // namespace hearth
