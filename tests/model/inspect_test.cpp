#include "runtime/model/inspect.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_models.h"

namespace hearth {
namespace {

using test::MlaLayout;

class Inspect : public testing::Test {
 protected:
  ModelFacts factsOfFile(const test::GgufWriter& writer) {
    auto facts = inspectModel(folder_.write("model.gguf", writer.bytes()));
    EXPECT_TRUE(facts) << facts.error().what();
    return facts ? std::move(*facts) : ModelFacts();
  }
  test::TemporaryFolder folder_;
};

TEST_F(Inspect, CountsParametersOfADenseModel) {
  const auto facts = factsOfFile(test::tinyLlama(2));
  // Embedding and head 48 x 32 each, final norm 32; a layer: two norms, q and out 32 x 32, k and v 16 x 32,
  // three ffn matrices 64 x 32.
  const uint64_t expected = 2 * 48 * 32 + 32 + 2 * (2 * 32 + 2 * 32 * 32 + 2 * 16 * 32 + 3 * 64 * 32);
  EXPECT_EQ(facts.parameters, expected);
  EXPECT_EQ(facts.parametersActive, expected);
  EXPECT_EQ(facts.formats.at("f32").parameters, expected);
  EXPECT_EQ(facts.formats.at("f32").bytes, 4 * expected);
  EXPECT_EQ(facts.cacheBytesPerToken, 2u * 2 * (8 + 8) * 2);  // layers, kv heads, key + value, float16
}

TEST_F(Inspect, CountsOnlyTheChosenExpertsAsActive) {
  const auto facts = factsOfFile(test::tinyQwen3Moe(1));
  const uint64_t oneExpert = 3 * 32 * 32;
  EXPECT_EQ(facts.parameters - facts.parametersActive, 2 * oneExpert);  // 2 of 4 rest
  EXPECT_EQ(facts.expertWidth, 32u);
  EXPECT_EQ(facts.sharedExperts, 0u);
}

TEST_F(Inspect, LatentCacheHoldsLatentAndRotatedKeyOnly) {
  for (const auto& [layout, name] :
       {std::pair{MlaLayout::Legacy, "legacy"}, std::pair{MlaLayout::Split, "split"}}) {
    const auto facts = factsOfFile(test::tinyDeepseekV3(layout));
    EXPECT_EQ(facts.cacheBytesPerToken, 2u * (16 + 4) * 2);  // layers without the nextn layer
    EXPECT_EQ(facts.latentLayout, name);
    EXPECT_EQ(facts.sharedExperts, 1u);
    EXPECT_EQ(facts.rope.scaling, "yarn");
    EXPECT_EQ(facts.rope.factor, 40.0);
    EXPECT_EQ(facts.rope.originalContext, 4096u);
  }
}

TEST_F(Inspect, SparseAttentionCachesItsIndexKeysToo) {
  const auto facts = factsOfFile(test::tinyDeepseekV32());
  EXPECT_EQ(facts.cacheBytesPerToken, 2u * (16 + 4 + 64) * 2);
  EXPECT_EQ(toJson(facts).at("sparse_attention").at("top_k"), 8);
  EXPECT_NE(toText(facts).find("the best 8 positions"), std::string::npos) << toText(facts);
  EXPECT_TRUE(toJson(factsOfFile(test::tinyDeepseekV3(MlaLayout::Split))).at("sparse_attention").is_null());
}

TEST_F(Inspect, JsonHoldsTheFactsAndEveryTensor) {
  const auto json = toJson(factsOfFile(test::tinyDeepseekV3(MlaLayout::Split)));
  EXPECT_EQ(json.at("name"), "tiny deepseek2");
  EXPECT_EQ(json.at("architecture"), "deepseek2");
  EXPECT_EQ(json.at("gguf_version"), 3);
  EXPECT_EQ(json.at("parts"), 1);
  EXPECT_EQ(json.at("vocabulary_only"), false);
  EXPECT_EQ(json.at("hyperparameters").at("layers"), 2);
  EXPECT_EQ(json.at("hyperparameters").at("nextn_layers"), 1);
  EXPECT_EQ(json.at("latent_attention").at("kv_lora_rank"), 16);
  EXPECT_EQ(json.at("experts").at("gating"), "sigmoid");
  EXPECT_EQ(json.at("experts").at("groups_used"), 2);
  EXPECT_EQ(json.at("tokenizer").at("vocab_size"), 48);
  EXPECT_EQ(json.at("tokenizer").at("has_chat_template"), false);
  EXPECT_EQ(json.at("tensors").size(), json.at("tensor_count").get<size_t>());
  EXPECT_EQ(json.at("tensors").at(0).at("format"), "f32");
  const auto dense = toJson(factsOfFile(test::tinyLlama().text("tokenizer.chat_template", "x")));
  EXPECT_TRUE(dense.at("latent_attention").is_null());
  EXPECT_TRUE(dense.at("experts").is_null());
  EXPECT_EQ(dense.at("tokenizer").at("has_chat_template"), true);
}

TEST_F(Inspect, VocabularyOnlyFileOfAnyArchitectureIsDescribed) {
  auto writer = test::tinyLlama();
  writer.tensors.clear();
  writer.text("general.architecture", "falcon");
  const auto facts = factsOfFile(writer);
  EXPECT_FALSE(facts.config);
  EXPECT_EQ(facts.tokens, 48u);
  EXPECT_EQ(toJson(facts).at("vocabulary_only"), true);
  EXPECT_NE(toText(facts).find("vocabulary only"), std::string::npos);
  EXPECT_FALSE(inspectModel(folder_.write("empty.gguf", writer.drop("tokenizer.ggml.tokens").bytes())));
}

TEST_F(Inspect, HostileNamesAreShownHarmlessly) {
  const auto facts = factsOfFile(test::tinyLlama().text("general.name", "\x1b[31mred\r\nfake \xff line"));
  EXPECT_EQ(facts.name, " [31mred  fake \xef\xbf\xbd line");
  EXPECT_EQ(toText(facts).find('\x1b'), std::string::npos);
  EXPECT_NO_THROW(toJson(facts).dump());
}

TEST_F(Inspect, DamagedModelIsAnErrorNotAHalfDescription) {
  const auto facts =
      inspectModel(folder_.write("m.gguf", test::tinyLlama().u32("llama.block_count", 9).bytes()));
  ASSERT_FALSE(facts);
  EXPECT_NE(facts.error().what().find("blk.2.attn_norm.weight"), std::string::npos);
}

}  // namespace
}  // namespace hearth
