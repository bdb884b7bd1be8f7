// Checkpoints made here: what they are read as, that a conversion to GGUF computes the same, and what is
// refused.
#include <filesystem>

#include <gtest/gtest.h>

#include "runtime/checkpoint/open_checkpoint.h"
#include "runtime/checkpoint/tensor_names.h"
#include "runtime/convert/checkpoint_source.h"
#include "runtime/convert/quality.h"
#include "runtime/convert/quantize_model.h"
#include "runtime/cpu/cpu_ops.h"
#include "runtime/forward/decoder.h"
#include "runtime/model/loader.h"
#include "runtime/tokenizer/tokenizer.h"
#include "tests/checkpoint/checkpoint_writer.h"
#include "tests/support/relative_error.h"
#include "tests/support/temporary_folder.h"

namespace hearth::test {
namespace {

class Checkpoint : public testing::Test {
 protected:
  std::unique_ptr<Model> load(const std::string& path) {
    auto model = loadModel(path);
    EXPECT_TRUE(model) << model.error().what();
    return model ? std::move(*model) : nullptr;
  }
  std::string folder() const { return folder_.path().string(); }
  std::string failureOf(const CheckpointWriter& writer) {
    writer.write(folder());
    const auto model = loadModel(folder());
    return model ? "loaded" : model.error().what();
  }
  std::vector<float> logitsOf(const Model& model) {
    const auto ops = makeCpuOps(pool_);
    auto decoder = Decoder::create(model, *ops, 64, {});
    CHECK(decoder);
    const std::vector<int32_t> tokens = {1, 5, 2, 9, 3, 3, 20, 7, 11, 4, 8, 15, 0, 6};
    std::vector<float> logits(model.config.vocabSize * tokens.size());
    (*decoder)->evaluate(tokens, 0, LogitsFor::Every, logits, nullptr);
    return logits;
  }
  void expectConvertedTheSame(const Model& model) {
    const std::string path = folder_.file("converted.gguf");
    auto source = sourceOf(*model.file);
    ASSERT_TRUE(source) << source.error().what();
    QuantizePlan plan;
    plan.types.plain = DType::F32;
    const auto report = quantizeModel(**source, path, plan, pool_);
    ASSERT_TRUE(report) << report.error().what();
    const auto converted = load(path);
    ASSERT_TRUE(converted);
    EXPECT_EQ(converted->nextn.size(), model.nextn.size());
    // The same numbers, added up in another order at most: a few epsilons over two layers.
    EXPECT_LE(relativeError(logitsOf(*converted), logitsOf(model)), 1e-5);
  }

  TemporaryFolder folder_;
  ThreadPool pool_{2};
};

TEST_F(Checkpoint, OfEightBitsInSeveralFilesComputesWhatItsConversionDoes) {
  tinyFp8Deepseek().write(folder(), 3);
  const auto model = load(folder());
  ASSERT_TRUE(model);
  EXPECT_EQ(model->config.architecture, "deepseek2");
  EXPECT_EQ(model->file->partCount(), 3u);
  ASSERT_TRUE(model->layers[1].moe);
  EXPECT_EQ(model->layers[1].moe->gate.pieces().size(), 4u);
  EXPECT_EQ(model->layers[1].moe->gate.type(), DType::F8_E4M3);
  EXPECT_EQ(model->nextn.size(), 1u);
  expectConvertedTheSame(*model);
}

// DeepSeek-V3.2: 5 of 14 positions are seen, so that the indexer's choice counts.
TEST_F(Checkpoint, OfSparseAttentionComputesWhatItsConversionDoes) {
  const CheckpointWriter writer = tinySparseDeepseek();
  writer.write(folder());
  const auto model = load(folder());
  ASSERT_TRUE(model);
  EXPECT_EQ(model->config.architecture, "deepseek32");
  ASSERT_TRUE(model->config.indexer);
  EXPECT_EQ(model->config.indexer->heads, 3u);
  EXPECT_EQ(model->config.indexer->dim, 24u);
  EXPECT_EQ(model->config.indexer->topK, 5u);
  EXPECT_EQ(model->nextn.size(), 1u);
  EXPECT_TRUE(*model->file->metadata().flagOr("tokenizer.ggml.add_bos_token", false));
  expectConvertedTheSame(*model);
  const auto chosen = logitsOf(*model);

  // Without the indexer it is V3, which sees all.
  CheckpointWriter dense = writer;
  dense.config["model_type"] = "deepseek_v3";
  std::erase_if(dense.tensors, [](const auto& t) { return t.name.find(".indexer.") != t.name.npos; });
  dense.write(folder());
  const auto whole = load(folder());
  ASSERT_TRUE(whole);
  EXPECT_GT(relativeError(chosen, logitsOf(*whole)), 1e-2);
}

TEST_F(Checkpoint, OfSparseAttentionLacksNothingOfItsIndexer) {
  CheckpointWriter noCount = tinySparseDeepseek();
  noCount.config.erase("index_topk");
  EXPECT_NE(failureOf(noCount).find("'index_topk' is missing"), std::string::npos);
  CheckpointWriter noShift = tinySparseDeepseek();
  std::erase_if(noShift.tensors,
                [](const auto& t) { return t.name.ends_with("1.self_attn.indexer.k_norm.bias"); });
  EXPECT_NE(failureOf(noShift).find("indexer.k_norm.bias"), std::string::npos);
}

TEST_F(Checkpoint, IsMeasuredInSmallerForms) {
  hearth::test::tinyFp8Deepseek().write(folder());
  std::vector<int32_t> tokens(64);
  for (size_t i = 0; i < tokens.size(); ++i) tokens[i] = static_cast<int32_t>(i * 7 % 32);
  std::vector<QualityPoint> points;
  const auto swept = sweepQuality({.model = folder(),
                                   .folder = folder(),
                                   .types = {QuantizeType::Q8_0},
                                   .text = {.tokens = tokens, .chunkTokens = 32}},
                                  pool_, [&](const QualityPoint& point) { points.push_back(point); });
  ASSERT_TRUE(swept) << swept.error().what();
  ASSERT_EQ(points.size(), 2u);
  EXPECT_EQ(points[0].divergence, 0);
  EXPECT_GT(points[1].divergence, 0);
  EXPECT_LT(points[1].divergence, 0.1);  // rounding by half a percent, of weights without order
}

TEST_F(Checkpoint, OfLlamaKeepsItsPairsAndComputesWhatItsReorderedConversionDoes) {
  tinyBf16Llama().write(folder());
  const auto model = load(folder());
  ASSERT_TRUE(model);
  EXPECT_EQ(model->config.rope.pairing, RopePairing::Halves);
  expectConvertedTheSame(*model);
}

TEST_F(Checkpoint, GivesItsTokenizer) {
  tinyBf16Llama().write(folder());
  const auto metadata = readModelMetadata(folder() + "/config.json");
  ASSERT_TRUE(metadata) << metadata.error().what();
  EXPECT_EQ(*metadata->textOrNull("tokenizer.ggml.pre"), "llama-bpe");
  EXPECT_EQ(*metadata->textOrNull("tokenizer.chat_template"), "{{ messages }}");
  const auto tokenizer = Tokenizer::fromMetadata(*metadata);
  ASSERT_TRUE(tokenizer) << tokenizer.error().what();
  EXPECT_EQ((*tokenizer)->vocabSize(), 40u);
  EXPECT_EQ((*tokenizer)->bos(), 26);
  EXPECT_EQ((*tokenizer)->eos(), 27);
  EXPECT_EQ((*tokenizer)->bytesOf(28), "ab");
}

TEST_F(Checkpoint, TakesATemplateOfItsOwnFileBeforeTheSettings) {
  tinyBf16Llama().write(folder());
  std::ofstream(folder() + "/chat_template.jinja") << "{{ messages[0].content }}";
  const auto metadata = readModelMetadata(folder());
  ASSERT_TRUE(metadata) << metadata.error().what();
  EXPECT_EQ(*metadata->textOrNull("tokenizer.chat_template"), "{{ messages[0].content }}");
}

// Mistral 7B 0.1: within the window every token sees all before it.
TEST_F(Checkpoint, OfAWindowHasAContextNoLongerThanIt) {
  CheckpointWriter writer = tinyBf16Llama();
  writer.config["model_type"] = "mistral";
  writer.config["sliding_window"] = 96;
  writer.write(folder());
  EXPECT_EQ(load(folder())->config.contextLength, 96u);
  writer.config["use_sliding_window"] = false;  // as Qwen's files say
  writer.write(folder());
  EXPECT_EQ(load(folder())->config.contextLength, 256u);
  writer.config["sliding_window"] = nullptr;  // Mistral 0.2 and 0.3
  writer.config.erase("use_sliding_window");
  writer.write(folder());
  EXPECT_EQ(load(folder())->config.contextLength, 256u);
}

TEST_F(Checkpoint, IsRefusedWithASentenceWhenSomethingIsMissing) {
  const auto says = [](const std::string& what, const char* part) {
    EXPECT_NE(what.find(part), std::string::npos) << what;
  };
  const auto none = loadModel(folder());
  ASSERT_FALSE(none);
  says(none.error().what(), "there is no config.json in this folder");
  says(none.error().what(), folder().c_str());
  CheckpointWriter noTokenizer = tinyBf16Llama();
  noTokenizer.write(folder());
  std::filesystem::remove(folder() + "/tokenizer.json");
  const auto mute = loadModel(folder());
  ASSERT_FALSE(mute);
  says(mute.error().what(), "there is no tokenizer.json in this folder");
  CheckpointWriter noScales = tinyFp8Deepseek();
  std::erase_if(noScales.tensors,
                [](const auto& t) { return t.name.ends_with("0.mlp.up_proj.weight_scale_inv"); });
  says(failureOf(noScales), "no factors");
  CheckpointWriter wrongScales = tinyFp8Deepseek();
  for (auto& t : wrongScales.tensors) {
    if (t.name.ends_with("_scale_inv")) t.shape = {t.bytes.size() / 4, 1};
  }
  says(failureOf(wrongScales), "128 x 128");
  CheckpointWriter noExpert = tinyFp8Deepseek();
  std::erase_if(noExpert.tensors,
                [](const auto& t) { return t.name.find("1.mlp.experts.2.") != t.name.npos; });
  says(failureOf(noExpert), "ffn_gate.2.weight' is missing");
  CheckpointWriter otherKind = tinyBf16Llama();
  otherKind.config["model_type"] = "mamba";
  says(failureOf(otherKind), "mamba");
  CheckpointWriter otherQuantisation = tinyBf16Llama();
  otherQuantisation.config["quantization_config"] = {{"quant_method", "gptq"}};
  says(failureOf(otherQuantisation), "gptq");
  CheckpointWriter strange = tinyBf16Llama();
  strange.plain("model.layers.0.surprise.weight", {3});
  says(failureOf(strange), "surprise");
  CheckpointWriter outside = tinyBf16Llama();
  outside.write(folder());
  std::ofstream(folder() + "/model.safetensors.index.json")
      << R"({"weight_map":{"a":"../model.safetensors"}})";
  const auto model = loadModel(folder());
  ASSERT_FALSE(model);
  says(model.error().what(), "no file of the folder");
}

TEST(TensorNames, AreTranslated) {
  EXPECT_EQ(ggufNameOf("model.layers.12.self_attn.kv_a_proj_with_mqa.weight"), "blk.12.attn_kv_a_mqa.weight");
  EXPECT_EQ(ggufNameOf("model.layers.3.mlp.experts.17.down_proj.weight"), "blk.3.ffn_down.17.weight");
  EXPECT_EQ(ggufNameOf("model.layers.3.block_sparse_moe.experts.1.w2.weight"), "blk.3.ffn_down.1.weight");
  EXPECT_EQ(ggufNameOf("model.layers.61.shared_head.head.weight"), "");
  EXPECT_EQ(ggufNameOf("model.layers.7.self_attn.indexer.wq_b.weight"), "blk.7.indexer.attn_q_b.weight");
  EXPECT_EQ(ggufNameOf("model.layers.7.self_attn.indexer.wk.weight"), "blk.7.indexer.attn_k.weight");
  EXPECT_EQ(ggufNameOf("model.layers.7.self_attn.indexer.k_norm.bias"), "blk.7.indexer.k_norm.bias");
  EXPECT_EQ(ggufNameOf("model.layers.7.self_attn.indexer.weights_proj.weight"), "blk.7.indexer.proj.weight");
  EXPECT_EQ(ggufNameOf("model.layers.x.mlp.gate.weight"), std::nullopt);
  EXPECT_EQ(ggufNameOf("model.layers.1"), std::nullopt);
}

}  // namespace
}  // namespace hearth::test
