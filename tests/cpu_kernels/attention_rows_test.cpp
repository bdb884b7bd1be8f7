// Tiles of a cache in blocks that are read where they lie, beside the same numbers decoded to floats first,
// on every instruction set this machine has. Decoding is exact, so that not one bit may differ.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include <hwy/highway.h>
#include <hwy/targets.h>

#include "runtime/cpu/kernels/attention.h"
#include "runtime/cpu/kernels/kv_forms.h"
#include "tests/support/random_data.h"

namespace hearth {
namespace {

using cpu::TileNumbers;

struct Case {
  uint32_t rows, positions, keyDim, valueDim;
};

class RowsOfCodes : public testing::TestWithParam<std::tuple<KvForm, Case, int64_t>> {
 protected:
  void SetUp() override { hwy::SetSupportedTargetsForTest(std::get<2>(GetParam())); }
  void TearDown() override { hwy::SetSupportedTargetsForTest(0); }
  KvForm form() const { return std::get<0>(GetParam()); }
  Case shape() const { return std::get<1>(GetParam()); }
};

TileNumbers numbersOf(KvForm form) {
  return form == KvForm::Q8_0   ? TileNumbers::Q8_0
         : form == KvForm::Q4_0 ? TileNumbers::Q4_0
                                : TileNumbers::F8;
}

// Rows of a cache of which a head's `width` numbers begin after a block of another head.
class Cached {
 public:
  Cached(KvForm form, uint32_t rows, uint32_t width, double deviation, test::Random& random)
      : form_(form), rows_(rows), width_(width), rowWidth_(width + 2 * kKvBlock) {
    std::vector<float> x = random.normals(size_t{rows} * rowWidth_, deviation);
    // Blocks of zeros, and numbers so far below their block's largest that F8 has no full mantissa for them.
    std::fill_n(x.begin() + kKvBlock, kKvBlock, 0.0f);
    for (size_t i = 5; i < x.size(); i += 7) x[i] *= 1e-4f;
    bytes_.resize(rows * rowBytes());
    for (uint32_t r = 0; r < rows; ++r)
      cpu::encodeKvRow(form, &x[size_t{r} * rowWidth_], rowWidth_, &bytes_[r * rowBytes()]);
  }
  bool readInPlace(cpu::TileRows& rows) {
    scales_.assign(size_t{rows_} * (width_ / kKvBlock) * 2 + 1, kUntouched);
    const std::byte* stored = bytes_.data() + kvCodeBytes(form_, rowWidth_) + kvScaleBytes(form_, kKvBlock);
    rows = {bytes_.data() + kvCodeBytes(form_, kKvBlock), rowBytes(), scales_.data()};
    const bool fit =
        cpu::blockScales(numbersOf(form_), stored, rowBytes(), rows_, width_ / kKvBlock, scales_.data());
    EXPECT_EQ(scales_.back(), kUntouched);
    return fit;
  }
  cpu::TileRows decoded() {
    floats_.resize(size_t{rows_} * width_);
    for (uint32_t r = 0; r < rows_; ++r)
      cpu::decodeKvRow(form_, &bytes_[r * rowBytes()], rowWidth_, kKvBlock, width_, &floats_[r * width_]);
    return {floats_.data(), width_};
  }

 private:
  static constexpr float kUntouched = 12345.0f;
  size_t rowBytes() const { return kvRowBytes(form_, rowWidth_); }
  KvForm form_;
  uint32_t rows_, width_, rowWidth_;
  std::vector<std::byte> bytes_;
  std::vector<float> scales_, floats_;
};

struct Attended {
  std::vector<float> sums, softmax;
  bool operator==(const Attended&) const = default;
};

Attended attend(const Case& c, const cpu::AttentionTile& tile) {
  test::Random random(9);
  const std::vector<float> queries = random.normals(size_t{c.rows} * c.keyDim, 0.1);
  std::vector<float> scores(cpu::attentionScratchFloats(c.positions));
  std::vector<uint32_t> visible(c.rows);
  std::vector<cpu::RunningSoftmax> running(c.rows, {0.5f, 2.0f});
  Attended attended{random.normals(size_t{c.rows} * c.valueDim), {}};
  std::vector<float*> sums(c.rows);
  for (uint32_t r = 0; r < c.rows; ++r) {
    visible[r] = c.positions - std::min(r, c.positions);
    sums[r] = &attended.sums[size_t{r} * c.valueDim];
  }
  cpu::attendTile(queries.data(), c.rows, c.keyDim, tile, visible.data(), c.valueDim, scores.data(),
                  running.data(), sums.data());
  for (const auto& [max, sum] : running) attended.softmax.insert(attended.softmax.end(), {max, sum});
  return attended;
}

TEST_P(RowsOfCodes, GiveWhatTheyGiveAsFloats) {
  for (const double deviation : {1.0, 1e-3, 300.0}) {
    test::Random random(8);
    Cached keys(form(), shape().positions, shape().keyDim, deviation, random);
    Cached values(form(), shape().positions, shape().valueDim, deviation, random);
    cpu::AttentionTile inPlace{{}, {}, shape().positions, numbersOf(form())};
    ASSERT_TRUE(keys.readInPlace(inPlace.keys) && values.readInPlace(inPlace.values));
    const Attended floats = attend(shape(), {keys.decoded(), values.decoded(), shape().positions});
    EXPECT_TRUE(attend(shape(), inPlace) == floats) << "deviation " << deviation;
  }
}

// Where a processor cannot hold a scale in the form it wants, it says so.
TEST_P(RowsOfCodes, GiveWhatTheyGiveAsFloatsOrRefuseWhatIsHuge) {
  for (const double deviation : {3e4, 1e9, 1e30}) {
    if (form() != KvForm::F8 && deviation > 1e5) continue;  // their scales are halves
    test::Random random(7);
    Cached keys(form(), shape().positions, shape().keyDim, deviation, random);
    Cached values(form(), shape().positions, shape().valueDim, deviation, random);
    cpu::AttentionTile inPlace{{}, {}, shape().positions, numbersOf(form())};
    const bool readable = keys.readInPlace(inPlace.keys) && values.readInPlace(inPlace.values);
    EXPECT_TRUE(readable || form() == KvForm::F8);
    if (!readable) continue;
    const Attended floats = attend(shape(), {keys.decoded(), values.decoded(), shape().positions});
    EXPECT_TRUE(attend(shape(), inPlace) == floats) << "deviation " << deviation;
  }
}

std::string caseName(const testing::TestParamInfo<RowsOfCodes::ParamType>& info) {
  const auto& [form, c, target] = info.param;
  return std::string(nameOf(form)) + "_" + std::to_string(c.rows) + "Rows_" + std::to_string(c.positions) +
         "Positions_" + hwy::TargetName(target);
}

INSTANTIATE_TEST_SUITE_P(FormsShapesAndTargets, RowsOfCodes,
                         testing::Combine(testing::Values(KvForm::Q8_0, KvForm::Q4_0, KvForm::F8),
                                          testing::Values(Case{1, 64, 128, 128}, Case{2, 13, 32, 224},
                                                          Case{3, 1, 96, 32}, Case{4, 7, 160, 64},
                                                          Case{5, 16, 64, 96}, Case{6, 63, 288, 256},
                                                          Case{7, 22, 128, 32}, Case{8, 3, 32, 160}),
                                          testing::ValuesIn(hwy::SupportedAndGeneratedTargets())),
                         caseName);

}  // namespace
}  // namespace hearth
