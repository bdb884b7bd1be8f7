#include "runtime/model/latent_attention.h"

#include <gtest/gtest.h>

#include <cmath>

#include "runtime/base/half.h"
#include "runtime/model/loader.h"
#include "runtime/tensor/dequantize.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_models.h"

namespace hearth {
namespace {

using test::GgufWriter;
using test::MlaLayout;

std::vector<float> decoded(const TensorView& view) {
  std::vector<float> values(size_t{view.rows()} * view.cols());
  for (uint32_t row = 0; row < view.rows(); ++row)
    dequantizeRow(view, row, values.data() + size_t{row} * view.cols());
  return values;
}

TEST(LatentAttentionLayouts, BothGiveTheSameWeights) {
  test::TemporaryFolder folder;
  const auto legacy = loadModel(folder.write("legacy.gguf", test::tinyDeepseekV3(MlaLayout::Legacy).bytes()));
  const auto split = loadModel(folder.write("split.gguf", test::tinyDeepseekV3(MlaLayout::Split).bytes()));
  ASSERT_TRUE(legacy) << legacy.error().what();
  ASSERT_TRUE(split) << split.error().what();
  EXPECT_EQ((*legacy)->config.keyDim, (*split)->config.keyDim);
  EXPECT_EQ((*legacy)->config.attentionScale, (*split)->config.attentionScale);
  for (size_t i = 0; i < 2; ++i) {
    const MlaWeights& a = *(*legacy)->layers[i].mla;
    const MlaWeights& b = *(*split)->layers[i].mla;
    // float32 sources stay float32: equal to the bit.
    EXPECT_EQ(decoded(a.keyAbsorb), decoded(b.keyAbsorb));
    EXPECT_EQ(decoded(a.keyUp), decoded(b.keyUp));
    EXPECT_EQ(decoded(a.valueUp), decoded(b.valueUp));
  }
}

TEST(LatentAttentionLayouts, AbsorbedKeyIsTheTransposeOfEachHead) {
  test::TemporaryFolder folder;
  const auto model = loadModel(folder.write("model.gguf", test::tinyDeepseekV2(MlaLayout::Legacy).bytes()));
  ASSERT_TRUE(model) << model.error().what();
  const auto& latent = *(*model)->config.latent;
  const MlaWeights& mla = *(*model)->layers[1].mla;
  const auto up = decoded(mla.keyUp), absorb = decoded(mla.keyAbsorb);
  for (uint32_t head = 0; head < 4; ++head) {
    for (uint32_t n = 0; n < latent.nopeDim; ++n) {
      for (uint32_t r = 0; r < latent.kvLoraRank; ++r) {
        EXPECT_EQ(up[(head * latent.nopeDim + n) * latent.kvLoraRank + r],
                  absorb[(head * latent.kvLoraRank + r) * latent.nopeDim + n]);
      }
    }
  }
}

TEST(LatentAttentionLayouts, InspectionMakesNoTensors) {
  test::TemporaryFolder folder;
  LoadOptions options;
  options.derived = Derived::Skip;
  const auto model =
      loadModel(folder.write("m.gguf", test::tinyDeepseekV2(MlaLayout::Legacy).bytes()), options);
  ASSERT_TRUE(model) << model.error().what();
  EXPECT_TRUE((*model)->owned.empty());
  EXPECT_TRUE((*model)->layers[0].mla->keyAbsorb.empty());
}

// One layer's attention of 2 heads, latent 32, nope 4, rope 2, value 4, width 32: the latent is wide enough
// for quantised rows, the absorbed key's rows (4) are not.
class QuantisedLatents : public testing::TestWithParam<DType> {
 protected:
  static constexpr uint32_t kHeads = 2, kRank = 32, kNope = 4, kRope = 2, kValue = 4, kWidth = 32;

  // `rows` of kRank numbers i/64 in [-1, 1) in the format under test; exact in F16, BF16 and Q8_0 (scale
  // 1/64).
  static std::string rowsOf(DType type, uint32_t rows) {
    std::string out;
    for (uint32_t row = 0; row < rows; ++row) {
      if (type == DType::Q8_0) out += test::littleEndian(floatToHalf(1 / 64.0f));
      for (uint32_t col = 0; col < kRank; ++col) {
        const auto code = static_cast<int8_t>((row * 37 + col * 11) % 128 - 64);
        const float value = static_cast<float>(code) / 64;
        if (type == DType::Q8_0) out += test::littleEndian(code);
        if (type == DType::F16) out += test::littleEndian(floatToHalf(value));
        if (type == DType::BF16) out += test::littleEndian(floatToBfloat16(value));
      }
    }
    return out;
  }
};

TEST_P(QuantisedLatents, LegacyRowsAreCopiedExactlyAndTransposedInAPlainFormat) {
  const uint32_t rowsPerHead = kNope + kValue;
  const std::vector<float> ones(kWidth * kWidth * 2, 1.0f);
  const auto some = [&](size_t count) {
    return std::vector<float>(ones.begin(), ones.begin() + static_cast<ptrdiff_t>(count));
  };
  GgufWriter writer;
  writer.text("general.architecture", "deepseek2")
      .tensor("attn_q.weight", {kWidth, kHeads * (kNope + kRope)}, some(kWidth * kHeads * (kNope + kRope)))
      .tensor("attn_kv_a_mqa.weight", {kWidth, kRank + kRope}, some(kWidth * (kRank + kRope)))
      .tensor("attn_kv_a_norm.weight", {kRank}, some(kRank))
      .tensor("attn_output.weight", {kHeads * kValue, kWidth}, some(kHeads * kValue * kWidth))
      .tensor("attn_kv_b.weight", {kRank, kHeads * rowsPerHead}, GetParam(),
              rowsOf(GetParam(), kHeads * rowsPerHead));
  test::TemporaryFolder folder;
  const auto file = GgufFile::open(folder.write("layer.gguf", writer.bytes()));
  ASSERT_TRUE(file) << file.error().what();

  ModelConfig config;
  config.width = kWidth;
  config.heads = kHeads;
  config.keyDim = kNope + kRope;
  config.valueDim = kValue;
  config.latent = LatentAttention{0, kRank, kNope, kRope, kValue};
  std::vector<std::unique_ptr<std::byte[]>> owned;
  ModelReader reader(*file, "deepseek2", Derived::Make, owned);
  const MlaWeights mla = readMla(reader, config, "");
  ASSERT_FALSE(reader.failed()) << reader.takeError().what();

  EXPECT_EQ(mla.keyUp.type(), GetParam());
  EXPECT_EQ(mla.valueUp.type(), GetParam());
  EXPECT_EQ(mla.keyAbsorb.type(), GetParam() == DType::BF16 ? DType::BF16 : DType::F16);
  const auto both = decoded(viewOf(*file->find("attn_kv_b.weight")));
  const auto keyUp = decoded(mla.keyUp), valueUp = decoded(mla.valueUp), absorb = decoded(mla.keyAbsorb);
  for (uint32_t head = 0; head < kHeads; ++head) {
    for (uint32_t r = 0; r < kRank; ++r) {
      for (uint32_t n = 0; n < kNope; ++n) {
        const float expected = both[(head * rowsPerHead + n) * kRank + r];
        EXPECT_EQ(keyUp[(head * kNope + n) * kRank + r], expected);
        EXPECT_EQ(absorb[(head * kRank + r) * kNope + n], expected);  // i/64 is exact in every format here
      }
      for (uint32_t v = 0; v < kValue; ++v) {
        EXPECT_EQ(valueUp[(head * kValue + v) * kRank + r],
                  both[(head * rowsPerHead + kNope + v) * kRank + r]);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Formats, QuantisedLatents, testing::Values(DType::F16, DType::BF16, DType::Q8_0),
                         [](const auto& format) { return std::string(layoutOf(format.param).name); });

}  // namespace
}  // namespace hearth
