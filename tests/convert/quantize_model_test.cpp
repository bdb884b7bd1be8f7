#include "runtime/convert/quantize_model.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <numeric>
#include <random>

#include "runtime/convert/collect_importance.h"
#include "runtime/convert/input_products.h"
#include "runtime/convert/quality.h"
#include "runtime/model/loader.h"
#include "runtime/tensor/quantize.h"
#include "runtime/tokenizer/tokenizer.h"
#include "tests/support/gguf_writer.h"
#include "tests/support/temporary_folder.h"

namespace hearth {
namespace {

std::vector<float> gaussian(size_t count) {
  std::mt19937 random(3);
  std::normal_distribution<float> normal;
  std::vector<float> values(count);
  for (float& value : values) value = normal(random);
  return values;
}

class QuantizeModels : public testing::Test {
 protected:
  // Norms, a matrix, two stacked experts and rows of 64.
  test::GgufWriter source() {
    test::GgufWriter file;
    file.text("general.architecture", "llama").u32("split.count", 1).u32("general.file_type", 32);
    file.tensor("blk.0.attn_norm.weight", {4}, {1, 2, 3, 4});
    file.tensor("blk.0.attn_q.weight", {256, 8}, gaussian(256 * 8));
    file.tensor("blk.0.ffn_up_exps.weight", {256, 3, 2}, gaussian(256 * 6));
    file.tensor("blk.0.attn_k.weight", {64, 5}, gaussian(64 * 5));
    return file;
  }
  Result<QuantizeReport> quantised(const test::GgufWriter& file, const QuantizePlan& plan,
                                   const QuantizeProgress& progress = {}) {
    auto in = GgufFile::open(folder_.write("in.gguf", file.bytes()));
    if (!in) return std::move(in).error();
    return quantizeModel(GgufSource(*in), out_, plan, pool_, progress);
  }
  size_t filesInFolder() const {
    return static_cast<size_t>(std::distance(std::filesystem::directory_iterator(folder_.path()), {}));
  }

  test::TemporaryFolder folder_;
  std::string out_ = folder_.file("out.gguf");
  ThreadPool pool_{2};
};

TEST_F(QuantizeModels, EveryRowIsEncodedAndEveryKeyKept) {
  const auto report = quantised(source(), {.types = {.type = QuantizeType::Q4_K, .experts = DType::Q3_K}});
  ASSERT_TRUE(report) << report.error().what();
  const auto file = GgufFile::open(out_);
  ASSERT_TRUE(file) << file.error().what();
  EXPECT_EQ(*file->metadata().text("general.architecture"), "llama");
  EXPECT_FALSE(file->metadata().contains("split.count"));
  EXPECT_EQ(*file->metadata().count("general.quantization_version", 0, 9), 2u);
  EXPECT_EQ(*file->metadata().count("general.file_type", 0, 99), 11u);  // most of it is Q3_K
  ASSERT_EQ(file->tensors().size(), 4u);
  EXPECT_EQ(file->find("blk.0.attn_norm.weight")->type, DType::F32);
  EXPECT_EQ(file->find("blk.0.ffn_up_exps.weight")->type, DType::Q3_K);
  EXPECT_EQ(file->find("blk.0.attn_k.weight")->type, DType::Q5_0);
  const TensorInfo& q = *file->find("blk.0.attn_q.weight");
  ASSERT_EQ(q.type, DType::Q4_K);
  std::vector<std::byte> expected(q.bytes.size());
  quantize(DType::Q4_K, gaussian(256 * 8), expected);
  EXPECT_TRUE(std::ranges::equal(q.bytes, expected));
  EXPECT_EQ(report->otherFormat, std::vector<std::string>{"blk.0.attn_k.weight"});
  EXPECT_EQ(report->bytesAfter, 16 + 8 * 144 + 6 * 110 + 5 * 2 * 22u);
  // Between Q4_K's and Q3_K's error on normal numbers, which tests/tensor bounds.
  EXPECT_GT(report->error, 0.04);
  EXPECT_LT(report->error, 0.15);
}

TEST_F(QuantizeModels, ImportanceIsThatOfTheRowsOwnExpert) {
  std::map<std::string, ColumnSums> sums;
  ColumnSums& ofExperts = sums["blk.0.ffn_up_exps.weight"];
  ofExperts.cols = 256;
  ofExperts.counts = {1000, 1000};
  ofExperts.squares.assign(512, 1000.0f);
  for (size_t i = 256; i < 512; i += 3) ofExperts.squares[i] = 1e6f;
  const Importance importance(sums);
  const QuantizePlan plan{.types = {.type = QuantizeType::Q4_K, .experts = {}}, .importance = &importance};
  const auto report = quantised(source(), plan);
  ASSERT_TRUE(report) << report.error().what();
  EXPECT_EQ(report->withoutImportance, 2u);  // attn_q and attn_k
  const auto file = GgufFile::open(out_);
  ASSERT_TRUE(file) << file.error().what();
  const TensorInfo& stack = *file->find("blk.0.ffn_up_exps.weight");
  const auto values = gaussian(256 * 6);
  const auto of = importance.of(stack);
  for (size_t row = 0; row < 6; ++row) {
    std::vector<std::byte> expected(144);
    quantize(DType::Q4_K, std::span(values).subspan(row * 256, 256), expected,
             of.subspan(row / 3 * 256, 256));
    EXPECT_TRUE(std::ranges::equal(stack.bytes.subspan(row * 144, 144), expected)) << row;
  }
}

TEST_F(QuantizeModels, HowInputsGoTogetherIsThatOfTheRowsOwnExpert) {
  // Inputs of the first expert rise and fall together, those of the second have nothing to do with each
  // other.
  std::map<std::string, ColumnSums> sums;
  ColumnSums& ofExperts = sums["blk.0.ffn_up_exps.weight"];
  ofExperts = {256, std::vector<float>(512, 1e5f), {1e5, 1e5}};
  ofExperts.products.assign(2 * 256 * 256, 0.0f);
  for (size_t j = 0; j < 256; ++j) {
    for (size_t k = 0; k < 256; ++k) ofExperts.products[j * 256 + k] = j == k ? 1e5f : 0.5e5f;
    ofExperts.products[256 * 256 + j * 256 + j] = 1e5f;
  }
  const Importance importance(sums);
  const QuantizePlan plan{.types = {.type = QuantizeType::Q4_K, .experts = {}}, .importance = &importance};
  const auto report = quantised(source(), plan);
  ASSERT_TRUE(report) << report.error().what();
  const auto file = GgufFile::open(out_);
  ASSERT_TRUE(file) << file.error().what();
  const TensorInfo& stack = *file->find("blk.0.ffn_up_exps.weight");
  const auto values = gaussian(256 * 6);
  const auto of = importance.of(stack);
  size_t changed[2] = {};  // by feedback, of each expert
  for (size_t row = 0; row < 6; ++row) {
    std::vector<std::byte> expected(144), without(144);
    const auto weights = std::span(values).subspan(row * 256, 256);
    const auto blocks = importance.correlated(stack, row / 3);
    quantizeCorrelated(DType::Q4_K, weights, expected, of.subspan(row / 3 * 256, 256), blocks);
    quantize(DType::Q4_K, weights, without, of.subspan(row / 3 * 256, 256));
    EXPECT_TRUE(std::ranges::equal(stack.bytes.subspan(row * 144, 144), expected)) << row;
    if (!std::ranges::equal(without, expected)) ++changed[row / 3];
  }
  EXPECT_GT(changed[0], 0u);
}

TEST_F(QuantizeModels, CancellingLeavesNoFile) {
  const auto report = quantised(source(), {}, [](double, const std::string&) { return false; });
  ASSERT_FALSE(report);
  EXPECT_NE(report.error().what().find("cancelled"), std::string::npos);
  EXPECT_EQ(filesInFolder(), 1u);  // in.gguf
}

TEST_F(QuantizeModels, NumbersThatAreNotFiniteAreRefused) {
  auto file = source();
  auto values = gaussian(512);
  values[300] = std::numeric_limits<float>::infinity();
  file.tensor("blk.0.attn_v.weight", {256, 2}, values);
  const auto report = quantised(file, {});
  ASSERT_FALSE(report);
  EXPECT_NE(report.error().what().find("'blk.0.attn_v.weight'"), std::string::npos) << report.error().what();
  EXPECT_EQ(filesInFolder(), 1u);
}

TEST_F(QuantizeModels, ImportanceOfAnotherModelIsRefused) {
  std::map<std::string, ColumnSums> sums;
  sums["blk.0.attn_q.weight"] = {128, std::vector<float>(128, 1.0f), {1.0f}};
  const Importance importance(sums);
  const auto report = quantised(source(), {.types = {}, .importance = &importance});
  ASSERT_FALSE(report);
  EXPECT_NE(report.error().what().find("another model"), std::string::npos) << report.error().what();
}

const std::string kTiny = HEARTH_RESOURCES "/models/hearth-tiny/hearth-tiny-q4_k.gguf";

std::vector<int32_t> someTokens(const Model& model, size_t count) {
  auto tokenizer = Tokenizer::fromMetadata(model.file->metadata());
  EXPECT_TRUE(tokenizer);
  std::string text;
  while (text.size() < 8 * count)
    text += "There was once a woman who lived in the last house of the village. ";
  auto ids = (*tokenizer)->encode(text, SpecialTokens::AsText, AddBos::AsModelWants);
  EXPECT_GE(ids.size(), count);
  ids.resize(count);
  return ids;
}

TEST(CollectImportance, CountsEveryInputOfEveryMatrix) {
  const auto model = loadModel(kTiny);
  ASSERT_TRUE(model) << model.error().what();
  constexpr size_t kTokens = 150;  // a whole chunk, a batch more, and a rest
  const auto tokens = someTokens(**model, kTokens);
  ThreadPool pool(2);
  CollectOptions options;
  options.chunkTokens = 140;
  const auto collected = collectImportance(**model, tokens, pool, options);
  ASSERT_TRUE(collected) << collected.error().what();
  EXPECT_EQ(collected->tokens, kTokens);
  const auto& sums = collected->sums;
  for (const char* name : {"blk.0.attn_q_a.weight", "blk.4.ffn_gate_shexp.weight", "output.weight"}) {
    ASSERT_TRUE(sums.contains(name)) << name;
    EXPECT_EQ(sums.at(name).counts, std::vector<float>{kTokens}) << name;
  }
  // Of each head, although a batch this long would attend without showing them.
  for (const char* name : {"blk.1.attn_k_b.weight", "blk.1.attn_v_b.weight"}) {
    ASSERT_TRUE(sums.contains(name)) << name;
    EXPECT_EQ(sums.at(name).counts, std::vector<float>((*model)->config.heads, kTokens)) << name;
  }
  const uint32_t topK = (*model)->config.routing->topK;
  for (const char* name : {"blk.1.ffn_gate_exps.weight", "blk.1.ffn_down_exps.weight"}) {
    ASSERT_TRUE(sums.contains(name)) << name;
    const auto& counts = sums.at(name).counts;
    EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), 0.0f), static_cast<float>(kTokens * topK))
        << name;
  }
  // Gate and up of an expert see the same.
  EXPECT_EQ(sums.at("blk.1.ffn_gate_exps.weight").squares, sums.at("blk.1.ffn_up_exps.weight").squares);
  // How they go together is told once for each input, and of what is quantised.
  const size_t width = (*model)->config.width, each = InputProducts::sizeOf(width);
  EXPECT_EQ(sums.at("blk.1.ffn_gate_exps.weight").products.size(), (*model)->config.routing->experts * each);
  EXPECT_EQ(sums.at("blk.1.ffn_up_exps.weight").sameInputs, "blk.1.ffn_gate_exps.weight");
  EXPECT_TRUE(sums.at("blk.1.ffn_up_exps.weight").products.empty());
  EXPECT_TRUE(sums.at("blk.1.ffn_gate_inp.weight").products.empty());
  const ColumnSums& queries = sums.at("blk.0.attn_q_a.weight").products.empty()
                                  ? sums.at("blk.0.attn_kv_a_mqa.weight")
                                  : sums.at("blk.0.attn_q_a.weight");
  ASSERT_EQ(queries.products.size(), each);
  for (size_t i = 0; i < width; ++i) {
    EXPECT_NEAR(queries.products[i * width + i], queries.squares[i], 1e-4 * queries.squares[i]) << i;
  }
  // What the head sees was normalised: the mean square of x / gain is 1 - eps / (mean + eps).
  const auto& head = sums.at("output.weight").squares;
  double meanSquare = 0;
  for (size_t i = 0; i < head.size(); ++i) {
    const double gain = (*model)->outputNorm[i];
    if (gain != 0) meanSquare += double{head[i]} / (gain * gain);
  }
  EXPECT_NEAR(meanSquare / static_cast<double>(head.size()) / kTokens, 1.0, 0.01);
}

TEST(CollectImportance, DrawnTokensAreOfTheVocabularyAndAlwaysTheSame) {
  const auto tokens = evenlyDrawnTokens(300);
  EXPECT_EQ(tokens.size(), 16384u);
  EXPECT_EQ(tokens, evenlyDrawnTokens(300));
  std::vector<uint32_t> counts(300);
  for (const int32_t token : tokens) ++counts.at(static_cast<size_t>(token));
  // 54.6 of each are expected, with a standard deviation of 7.4; five of them are as good as never seen.
  EXPECT_GT(*std::ranges::min_element(counts), 17u);
  EXPECT_LT(*std::ranges::max_element(counts), 92u);
}

TEST(CollectImportance, HowInputsGoTogetherKeepsWithinItsMemory) {
  const auto model = loadModel(kTiny);
  ASSERT_TRUE(model) << model.error().what();
  const auto tokens = someTokens(**model, 64);
  ThreadPool pool(2);
  const auto bytesOf = [](const Collected& collected) {
    uint64_t bytes = 0;
    for (const auto& [name, sums] : collected.sums) bytes += sums.products.size() * sizeof(float);
    return bytes;
  };
  CollectOptions options;
  options.productBytesMost = 0;
  const auto none = collectImportance(**model, tokens, pool, options);
  ASSERT_TRUE(none) << none.error().what();
  EXPECT_EQ(bytesOf(*none), 0u);
  // Enough for what every token uses and one square for each layer's experts, not for one of each expert.
  options.productBytesMost = uint64_t{25} << 20;
  const auto some = collectImportance(**model, tokens, pool, options);
  ASSERT_TRUE(some) << some.error().what();
  EXPECT_LE(bytesOf(*some), options.productBytesMost);
  const size_t each = InputProducts::sizeOf((*model)->config.width);
  EXPECT_EQ(some->sums.at("output.weight").products.size(), each);
  EXPECT_EQ(some->sums.at("blk.4.ffn_gate_exps.weight").products.size(), each);
  EXPECT_EQ(some->sums.at("blk.4.ffn_gate_exps.weight").squares,
            none->sums.at("blk.4.ffn_gate_exps.weight").squares);
  // Every input of every expert is in it: the squares stand on its diagonal.
  const ColumnSums& gates = some->sums.at("blk.4.ffn_gate_exps.weight");
  double first = 0;
  for (size_t expert = 0; expert < gates.counts.size(); ++expert)
    first += double{gates.squares[expert * gates.cols]};
  EXPECT_NEAR(gates.products[0], first, 1e-4 * first);
}

TEST_F(QuantizeModels, AQuantisedModelStillPredictsWhatTheOriginalDoes) {
  const auto model = loadModel(kTiny);
  ASSERT_TRUE(model) << model.error().what();
  const auto tokens = someTokens(**model, 256);
  std::vector<QualityPoint> points;
  const QualitySweep sweep{.model = kTiny,
                           .folder = folder_.path().string(),
                           .types = {QuantizeType::Q5_K, QuantizeType::Q2_K},
                           .importance = nullptr,
                           .text = {.tokens = tokens, .chunkTokens = 128}};
  double last = 0;
  const auto swept = sweepQuality(
      sweep, pool_, [&](const QualityPoint& point) { points.push_back(point); },
      [&](double fraction, const std::string&) {
        EXPECT_GE(fraction, last);
        last = fraction;
        return true;
      });
  ASSERT_TRUE(swept) << swept.error().what();
  EXPECT_DOUBLE_EQ(last, 1.0);
  ASSERT_EQ(points.size(), 3u);
  EXPECT_EQ(points[0].name, "original");
  EXPECT_EQ(points[0].divergence, 0.0);
  EXPECT_EQ(points[0].predictions, 2 * 63u);
  ASSERT_EQ(points[2].chunks.size(), 2u);
  EXPECT_NEAR(divergenceOf(points[2]).mean, points[2].divergence, 1e-12);
  EXPECT_NEAR(std::exp((points[2].chunks[0].surprise + points[2].chunks[1].surprise) / 2),
              points[2].perplexity, 1e-6 * points[2].perplexity);
  EXPECT_LT(points[1].divergence, points[2].divergence);
  EXPECT_LT(points[2].bytes, points[1].bytes);
  EXPECT_GT(points[1].sameBest, 0.9);
  EXPECT_LT(points[2].divergence, 1.0);  // nats; a guess among 4096 tokens would be about 8 away
  EXPECT_EQ(filesInFolder(), 0u);
}

}  // namespace
}  // namespace hearth
