// Writes small checkpoints for tests: random weights in FP8 with factors or in bf16, in one or several files,
// with the JSON files beside them.
#pragma once

#include <cstring>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "runtime/base/half.h"
#include "runtime/tensor/tensor_view.h"

namespace hearth::test {

class CheckpointWriter {
 public:
  explicit CheckpointWriter(nlohmann::json modelConfig) : config(std::move(modelConfig)) {}

  // bf16
  void plain(const std::string& name, std::vector<uint64_t> shape, float mean = 0, float sigma = 0.1f) {
    std::string bytes;
    std::normal_distribution<float> normal(mean, sigma);
    for (uint64_t i = 0; i < numbersOf(shape); ++i) append(bytes, floatToBfloat16(normal(random_)));
    tensors.push_back({name, "BF16", std::move(shape), std::move(bytes)});
  }
  void floats(const std::string& name, uint64_t size) {
    std::string bytes;
    std::normal_distribution<float> normal(0, 0.1f);
    for (uint64_t i = 0; i < size; ++i) append(bytes, normal(random_));
    tensors.push_back({name, "F32", {size}, std::move(bytes)});
  }
  // Codes of eight bits, no NaN among them, and their factors.
  void eightBits(const std::string& name, uint64_t rows, uint64_t cols) {
    std::string codes(rows * cols, '\0'), scales;
    // Codes' exponents of 4 to 10: numbers of up to 16, so that factors of about 0.01 give usual weights.
    for (char& code : codes) code = static_cast<char>(0x20 + random_() % 0x38 + (random_() & 0x80));
    std::uniform_real_distribution<float> scale(0.005f, 0.02f);
    const uint64_t blockRows = (rows + 127) / 128, blockCols = (cols + 127) / 128;
    for (uint64_t i = 0; i < blockRows * blockCols; ++i) append(scales, scale(random_));
    tensors.push_back({name, "F8_E4M3", {rows, cols}, std::move(codes)});
    tensors.push_back({name + "_scale_inv", "F32", {blockRows, blockCols}, std::move(scales)});
  }

  // In so many files; more than one have an index.
  void write(const std::string& folder, uint32_t files = 1) const {
    nlohmann::json index;
    for (uint32_t f = 0; f < files; ++f) {
      const std::string name =
          files == 1 ? "model.safetensors" : "part-" + std::to_string(f) + ".safetensors";
      nlohmann::json header;
      std::string data;
      for (size_t i = f; i < tensors.size(); i += files) {
        const Tensor& tensor = tensors[i];
        header[tensor.name] = {{"dtype", tensor.format},
                               {"shape", tensor.shape},
                               {"data_offsets", {data.size(), data.size() + tensor.bytes.size()}}};
        data += tensor.bytes;
        index["weight_map"][tensor.name] = name;
      }
      const std::string text = header.dump();
      std::string length;
      append(length, uint64_t{text.size()});
      std::ofstream(folder + "/" + name, std::ios::binary) << length << text << data;
    }
    if (files > 1) std::ofstream(folder + "/model.safetensors.index.json") << index;
    std::ofstream(folder + "/config.json") << config;
    std::ofstream(folder + "/tokenizer.json") << tokenizer();
    std::ofstream(folder + "/tokenizer_config.json") << nlohmann::json{
        {"bos_token", "<s>"}, {"eos_token", {{"content", "</s>"}}}, {"chat_template", "{{ messages }}"}};
  }

  struct Tensor {
    std::string name, format;
    std::vector<uint64_t> shape;
    std::string bytes;
  };
  nlohmann::json config;
  std::vector<Tensor> tensors;

 private:
  template <class T>
  static void append(std::string& to, T value) {
    to.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  static uint64_t numbersOf(const std::vector<uint64_t>& shape) {
    uint64_t count = 1;
    for (const uint64_t dimension : shape) count *= dimension;
    return count;
  }
  // 26 letters, two pairs of them and two special tokens: fewer than the embedding has rows.
  static nlohmann::json tokenizer() {
    nlohmann::json vocab;
    for (int i = 0; i < 26; ++i) vocab[std::string(1, static_cast<char>('a' + i))] = i;
    vocab["ab"] = 28;
    vocab["cd"] = 29;
    const auto added = [](const char* text, int id) {
      return nlohmann::json{{"id", id}, {"content", text}, {"special", true}};
    };
    return {{"model",
             {{"type", "BPE"}, {"vocab", vocab}, {"merges", nlohmann::json::array({{"a", "b"}, "c d"})}}},
            {"added_tokens", {added("<s>", 26), added("</s>", 27)}},
            {"pre_tokenizer",
             {{"type", "Split"},
              {"pattern",
               {{"Regex",
                 "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| "
                 "?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"}}}}}};
  }
  std::mt19937 random_{7};
};

// Rows and columns that are no whole blocks of 128; latent attention, one dense layer, one with experts, one
// of multi-token prediction.
inline CheckpointWriter tinyFp8Deepseek() {
  constexpr uint64_t kWidth = 160, kHeads = 4, kRank = 144, kQueryRank = 96, kNope = 20, kRope = 12,
                     kValue = 28;
  constexpr uint64_t kDense = 200, kExpert = 136, kExperts = 4, kVocab = 32;
  CheckpointWriter w({{"model_type", "deepseek_v3"},
                      {"hidden_size", kWidth},
                      {"num_attention_heads", kHeads},
                      {"num_hidden_layers", 2},
                      {"num_nextn_predict_layers", 1},
                      {"intermediate_size", kDense},
                      {"moe_intermediate_size", kExpert},
                      {"n_routed_experts", kExperts},
                      {"n_shared_experts", 1},
                      {"num_experts_per_tok", 2},
                      {"first_k_dense_replace", 1},
                      {"n_group", 1},
                      {"topk_group", 1},
                      {"norm_topk_prob", true},
                      {"routed_scaling_factor", 1.5},
                      {"scoring_func", "sigmoid"},
                      {"q_lora_rank", kQueryRank},
                      {"kv_lora_rank", kRank},
                      {"qk_nope_head_dim", kNope},
                      {"qk_rope_head_dim", kRope},
                      {"v_head_dim", kValue},
                      {"max_position_embeddings", 64},
                      {"rms_norm_eps", 1e-6},
                      {"rope_theta", 10000},
                      {"vocab_size", kVocab},
                      {"hidden_act", "silu"},
                      {"rope_scaling",
                       {{"type", "yarn"},
                        {"factor", 4},
                        {"mscale", 1.0},
                        {"mscale_all_dim", 1.0},
                        {"original_max_position_embeddings", 16},
                        {"beta_fast", 32},
                        {"beta_slow", 1}}},
                      {"quantization_config", {{"quant_method", "fp8"}, {"weight_block_size", {128, 128}}}}});
  w.plain("model.embed_tokens.weight", {kVocab, kWidth});
  w.plain("model.norm.weight", {kWidth}, 1);
  w.plain("lm_head.weight", {kVocab, kWidth});
  const auto swiglu = [&](const std::string& prefix, uint64_t ffn) {
    w.eightBits(prefix + "gate_proj.weight", ffn, kWidth);
    w.eightBits(prefix + "up_proj.weight", ffn, kWidth);
    w.eightBits(prefix + "down_proj.weight", kWidth, ffn);
  };
  for (uint32_t layer = 0; layer < 3; ++layer) {
    const std::string p = "model.layers." + std::to_string(layer) + ".", a = p + "self_attn.", m = p + "mlp.";
    w.plain(p + "input_layernorm.weight", {kWidth}, 1);
    w.plain(p + "post_attention_layernorm.weight", {kWidth}, 1);
    w.eightBits(a + "q_a_proj.weight", kQueryRank, kWidth);
    w.plain(a + "q_a_layernorm.weight", {kQueryRank}, 1);
    w.eightBits(a + "q_b_proj.weight", kHeads * (kNope + kRope), kQueryRank);
    w.eightBits(a + "kv_a_proj_with_mqa.weight", kRank + kRope, kWidth);
    w.plain(a + "kv_a_layernorm.weight", {kRank}, 1);
    w.eightBits(a + "kv_b_proj.weight", kHeads * (kNope + kValue), kRank);
    w.eightBits(a + "o_proj.weight", kWidth, kHeads * kValue);
    if (layer == 0) {
      swiglu(m, kDense);
      continue;
    }
    w.plain(m + "gate.weight", {kExperts, kWidth});
    w.floats(m + "gate.e_score_correction_bias", kExperts);
    for (uint64_t e = 0; e < kExperts; ++e) swiglu(m + "experts." + std::to_string(e) + ".", kExpert);
    swiglu(m + "shared_experts.", kExpert);
    if (layer < 2) continue;
    for (const char* norm : {"enorm", "hnorm", "shared_head.norm"})
      w.plain(p + norm + ".weight", {kWidth}, 1);
    w.plain(p + "eh_proj.weight", {kWidth, 2 * kWidth});
    w.plain(p + "embed_tokens.weight", {kVocab, kWidth});  // repeated, as DeepSeek's files do
  }
  return w;
}

// The same with DeepSeek-V3.2's sparse attention: the indexer's heads are half rotated, and each position
// sees 5.
inline CheckpointWriter tinySparseDeepseek() {
  constexpr uint64_t kWidth = 160, kQueryRank = 96, kHeads = 3, kDim = 24;
  CheckpointWriter w = tinyFp8Deepseek();
  w.config["model_type"] = "deepseek_v32";
  w.config["index_n_heads"] = kHeads;
  w.config["index_head_dim"] = kDim;
  w.config["index_topk"] = 5;
  for (uint32_t layer = 0; layer < 3; ++layer) {
    const std::string p = "model.layers." + std::to_string(layer) + ".self_attn.indexer.";
    w.eightBits(p + "wq_b.weight", kHeads * kDim, kQueryRank);
    w.eightBits(p + "wk.weight", kDim, kWidth);
    w.floats(p + "k_norm.weight", kDim);
    w.floats(p + "k_norm.bias", kDim);
    w.plain(p + "weights_proj.weight", {kHeads, kWidth});
  }
  return w;
}

// Grouped-query attention with rotation pairs a half apart and Llama 3's scaling.
inline CheckpointWriter tinyBf16Llama(uint64_t vocabulary = 40) {
  constexpr uint64_t kWidth = 48, kHeads = 4, kKvHeads = 2, kHead = 16, kFfn = 80;
  CheckpointWriter w({{"model_type", "llama"},
                      {"hidden_size", kWidth},
                      {"num_attention_heads", kHeads},
                      {"num_key_value_heads", kKvHeads},
                      {"head_dim", kHead},
                      {"num_hidden_layers", 2},
                      {"intermediate_size", kFfn},
                      {"max_position_embeddings", 256},
                      {"rms_norm_eps", 1e-5},
                      {"rope_theta", 10000},
                      {"vocab_size", vocabulary},
                      {"hidden_act", "silu"},
                      {"rope_scaling",
                       {{"rope_type", "llama3"},
                        {"factor", 8},
                        {"low_freq_factor", 1},
                        {"high_freq_factor", 4},
                        {"original_max_position_embeddings", 32}}}});
  w.plain("model.embed_tokens.weight", {vocabulary, kWidth}, 0, 1);
  w.plain("model.norm.weight", {kWidth}, 1);
  for (uint32_t layer = 0; layer < 2; ++layer) {
    const std::string p = "model.layers." + std::to_string(layer) + ".", a = p + "self_attn.", m = p + "mlp.";
    w.plain(p + "input_layernorm.weight", {kWidth}, 1);
    w.plain(p + "post_attention_layernorm.weight", {kWidth}, 1);
    w.plain(a + "q_proj.weight", {kHeads * kHead, kWidth}, 0, 0.3f);
    w.plain(a + "k_proj.weight", {kKvHeads * kHead, kWidth}, 0, 0.3f);
    w.plain(a + "v_proj.weight", {kKvHeads * kHead, kWidth});
    w.plain(a + "o_proj.weight", {kWidth, kHeads * kHead});
    w.plain(m + "gate_proj.weight", {kFfn, kWidth});
    w.plain(m + "up_proj.weight", {kFfn, kWidth});
    w.plain(m + "down_proj.weight", {kWidth, kFfn});
  }
  return w;
}

}  // namespace hearth::test
