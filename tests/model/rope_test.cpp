#include "runtime/model/rope.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "runtime/model/loader.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_models.h"

namespace hearth {
namespace {

using test::GgufWriter;
using test::MlaLayout;

// pow() and log() in double err by a few units in the last place; the tables are then rounded to float.
constexpr double kDoubleTolerance = 1e-13, kFloatTolerance = 1.2e-7;

void expectNear(const std::vector<double>& actual, const std::vector<double>& expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (size_t i = 0; i < actual.size(); ++i) {
    EXPECT_NEAR(actual[i], expected[i], kDoubleTolerance * expected[i]) << "pair " << i;
  }
}

TEST(Rope, PlainFrequenciesFallGeometrically) {
  const auto frequencies = plainFrequencies(8, 10000);
  expectNear(frequencies, {1.0, 0.1, 0.01, 0.001});  // 10000^(-2i/8) = 10^-i
}

TEST(Rope, YarnKeepsFastPairsStretchesSlowOnesAndBlendsBetween) {
  // DeepSeek-V3: 64 numbers, base 10000, 40 times 4096. The pair that turns r times over 4096 tokens is
  // 64 ln(4096 / (2 pi r)) / (2 ln 10000): 10.47 for 32 turns, 22.51 for one, so the ramp goes from 10 to 23.
  auto frequencies = plainFrequencies(64, 10000);
  stretchYarn(frequencies, 10000, {.factor = 40, .originalContext = 4096, .betaFast = 32, .betaSlow = 1});
  std::vector<double> expected;
  for (int i = 0; i < 32; ++i) {
    const double plain = std::exp(-2.0 * i / 64 * std::log(10000.0));
    const double stretched = i <= 10 ? 0 : i >= 23 ? 1 : (i - 10) / 13.0;
    expected.push_back(plain / 40 * stretched + plain * (1 - stretched));
  }
  expectNear(frequencies, expected);
}

TEST(Rope, YarnMagnitudeMatchesThePublishedModels) {
  // facts/deepseek.md: m^2 is 1.590 for V2-Lite (mscale_all_dim 0.707) and 1.874 for V3 (1.0).
  EXPECT_NEAR(std::pow(yarnMagnitude(40, 0.707), 2), 1.590, 5e-4);
  EXPECT_NEAR(std::pow(yarnMagnitude(40, 1.0), 2), 1.874, 5e-4);
  EXPECT_EQ(yarnMagnitude(1, 1.0), 1.0);
  EXPECT_EQ(yarnMagnitude(0.5, 1.0), 1.0);
}

TEST(Rope, Llama3DividesLongWavesAndKeepsShortOnes) {
  auto frequencies = plainFrequencies(128, 500000);
  stretchLlama3(frequencies, {.factor = 8, .lowFactor = 1, .highFactor = 4, .originalContext = 8192});
  std::vector<double> expected;
  for (const double plain : plainFrequencies(128, 500000)) {
    const double wave = 2 * std::numbers::pi / plain;
    const double smooth = (8192 / wave - 1) / (4 - 1);
    expected.push_back(wave > 8192.0 / 1   ? plain / 8
                       : wave < 8192.0 / 4 ? plain
                                           : (1 - smooth) * plain / 8 + smooth * plain);
  }
  expectNear(frequencies, expected);
  EXPECT_NE(frequencies[40], plainFrequencies(128, 500000)[40]);  // the middle is really between
}

// What the loader makes of a file's keys.
class RopeKeys : public testing::Test {
 protected:
  ModelConfig configOf(const GgufWriter& writer) {
    auto model = loadModel(folder_.write("model.gguf", writer.bytes()));
    EXPECT_TRUE(model) << model.error().what();
    return model ? (*model)->config : ModelConfig();
  }
  std::string errorOf(const GgufWriter& writer) {
    auto model = loadModel(folder_.write("model.gguf", writer.bytes()));
    EXPECT_FALSE(model);
    return model ? "" : model.error().what();
  }
  static void expectFrequencies(const Rope& rope, const std::vector<double>& expected) {
    ASSERT_EQ(rope.inverseFrequencies.size(), expected.size());
    for (size_t i = 0; i < expected.size(); ++i) {
      EXPECT_NEAR(rope.inverseFrequencies[i], expected[i], kFloatTolerance * expected[i]) << "pair " << i;
    }
  }
  test::TemporaryFolder folder_;
};

TEST_F(RopeKeys, WithoutScalingTheTableIsPlain) {
  const auto config = configOf(test::tinyLlama().f32("llama.rope.freq_base", 500000));
  EXPECT_EQ(config.rope.dims, 8u);
  EXPECT_EQ(config.rope.magnitude, 1.0f);
  expectFrequencies(config.rope, plainFrequencies(8, 500000));
}

TEST_F(RopeKeys, LinearScalingDividesEveryFrequency) {
  const auto named = configOf(
      test::tinyLlama().text("llama.rope.scaling.type", "linear").f32("llama.rope.scaling.factor", 4));
  const auto old = configOf(test::tinyLlama().f32("llama.rope.scale_linear", 4));
  expectFrequencies(named.rope, {0.25, 0.025, 0.0025, 0.00025});
  EXPECT_EQ(old.rope.inverseFrequencies, named.rope.inverseFrequencies);
}

TEST_F(RopeKeys, YarnScalesCosineAndSineOfOrdinaryAttention) {
  const auto config = configOf(test::tinyQwen2()
                                   .text("qwen2.rope.scaling.type", "yarn")
                                   .f32("qwen2.rope.scaling.factor", 4)
                                   .u32("qwen2.rope.scaling.original_context_length", 32768));
  EXPECT_NEAR(config.rope.magnitude, 0.1 * std::log(4.0) + 1, 1e-6);
  EXPECT_FLOAT_EQ(config.attentionScale, 1 / std::sqrt(8.0f));
  auto expected = plainFrequencies(8, 10000);
  stretchYarn(expected, 10000, {.factor = 4, .originalContext = 32768});
  expectFrequencies(config.rope, expected);
}

TEST_F(RopeKeys, YarnScalesTheSoftmaxOfLatentAttention) {
  // tinyDeepseekV3 has V3's YaRN keys; its heads have 16 numbers.
  const auto v3 = configOf(test::tinyDeepseekV3(MlaLayout::Split));
  EXPECT_EQ(v3.rope.magnitude, 1.0f);
  EXPECT_NEAR(v3.attentionScale * 4, 1.874, 5e-4);
  const auto lite = configOf(
      test::tinyDeepseekV3(MlaLayout::Split).f32("deepseek2.rope.scaling.yarn_log_multiplier", 0.0707f));
  EXPECT_NEAR(lite.attentionScale * 4, 1.590, 5e-4);
}

TEST_F(RopeKeys, Llama3ComesFromKeysOrFromTheTensorAndIsAppliedOnce) {
  // Wide heads, so that some waves fall on each side: base 10000 gives the waves 6.3, 63, 628 and 6283.
  const auto withKeys = [] {
    return test::tinyLlama()
        .text("llama.rope.scaling.type", "llama3")
        .f32("llama.rope.scaling.factor", 8)
        .f32("llama.rope.scaling.low_freq_factor", 1)
        .f32("llama.rope.scaling.high_freq_factor", 4)
        .u32("llama.rope.scaling.original_context_length", 1024);
  };
  auto expected = plainFrequencies(8, 10000);
  stretchLlama3(expected, {.factor = 8, .lowFactor = 1, .highFactor = 4, .originalContext = 1024});
  std::vector<float> factors;
  for (size_t i = 0; i < expected.size(); ++i) {
    factors.push_back(static_cast<float>(plainFrequencies(8, 10000)[i] / expected[i]));
  }
  expectFrequencies(configOf(withKeys()).rope, expected);
  // The tensor's factors are floats: one more rounding.
  for (auto writer : {test::tinyLlama(), withKeys()}) {
    const auto rope = configOf(writer.tensor("rope_freqs.weight", {4}, factors)).rope;
    for (size_t i = 0; i < expected.size(); ++i) {
      EXPECT_NEAR(rope.inverseFrequencies[i], expected[i], 2 * kFloatTolerance * expected[i]);
    }
  }
}

TEST_F(RopeKeys, OddHugeAndUnknownSettingsAreNamed) {
  EXPECT_NE(
      errorOf(test::tinyLlama().u32("llama.rope.dimension_count", 3)).find("'llama.rope.dimension_count'"),
      std::string::npos);
  EXPECT_NE(
      errorOf(test::tinyLlama().u32("llama.rope.dimension_count", 400)).find("'llama.rope.dimension_count'"),
      std::string::npos);
  EXPECT_NE(errorOf(test::tinyLlama().f32("llama.rope.freq_base", 0)).find("'llama.rope.freq_base'"),
            std::string::npos);
  EXPECT_NE(
      errorOf(test::tinyLlama().f32("llama.rope.scaling.factor", NAN)).find("'llama.rope.scaling.factor'"),
      std::string::npos);
  EXPECT_NE(errorOf(test::tinyLlama().text("llama.rope.scaling.type", "longrope")).find("'longrope'"),
            std::string::npos);
  EXPECT_NE(
      errorOf(test::tinyLlama().tensor("rope_freqs.weight", {4}, {1, 1, 0, 1})).find("rope_freqs.weight"),
      std::string::npos);
}

}  // namespace
}  // namespace hearth
