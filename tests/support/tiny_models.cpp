#include "tests/support/tiny_models.h"

#include <cmath>
#include <random>
#include <string>

namespace hearth::test {
namespace {

constexpr uint32_t kWidth = 32, kHeads = 4, kKvHeads = 2, kHeadDim = 8, kFfn = 64, kVocab = 48;
constexpr uint32_t kExpertFfn = 32;
constexpr uint32_t kIndexHeads = 16, kIndexDim = 64;
constexpr uint32_t kKvLora = 16, kQLora = 24, kNope = 12, kRope = 4, kValue = 8;

// Adds random tensors to a file. A tensor's weights depend on its name only, so that files of one model in
// several layouts agree.
class Filler {
 public:
  explicit Filler(GgufWriter& file) : file_(file) {}

  static std::vector<float> random(const std::string& name, size_t count, float sigma, float mean = 0) {
    std::seed_seq seed(name.begin(), name.end());
    std::mt19937 generator(seed);
    std::vector<float> values(count);
    // Sum of twelve uniform numbers: nearly normal, and the same with every standard library.
    for (float& value : values) {
      float sum = -6;
      for (int i = 0; i < 12; ++i) sum += static_cast<float>(generator()) / 4294967296.0f;
      value = mean + sigma * sum;
    }
    return values;
  }

  void matrix(const std::string& name, uint64_t out, uint64_t in, uint64_t count = 1) {
    const float sigma = 1 / std::sqrt(static_cast<float>(in));
    std::vector<uint64_t> shape = {in, out};
    if (count > 1) shape.push_back(count);
    file_.tensor(name, shape, random(name, out * in * count, sigma));
  }
  void norm(const std::string& name, uint64_t size) {
    file_.tensor(name, {size}, random(name, size, 0.1f, 1));
  }
  void bias(const std::string& name, uint64_t size) { file_.tensor(name, {size}, random(name, size, 0.1f)); }

  void swiglu(const std::string& prefix, const std::string& suffix, uint64_t ffn, uint64_t count = 1) {
    matrix(prefix + "ffn_gate" + suffix + ".weight", ffn, kWidth, count);
    matrix(prefix + "ffn_up" + suffix + ".weight", ffn, kWidth, count);
    matrix(prefix + "ffn_down" + suffix + ".weight", kWidth, ffn, count);
  }
  void gqa(const std::string& prefix) {
    norm(prefix + "attn_norm.weight", kWidth);
    matrix(prefix + "attn_q.weight", kHeads * kHeadDim, kWidth);
    matrix(prefix + "attn_k.weight", kKvHeads * kHeadDim, kWidth);
    matrix(prefix + "attn_v.weight", kKvHeads * kHeadDim, kWidth);
    matrix(prefix + "attn_output.weight", kWidth, kHeads * kHeadDim);
    norm(prefix + "ffn_norm.weight", kWidth);
  }
  void headNorms(const std::string& prefix) {
    norm(prefix + "attn_q_norm.weight", kHeadDim);
    norm(prefix + "attn_k_norm.weight", kHeadDim);
  }

  enum class Query { Direct, LowRank };
  void mla(const std::string& prefix, Query query, MlaLayout layout) {
    norm(prefix + "attn_norm.weight", kWidth);
    if (query == Query::LowRank) {
      matrix(prefix + "attn_q_a.weight", kQLora, kWidth);
      norm(prefix + "attn_q_a_norm.weight", kQLora);
      matrix(prefix + "attn_q_b.weight", kHeads * (kNope + kRope), kQLora);
    } else {
      matrix(prefix + "attn_q.weight", kHeads * (kNope + kRope), kWidth);
    }
    matrix(prefix + "attn_kv_a_mqa.weight", kKvLora + kRope, kWidth);
    norm(prefix + "attn_kv_a_norm.weight", kKvLora);
    keyValueUp(prefix, layout);
    matrix(prefix + "attn_output.weight", kWidth, kHeads * kValue);
    norm(prefix + "ffn_norm.weight", kWidth);
  }

 private:
  // W_UK and W_UV: interleaved per head, or apart with W_UK transposed per head.
  void keyValueUp(const std::string& prefix, MlaLayout layout) {
    const std::string name = prefix + "attn_kv_b.weight";
    const auto both = random(name, size_t{kHeads} * (kNope + kValue) * kKvLora, 0.25f);
    if (layout == MlaLayout::Legacy) {
      file_.tensor(name, {kKvLora, kHeads * (kNope + kValue)}, both);
      return;
    }
    std::vector<float> key(size_t{kHeads} * kKvLora * kNope), value;
    for (size_t head = 0; head < kHeads; ++head) {
      const float* rows = both.data() + head * (kNope + kValue) * kKvLora;
      for (size_t n = 0; n < kNope; ++n) {
        for (size_t r = 0; r < kKvLora; ++r) key[(head * kKvLora + r) * kNope + n] = rows[n * kKvLora + r];
      }
      value.insert(value.end(), rows + kNope * kKvLora, rows + (kNope + kValue) * kKvLora);
    }
    file_.tensor(prefix + "attn_k_b.weight", {kNope, kKvLora, kHeads}, key);
    file_.tensor(prefix + "attn_v_b.weight", {kKvLora, kValue, kHeads}, value);
  }

  GgufWriter& file_;
};

std::string layerPrefix(uint32_t layer) { return "blk." + std::to_string(layer) + "."; }

void addVocabulary(GgufWriter& file) {
  std::vector<std::string> tokens = {"<unk>", "<s>", "</s>"};
  std::vector<int32_t> types = {2, 3, 3};
  std::vector<float> scores = {0, 0, 0};
  for (char letter = 'a'; tokens.size() < kVocab; ++letter) {
    tokens.push_back(letter <= 'z' ? std::string(1, letter)
                                   : "\u2581" + std::string(1, static_cast<char>(letter - 26)));
    types.push_back(1);
    scores.push_back(-static_cast<float>(tokens.size()));
  }
  file.text("tokenizer.ggml.model", "llama")
      .texts("tokenizer.ggml.tokens", tokens)
      .f32s("tokenizer.ggml.scores", scores)
      .i32s("tokenizer.ggml.token_type", types)
      .u32("tokenizer.ggml.bos_token_id", 1)
      .u32("tokenizer.ggml.eos_token_id", 2)
      .u32("tokenizer.ggml.unknown_token_id", 0);
}

GgufWriter common(const std::string& architecture, uint32_t layers) {
  GgufWriter file;
  file.text("general.architecture", architecture)
      .text("general.name", "tiny " + architecture)
      .u32(architecture + ".context_length", 128)
      .u32(architecture + ".embedding_length", kWidth)
      .u32(architecture + ".block_count", layers)
      .u32(architecture + ".feed_forward_length", kFfn)
      .u32(architecture + ".attention.head_count", kHeads)
      .u32(architecture + ".attention.head_count_kv", kKvHeads)
      .f32(architecture + ".attention.layer_norm_rms_epsilon", 1e-6f)
      .f32(architecture + ".rope.freq_base", 10000);
  addVocabulary(file);
  Filler fill(file);
  fill.matrix("token_embd.weight", kVocab, kWidth);
  fill.norm("output_norm.weight", kWidth);
  fill.matrix("output.weight", kVocab, kWidth);
  return file;
}

void addExperts(GgufWriter& file, const std::string& prefix, uint32_t experts) {
  Filler fill(file);
  fill.matrix(prefix + "ffn_gate_inp.weight", experts, kWidth);
  fill.swiglu(prefix, "_exps", kExpertFfn, experts);
}

GgufWriter deepseek(const std::string& architecture, MlaLayout layout, uint32_t layers) {
  const std::string a = architecture + ".";
  auto file = common(architecture, layers);
  const bool split = layout == MlaLayout::Split;
  file.u32(a + "attention.head_count_kv", split ? 1 : kHeads)
      .u32(a + "attention.kv_lora_rank", kKvLora)
      .u32(a + "attention.key_length", split ? kKvLora + kRope : kNope + kRope)
      .u32(a + "attention.value_length", split ? kKvLora : kValue)
      .u32(a + "rope.dimension_count", kRope)
      .u32(a + "leading_dense_block_count", 1)
      .u32(a + "expert_count", 8)
      .u32(a + "expert_used_count", 2)
      .u32(a + "expert_shared_count", 1)
      .u32(a + "expert_feed_forward_length", kExpertFfn);
  if (split) {
    file.u32(a + "attention.key_length_mla", kNope + kRope).u32(a + "attention.value_length_mla", kValue);
  }
  return file;
}

void addDeepseekLayer(GgufWriter& file, uint32_t layer, Filler::Query query, MlaLayout layout) {
  const std::string prefix = layerPrefix(layer);
  Filler fill(file);
  fill.mla(prefix, query, layout);
  if (layer == 0) {
    fill.swiglu(prefix, "", kFfn);
  } else {
    addExperts(file, prefix, 8);
    fill.swiglu(prefix, "_shexp", kExpertFfn);
  }
}

// V3's shape under the name of any architecture that has it.
GgufWriter deepseekV3(const std::string& architecture, MlaLayout layout, uint32_t layers) {
  const std::string a = architecture + ".";
  auto file = deepseek(architecture, layout, layers + 1);
  file.u32(a + "attention.q_lora_rank", kQLora)
      .u32(a + "nextn_predict_layers", 1)
      .u32(a + "expert_gating_func", 2)
      .u32(a + "expert_group_count", 4)
      .u32(a + "expert_group_used_count", 2)
      .flag(a + "expert_weights_norm", true)
      .f32(a + "expert_weights_scale", 2.5f)
      .text(a + "rope.scaling.type", "yarn")
      .f32(a + "rope.scaling.factor", 40)
      .u32(a + "rope.scaling.original_context_length", 4096)
      .f32(a + "rope.scaling.yarn_log_multiplier", 0.1f);
  Filler fill(file);
  for (uint32_t i = 0; i <= layers; ++i) {
    addDeepseekLayer(file, i, Filler::Query::LowRank, layout);
    if (i > 0) fill.bias(layerPrefix(i) + "exp_probs_b.bias", 8);
  }
  const std::string nextn = layerPrefix(layers) + "nextn.";
  fill.matrix(nextn + "eh_proj.weight", kWidth, 2 * kWidth);
  fill.norm(nextn + "enorm.weight", kWidth);
  fill.norm(nextn + "hnorm.weight", kWidth);
  fill.norm(nextn + "shared_head_norm.weight", kWidth);
  return file;
}

}  // namespace

GgufWriter tinyLlama(uint32_t layers) {
  auto file = common("llama", layers);
  file.u32("llama.rope.dimension_count", kHeadDim);
  Filler fill(file);
  for (uint32_t i = 0; i < layers; ++i) {
    fill.gqa(layerPrefix(i));
    fill.swiglu(layerPrefix(i), "", kFfn);
  }
  return file;
}

GgufWriter tinyQwen2(uint32_t layers) {
  auto file = common("qwen2", layers);
  Filler fill(file);
  for (uint32_t i = 0; i < layers; ++i) {
    fill.gqa(layerPrefix(i));
    fill.bias(layerPrefix(i) + "attn_q.bias", kHeads * kHeadDim);
    fill.bias(layerPrefix(i) + "attn_k.bias", kKvHeads * kHeadDim);
    fill.bias(layerPrefix(i) + "attn_v.bias", kKvHeads * kHeadDim);
    fill.swiglu(layerPrefix(i), "", kFfn);
  }
  return file;
}

GgufWriter tinyQwen3(uint32_t layers) {
  auto file = common("qwen3", layers);
  file.u32("qwen3.attention.key_length", kHeadDim).u32("qwen3.attention.value_length", kHeadDim);
  Filler fill(file);
  for (uint32_t i = 0; i < layers; ++i) {
    fill.gqa(layerPrefix(i));
    fill.headNorms(layerPrefix(i));
    fill.swiglu(layerPrefix(i), "", kFfn);
  }
  return file;
}

GgufWriter tinyQwen3Moe(uint32_t layers) {
  auto file = common("qwen3moe", layers);
  file.u32("qwen3moe.attention.key_length", kHeadDim)
      .u32("qwen3moe.attention.value_length", kHeadDim)
      .u32("qwen3moe.expert_count", 4)
      .u32("qwen3moe.expert_used_count", 2)
      .u32("qwen3moe.expert_feed_forward_length", kExpertFfn);
  Filler fill(file);
  for (uint32_t i = 0; i < layers; ++i) {
    fill.gqa(layerPrefix(i));
    fill.headNorms(layerPrefix(i));
    addExperts(file, layerPrefix(i), 4);
  }
  return file;
}

GgufWriter tinyDeepseekV2(MlaLayout layout, uint32_t layers) {
  auto file = deepseek("deepseek2", layout, layers);
  file.u32("deepseek2.expert_gating_func", 1);
  for (uint32_t i = 0; i < layers; ++i) addDeepseekLayer(file, i, Filler::Query::Direct, layout);
  return file;
}

GgufWriter tinyDeepseekV3(MlaLayout layout, uint32_t layers) {
  return deepseekV3("deepseek2", layout, layers);
}

GgufWriter tinyDeepseekV32(uint32_t layers, uint32_t topK) {
  const std::string a = "deepseek32.";
  auto file = deepseekV3("deepseek32", MlaLayout::Split, layers);
  file.u32(a + "attention.indexer.head_count", kIndexHeads)
      .u32(a + "attention.indexer.key_length", kIndexDim)
      .u32(a + "attention.indexer.top_k", topK);
  Filler fill(file);
  for (uint32_t i = 0; i <= layers; ++i) {
    const std::string prefix = layerPrefix(i) + "indexer.";
    fill.matrix(prefix + "attn_q_b.weight", kIndexHeads * kIndexDim, kQLora);
    fill.matrix(prefix + "attn_k.weight", kIndexDim, kWidth);
    fill.norm(prefix + "k_norm.weight", kIndexDim);
    fill.bias(prefix + "k_norm.bias", kIndexDim);
    fill.matrix(prefix + "proj.weight", kIndexHeads, kWidth);
  }
  return file;
}

}  // namespace hearth::test
