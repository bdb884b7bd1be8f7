// Models whose hyperparameters, shapes or values contradict each other: each error must name what is wrong.
#include <gtest/gtest.h>

#include <cctype>
#include <cmath>
#include <functional>
#include <limits>

#include "runtime/model/loader.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_models.h"

namespace hearth {
namespace {

using test::GgufWriter;
using test::littleEndian;
using test::MlaLayout;

struct Damage {
  std::string what;
  std::function<void(GgufWriter&)> make;
  std::string named;  // must stand in the error
};

void PrintTo(const Damage& damage, std::ostream* out) { *out << damage.what; }

// Names of tests consist of letters, digits and underscores; the number tells equal ones apart.
std::string nameOf(const testing::TestParamInfo<Damage>& info) {
  std::string name = std::to_string(info.index) + "_" + info.param.what;
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return name;
}

Damage key(const std::string& name, uint32_t value) {
  return {name + " = " + std::to_string(value), [=](GgufWriter& file) { file.u32(name, value); },
          "'" + name + "'"};
}
Damage number(const std::string& name, float value) {
  return {name + " = " + std::to_string(value), [=](GgufWriter& file) { file.f32(name, value); },
          "'" + name + "'"};
}
Damage withoutKey(const std::string& name) {
  return {"no " + name, [=](GgufWriter& file) { file.drop(name); }, "'" + name + "' is missing"};
}
Damage withoutTensor(const std::string& name) {
  return {"no " + name, [=](GgufWriter& file) { file.dropTensor(name); }, "'" + name + "' is missing"};
}
Damage shape(const std::string& name, std::vector<uint64_t> dims) {
  return {name + " reshaped", [=](GgufWriter& file) { file.at(name).shape = dims; },
          "'" + name + "' has the shape"};
}
Damage value(const std::string& name, float bad) {
  return {name + " holds " + std::to_string(bad),
          [=](GgufWriter& file) { file.at(name).data.replace(4, 4, littleEndian(bad)); }, "'" + name + "'"};
}
// A key whose damage shows first in a tensor.
Damage keySeenIn(const std::string& name, uint32_t bad, const std::string& tensor) {
  return {name + " = " + std::to_string(bad), [=](GgufWriter& file) { file.u32(name, bad); },
          "'" + tensor + "'"};
}

constexpr uint32_t kMax = std::numeric_limits<uint32_t>::max();

class DamagedLlama : public testing::TestWithParam<Damage> {};
class DamagedDeepseek : public testing::TestWithParam<Damage> {};
class DamagedSparse : public testing::TestWithParam<Damage> {};

void expectNamed(GgufWriter writer, const Damage& damage) {
  test::TemporaryFolder folder;
  ASSERT_TRUE(loadModel(folder.write("sound.gguf", writer.bytes())));
  damage.make(writer);
  const auto model = loadModel(folder.write("damaged.gguf", writer.bytes()));
  ASSERT_FALSE(model);
  EXPECT_NE(model.error().what().find(damage.named), std::string::npos) << model.error().what();
  EXPECT_NE(model.error().what().find("damaged.gguf'"), std::string::npos) << model.error().what();
}

TEST_P(DamagedLlama, IsRejectedByName) { expectNamed(test::tinyLlama(), GetParam()); }
TEST_P(DamagedDeepseek, IsRejectedByName) { expectNamed(test::tinyDeepseekV3(MlaLayout::Split), GetParam()); }
TEST_P(DamagedSparse, IsRejectedByName) { expectNamed(test::tinyDeepseekV32(), GetParam()); }

INSTANTIATE_TEST_SUITE_P(
    Keys, DamagedLlama,
    testing::Values(
        key("llama.block_count", 0), keySeenIn("llama.block_count", 3, "blk.2.attn_norm.weight"),
        key("llama.block_count", 1000000), key("llama.block_count", kMax), key("llama.embedding_length", 0),
        keySeenIn("llama.embedding_length", 36, "token_embd.weight"), key("llama.embedding_length", 1u << 31),
        key("llama.attention.head_count", 0),
        keySeenIn("llama.attention.head_count", 3, "llama.attention.head_count_kv"),
        key("llama.attention.head_count", kMax), key("llama.attention.head_count_kv", 0),
        key("llama.attention.head_count_kv", 3), key("llama.attention.head_count_kv", 8),
        key("llama.attention.key_length", 0),
        keySeenIn("llama.attention.key_length", 9, "blk.0.attn_q.weight"),
        key("llama.attention.key_length", kMax), key("llama.feed_forward_length", 0),
        keySeenIn("llama.feed_forward_length", 65, "blk.0.ffn_gate.weight"),
        key("llama.feed_forward_length", kMax), key("llama.context_length", 0),
        number("llama.attention.layer_norm_rms_epsilon", NAN),
        number("llama.attention.layer_norm_rms_epsilon", -1),
        number("llama.attention.layer_norm_rms_epsilon", INFINITY), number("llama.rope.freq_base", NAN),
        number("llama.rope.freq_base", -1), key("llama.expert_used_count", 9),
        keySeenIn("llama.expert_count", 8, "llama.expert_used_count"), withoutKey("llama.block_count"),
        withoutKey("llama.embedding_length"), withoutKey("llama.attention.head_count"),
        withoutKey("llama.attention.layer_norm_rms_epsilon"), withoutKey("llama.context_length"),
        withoutKey("llama.feed_forward_length"), withoutKey("general.architecture")),
    nameOf);

INSTANTIATE_TEST_SUITE_P(
    Tensors, DamagedLlama,
    testing::Values(withoutTensor("token_embd.weight"), withoutTensor("output_norm.weight"),
                    withoutTensor("blk.1.attn_q.weight"), withoutTensor("blk.0.ffn_norm.weight"),
                    shape("blk.0.attn_q.weight", {1024}), shape("blk.0.attn_q.weight", {32, 16, 2}),
                    shape("blk.0.attn_k.weight", {16, 32}), shape("blk.0.attn_norm.weight", {8, 4}),
                    value("output_norm.weight", NAN), value("blk.1.attn_norm.weight", INFINITY),
                    Damage{"integer weights",
                           [](GgufWriter& file) { file.at("blk.0.attn_q.weight").type = 26; },
                           "'blk.0.attn_q.weight' is stored as i32"},
                    Damage{"a quantised norm",
                           [](GgufWriter& file) {
                             auto& norm = file.at("output_norm.weight");
                             norm.type = static_cast<uint32_t>(DType::Q4_0);
                             norm.data.resize(18);
                           },
                           "'output_norm.weight' is stored as q4_0"},
                    Damage{"a token too many",
                           [](GgufWriter& file) {
                             file.texts("tokenizer.ggml.tokens", std::vector<std::string>(49, "x"));
                           },
                           "'tokenizer.ggml.tokens' holds 49 tokens where the embedding has 48 rows"},
                    Damage{"no tokens", [](GgufWriter& file) { file.drop("tokenizer.ggml.tokens"); },
                           "'tokenizer.ggml.tokens'"},
                    Damage{"a list of layers' heads",
                           [](GgufWriter& file) {
                             file.raw("llama.attention.head_count", 9,
                                      littleEndian<uint32_t>(4) + littleEndian<uint64_t>(2) +
                                          littleEndian<uint32_t>(4) + littleEndian<uint32_t>(4));
                           },
                           "'llama.attention.head_count' is a list of numbers"}),
    nameOf);

const std::string kD = "deepseek2.";
INSTANTIATE_TEST_SUITE_P(
    Keys, DamagedDeepseek,
    testing::Values(keySeenIn(kD + "attention.kv_lora_rank", 17, "blk.0.attn_kv_a_mqa.weight"),
                    key(kD + "attention.kv_lora_rank", 0), withoutKey(kD + "attention.kv_lora_rank"),
                    key(kD + "attention.key_length_mla", 0), key(kD + "rope.dimension_count", 16),
                    key(kD + "rope.dimension_count", 5), withoutKey(kD + "rope.dimension_count"),
                    keySeenIn(kD + "attention.q_lora_rank", 25, "blk.0.attn_q_a.weight"),
                    key(kD + "nextn_predict_layers", 3), key(kD + "expert_used_count", 0),
                    key(kD + "expert_used_count", 9), key(kD + "expert_count", kMax),
                    key(kD + "expert_group_count", 3), key(kD + "expert_group_count", 8),
                    key(kD + "expert_group_used_count", 5), key(kD + "expert_gating_func", 3),
                    key(kD + "leading_dense_block_count", 9),
                    keySeenIn(kD + "leading_dense_block_count", 2, "blk.1.ffn_gate.weight"),
                    keySeenIn(kD + "expert_feed_forward_length", 33, "blk.1.ffn_gate_exps.weight"),
                    keySeenIn(kD + "expert_shared_count", 2, "blk.1.ffn_gate_shexp.weight"),
                    number(kD + "expert_weights_scale", NAN),
                    number(kD + "rope.scaling.yarn_log_multiplier", INFINITY)),
    nameOf);

INSTANTIATE_TEST_SUITE_P(
    Tensors, DamagedDeepseek,
    testing::Values(withoutTensor("blk.0.attn_k_b.weight"), withoutTensor("blk.0.attn_v_b.weight"),
                    withoutTensor("blk.1.ffn_down_exps.weight"), withoutTensor("blk.1.ffn_up_shexp.weight"),
                    withoutTensor("blk.2.nextn.enorm.weight"), shape("blk.1.ffn_gate_exps.weight", {32, 256}),
                    shape("blk.0.attn_k_b.weight", {16, 12, 4}), value("blk.1.exp_probs_b.bias", NAN)),
    nameOf);

const std::string kS = "deepseek32.";
INSTANTIATE_TEST_SUITE_P(
    Indexer, DamagedSparse,
    testing::Values(withoutKey(kS + "attention.indexer.head_count"),
                    key(kS + "attention.indexer.head_count", 0),
                    key(kS + "attention.indexer.head_count", kMax),
                    keySeenIn(kS + "attention.indexer.head_count", 15, "blk.0.indexer.attn_q_b.weight"),
                    key(kS + "attention.indexer.key_length", 3), key(kS + "attention.indexer.top_k", 0),
                    keySeenIn(kS + "attention.indexer.key_length", 63, "blk.0.indexer.attn_q_b.weight"),
                    withoutKey(kS + "attention.indexer.top_k"), key(kS + "attention.q_lora_rank", 0),
                    key(kS + "attention.kv_lora_rank", 17), withoutTensor("blk.1.indexer.proj.weight"),
                    shape("blk.1.indexer.attn_k.weight", {64, 32}), value("blk.0.indexer.k_norm.bias", NAN)),
    nameOf);

}  // namespace
}  // namespace hearth
