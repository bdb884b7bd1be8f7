#include <gtest/gtest.h>

#include <cmath>

#include "runtime/model/loader.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_models.h"

namespace hearth {
namespace {

using test::GgufWriter;
using test::MlaLayout;

class Architectures : public testing::Test {
 protected:
  Result<std::unique_ptr<Model>> load(const GgufWriter& writer) {
    return loadModel(folder_.write("model.gguf", writer.bytes()));
  }
  // The model, or a failed test.
  std::unique_ptr<Model> loaded(const GgufWriter& writer) {
    auto model = load(writer);
    EXPECT_TRUE(model) << model.error().what();
    return model ? std::move(*model) : nullptr;
  }

 private:
  test::TemporaryFolder folder_;
};

void expectShape(const TensorView& view, uint32_t rows, uint32_t cols) {
  EXPECT_EQ(view.rows(), rows);
  EXPECT_EQ(view.cols(), cols);
}

TEST_F(Architectures, LlamaHasNeighbourRotationAndNoBiases) {
  const auto model = loaded(test::tinyLlama());
  ASSERT_TRUE(model);
  const ModelConfig& config = model->config;
  EXPECT_EQ(config.architecture, "llama");
  EXPECT_EQ(config.name, "tiny llama");
  EXPECT_EQ(config.vocabSize, 48u);
  EXPECT_EQ(config.width, 32u);
  EXPECT_EQ(config.layers, 2u);
  EXPECT_EQ(config.heads, 4u);
  EXPECT_EQ(config.kvHeads, 2u);
  EXPECT_EQ(config.keyDim, 8u);
  EXPECT_EQ(config.valueDim, 8u);
  EXPECT_EQ(config.rope.pairing, RopePairing::Neighbours);
  EXPECT_FLOAT_EQ(config.attentionScale, 1 / std::sqrt(8.0f));
  EXPECT_FALSE(config.latent);
  EXPECT_FALSE(config.routing);
  ASSERT_EQ(model->layers.size(), 2u);
  for (const LayerWeights& layer : model->layers) {
    EXPECT_EQ(layer.attentionNorm.size(), 32u);
    EXPECT_EQ(layer.feedForwardNorm.size(), 32u);
    ASSERT_TRUE(layer.gqa);
    EXPECT_FALSE(layer.mla);
    expectShape(layer.gqa->q.weight, 32, 32);
    expectShape(layer.gqa->k.weight, 16, 32);
    expectShape(layer.gqa->v.weight, 16, 32);
    expectShape(layer.gqa->out.weight, 32, 32);
    EXPECT_TRUE(layer.gqa->q.bias.empty());
    EXPECT_TRUE(layer.gqa->qNorm.empty());
    ASSERT_TRUE(layer.dense);
    EXPECT_FALSE(layer.moe);
    expectShape(layer.dense->gate.weight, 64, 32);
    expectShape(layer.dense->down.weight, 32, 64);
  }
}

TEST_F(Architectures, WithoutOutputWeightTheEmbeddingIsTheHead) {
  const auto tied = loaded(test::tinyLlama().dropTensor("output.weight"));
  ASSERT_TRUE(tied);
  EXPECT_EQ(tied->head.data(), tied->embedding.data());
  const auto untied = loaded(test::tinyLlama());
  ASSERT_TRUE(untied);
  EXPECT_NE(untied->head.data(), untied->embedding.data());
}

TEST_F(Architectures, Qwen2HasBiasesAndRotatesHalves) {
  const auto model = loaded(test::tinyQwen2());
  ASSERT_TRUE(model);
  EXPECT_EQ(model->config.rope.pairing, RopePairing::Halves);
  EXPECT_EQ(model->layers[1].gqa->q.bias.size(), 32u);
  EXPECT_EQ(model->layers[1].gqa->k.bias.size(), 16u);
  EXPECT_EQ(model->layers[1].gqa->v.bias.size(), 16u);
  EXPECT_TRUE(model->layers[1].gqa->out.bias.empty());
}

TEST_F(Architectures, Qwen3NormalisesEveryHead) {
  const auto model = loaded(test::tinyQwen3());
  ASSERT_TRUE(model);
  EXPECT_EQ(model->config.rope.pairing, RopePairing::Halves);
  EXPECT_EQ(model->layers[0].gqa->qNorm.size(), 8u);
  EXPECT_EQ(model->layers[0].gqa->kNorm.size(), 8u);
  EXPECT_TRUE(model->layers[0].dense);
  EXPECT_FALSE(load(test::tinyQwen3().dropTensor("blk.1.attn_k_norm.weight")));
}

TEST_F(Architectures, Qwen3MoeRoutesInEveryLayer) {
  const auto model = loaded(test::tinyQwen3Moe());
  ASSERT_TRUE(model);
  const Routing& routing = *model->config.routing;
  EXPECT_EQ(routing.experts, 4u);
  EXPECT_EQ(routing.topK, 2u);
  EXPECT_EQ(routing.groups, 1u);
  EXPECT_EQ(routing.gating, Gating::Softmax);
  EXPECT_TRUE(routing.normalizeWeights);
  EXPECT_EQ(routing.scale, 1.0f);
  for (const LayerWeights& layer : model->layers) {
    ASSERT_TRUE(layer.moe);
    EXPECT_FALSE(layer.dense);
    EXPECT_FALSE(layer.moe->shared);
    EXPECT_EQ(layer.moe->expertWidth, 32u);
    expectShape(layer.moe->router, 4, 32);
    EXPECT_EQ(layer.moe->gate.experts(), 4u);
    expectShape(layer.moe->gate.expert(3), 32, 32);
    expectShape(layer.moe->down.expert(0), 32, 32);
  }
}

TEST_F(Architectures, DeepseekV2HasOneQueryMatrixAndSoftmaxGates) {
  const auto model = loaded(test::tinyDeepseekV2(MlaLayout::Legacy));
  ASSERT_TRUE(model);
  const ModelConfig& config = model->config;
  ASSERT_TRUE(config.latent);
  EXPECT_EQ(config.latent->qLoraRank, 0u);
  EXPECT_EQ(config.latent->kvLoraRank, 16u);
  EXPECT_EQ(config.latent->nopeDim, 12u);
  EXPECT_EQ(config.latent->ropeDim, 4u);
  EXPECT_EQ(config.latent->valueDim, 8u);
  EXPECT_EQ(config.keyDim, 16u);
  EXPECT_EQ(config.denseLayers, 1u);
  EXPECT_EQ(config.rope.pairing, RopePairing::Neighbours);
  EXPECT_FLOAT_EQ(config.attentionScale, 0.25f);
  EXPECT_EQ(config.routing->gating, Gating::Softmax);
  EXPECT_EQ(config.routing->groupScore, GroupScore::Max);
  EXPECT_FALSE(config.routing->normalizeWeights);
  const MlaWeights& mla = *model->layers[0].mla;
  expectShape(mla.q.weight, 4 * 16, 32);
  EXPECT_TRUE(mla.qDown.weight.empty());
  expectShape(mla.kvDown.weight, 20, 32);
  expectShape(mla.keyAbsorb, 4 * 16, 12);
  expectShape(mla.keyUp, 4 * 12, 16);
  expectShape(mla.valueUp, 4 * 8, 16);
  expectShape(mla.out.weight, 32, 4 * 8);
  EXPECT_TRUE(model->layers[0].dense);
  ASSERT_TRUE(model->layers[1].moe);
  EXPECT_TRUE(model->layers[1].moe->routerBias.empty());
  ASSERT_TRUE(model->layers[1].moe->shared);
  expectShape(model->layers[1].moe->shared->up.weight, 32, 32);
}

TEST_F(Architectures, DeepseekV32HasAnIndexerInEveryLayer) {
  const auto model = loaded(test::tinyDeepseekV32());
  ASSERT_TRUE(model);
  const ModelConfig& config = model->config;
  EXPECT_EQ(config.architecture, "deepseek32");
  EXPECT_EQ(config.layers, 2u);
  EXPECT_EQ(config.routing->gating, Gating::Sigmoid);
  ASSERT_TRUE(config.indexer);
  EXPECT_EQ(config.indexer->heads, 16u);
  EXPECT_EQ(config.indexer->dim, 64u);
  EXPECT_EQ(config.indexer->topK, 8u);
  ASSERT_EQ(model->nextn.size(), 1u);
  for (const LayerWeights* layer : {&model->layers[0], &model->layers[1], &model->nextn[0].layer}) {
    ASSERT_TRUE(layer->mla && layer->mla->indexer);
    const IndexerWeights& indexer = *layer->mla->indexer;
    expectShape(indexer.qUp.weight, 16 * 64, 24);
    expectShape(indexer.key.weight, 64, 32);
    expectShape(indexer.headWeights.weight, 16, 32);
    EXPECT_EQ(indexer.keyGain.size(), 64u);
    EXPECT_EQ(indexer.keyShift.size(), 64u);
  }
  const auto v3 = loaded(test::tinyDeepseekV3(MlaLayout::Split));
  ASSERT_TRUE(v3);
  EXPECT_FALSE(v3->config.indexer);
  EXPECT_FALSE(v3->layers[0].mla->indexer);
}

TEST_F(Architectures, DeepseekV32WithoutItsIndexerIsRefused) {
  const auto refused = load(test::tinyDeepseekV32().dropTensor("blk.1.indexer.k_norm.bias"));
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().what().find("blk.1.indexer.k_norm.bias"), std::string::npos)
      << refused.error().what();
}

TEST_F(Architectures, DeepseekV3HasLowRankQueriesGroupsBiasAndANextnLayer) {
  const auto model = loaded(test::tinyDeepseekV3(MlaLayout::Split));
  ASSERT_TRUE(model);
  const ModelConfig& config = model->config;
  EXPECT_EQ(config.layers, 2u);
  EXPECT_EQ(config.nextnLayers, 1u);
  EXPECT_EQ(model->layers.size(), 2u);
  EXPECT_EQ(config.latent->qLoraRank, 24u);
  EXPECT_EQ(config.keyDim, 16u);
  EXPECT_EQ(config.valueDim, 8u);
  const Routing& routing = *config.routing;
  EXPECT_EQ(routing.groups, 4u);
  EXPECT_EQ(routing.topKGroups, 2u);
  EXPECT_EQ(routing.gating, Gating::Sigmoid);
  EXPECT_EQ(routing.groupScore, GroupScore::TopTwoSum);
  EXPECT_TRUE(routing.normalizeWeights);
  EXPECT_FLOAT_EQ(routing.scale, 2.5f);
  const MlaWeights& mla = *model->layers[0].mla;
  EXPECT_TRUE(mla.q.weight.empty());
  expectShape(mla.qDown.weight, 24, 32);
  EXPECT_EQ(mla.qNorm.size(), 24u);
  expectShape(mla.qUp.weight, 4 * 16, 24);
  EXPECT_EQ(model->layers[1].moe->routerBias.size(), 8u);
  ASSERT_EQ(model->nextn.size(), 1u);
  expectShape(model->nextn[0].ehProj.weight, 32, 64);
  EXPECT_EQ(model->nextn[0].headNorm.size(), 32u);
  EXPECT_TRUE(model->nextn[0].layer.moe);
}

TEST_F(Architectures, NextnKeyWithoutItsTensorsIsAModelWithoutNextnLayer) {
  auto writer = test::tinyDeepseekV3(MlaLayout::Split);
  std::erase_if(writer.tensors,
                [](const GgufWriter::Tensor& tensor) { return tensor.name.starts_with("blk.2."); });
  const auto model = loaded(writer);
  ASSERT_TRUE(model);
  EXPECT_EQ(model->config.layers, 2u);
  EXPECT_EQ(model->config.nextnLayers, 0u);
  EXPECT_TRUE(model->nextn.empty());
}

TEST_F(Architectures, UnstatedGateIsSoftmaxUnlessABiasOrGlmsVocabularySaysOtherwise) {
  const auto gatingOf = [&](const GgufWriter& writer) { return loaded(writer)->config.routing->gating; };
  EXPECT_EQ(gatingOf(test::tinyDeepseekV2(MlaLayout::Legacy).drop("deepseek2.expert_gating_func")),
            Gating::Softmax);
  EXPECT_EQ(gatingOf(test::tinyDeepseekV3(MlaLayout::Legacy).drop("deepseek2.expert_gating_func")),
            Gating::Sigmoid);
  EXPECT_EQ(gatingOf(test::tinyDeepseekV2(MlaLayout::Legacy)
                         .drop("deepseek2.expert_gating_func")
                         .text("tokenizer.ggml.pre", "glm4")),
            Gating::Sigmoid);
}

TEST_F(Architectures, UnknownArchitectureNamesTheKnownOnes) {
  const auto model = load(test::tinyLlama().text("general.architecture", "mamba"));
  ASSERT_FALSE(model);
  for (const char* word : {"'mamba'", "deepseek2", "llama", "qwen2", "qwen3", "qwen3moe"}) {
    EXPECT_NE(model.error().what().find(word), std::string::npos) << model.error().what();
  }
}

TEST_F(Architectures, ProgressReachesTheWholeAndFalseCancels) {
  test::TemporaryFolder folder;
  const auto path = folder.write("model.gguf", test::tinyLlama(4).bytes());
  std::vector<float> seen;
  LoadOptions watching;
  watching.onProgress = [&](float fraction) {
    seen.push_back(fraction);
    return true;
  };
  ASSERT_TRUE(loadModel(path, watching));
  EXPECT_EQ(seen, (std::vector<float>{0.25f, 0.5f, 0.75f, 1.0f}));
  LoadOptions cancelling;
  cancelling.onProgress = [](float fraction) { return fraction < 0.5f; };
  const auto cancelled = loadModel(path, cancelling);
  ASSERT_FALSE(cancelled);
  EXPECT_NE(cancelled.error().what().find("cancelled"), std::string::npos);
}

}  // namespace
}  // namespace hearth
