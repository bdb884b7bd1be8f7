// GGUF files of well-known models' shapes, without their bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "runtime/tensor/dtype.h"

namespace hearth::test {

// A GGUF file whose header is complete and whose data is a hole.
class ShapeFile {
 public:
  ShapeFile& text(const std::string& key, const std::string& value) { return pair(key, 8, lengthAnd(value)); }
  ShapeFile& u32(const std::string& key, uint32_t value) { return pair(key, 4, raw(value)); }
  ShapeFile& f32(const std::string& key, float value) { return pair(key, 6, raw(value)); }
  ShapeFile& flag(const std::string& key, bool value) {
    return pair(key, 7, std::string(1, value ? '\1' : '\0'));
  }
  ShapeFile& tokens(uint32_t count) {
    std::string list = raw(uint32_t{8}) + raw(uint64_t{count});
    for (uint32_t i = 0; i < count; ++i) list += lengthAnd(std::to_string(i));
    return pair("tokenizer.ggml.tokens", 9, list);
  }
  ShapeFile& tensor(const std::string& name, DType type, std::vector<uint64_t> shape) {
    const BlockLayout layout = layoutOf(type);
    uint64_t bytes = shape[0] / layout.values * layout.bytes;
    directory_ += lengthAnd(name) + raw(static_cast<uint32_t>(shape.size()));
    for (size_t i = 0; i < shape.size(); ++i) {
      directory_ += raw(shape[i]);
      if (i > 0) bytes *= shape[i];
    }
    directory_ += raw(static_cast<uint32_t>(type)) + raw(dataBytes_);
    dataBytes_ += (bytes + 31) / 32 * 32;
    ++tensors_;
    return *this;
  }
  void write(const std::string& path) const {
    std::string header = "GGUF" + raw(uint32_t{3}) + raw(tensors_) + raw(pairs_) + keys_ + directory_;
    header.resize((header.size() + 31) / 32 * 32);
    std::ofstream(path, std::ios::binary) << header;
    std::filesystem::resize_file(path, header.size() + dataBytes_);
  }

 private:
  template <class T>
  static std::string raw(T value) {
    return std::string(reinterpret_cast<const char*>(&value), sizeof value);
  }
  static std::string lengthAnd(const std::string& text) { return raw(uint64_t{text.size()}) + text; }
  ShapeFile& pair(const std::string& key, uint32_t type, const std::string& value) {
    keys_ += lengthAnd(key) + raw(type) + value;
    ++pairs_;
    return *this;
  }
  std::string keys_, directory_;
  uint64_t pairs_ = 0, tensors_ = 0, dataBytes_ = 0;
};

inline std::string layerName(uint32_t layer, const char* tensor) {
  std::string name("blk.");
  return name.append(std::to_string(layer)).append(".").append(tensor).append(".weight");
}

// Llama 3.1 8B: 32 layers of width 4096, 8 key-value heads of 128, feed-forward 14336.
inline void writeLlama8b(const std::string& path) {
  ShapeFile file;
  file.text("general.architecture", "llama").u32("llama.block_count", 32).u32("llama.context_length", 131072);
  file.u32("llama.embedding_length", 4096).u32("llama.feed_forward_length", 14336);
  file.u32("llama.attention.head_count", 32).u32("llama.attention.head_count_kv", 8);
  file.f32("llama.attention.layer_norm_rms_epsilon", 1e-5f).f32("llama.rope.freq_base", 500000.f);
  file.u32("llama.rope.dimension_count", 128).tokens(128256);
  file.tensor("token_embd.weight", DType::Q4_K, {4096, 128256})
      .tensor("output.weight", DType::Q6_K, {4096, 128256});
  file.tensor("output_norm.weight", DType::F32, {4096});
  for (uint32_t i = 0; i < 32; ++i) {
    for (const char* norm : {"attn_norm", "ffn_norm"}) file.tensor(layerName(i, norm), DType::F32, {4096});
    file.tensor(layerName(i, "attn_q"), DType::Q4_K, {4096, 4096})
        .tensor(layerName(i, "attn_output"), DType::Q4_K, {4096, 4096});
    file.tensor(layerName(i, "attn_k"), DType::Q4_K, {4096, 1024})
        .tensor(layerName(i, "attn_v"), DType::Q6_K, {4096, 1024});
    file.tensor(layerName(i, "ffn_gate"), DType::Q4_K, {4096, 14336})
        .tensor(layerName(i, "ffn_up"), DType::Q4_K, {4096, 14336});
    file.tensor(layerName(i, "ffn_down"), DType::Q6_K, {14336, 4096});
  }
  file.write(path);
}

struct DeepseekShape {
  uint32_t layers, dense, width, heads, qRank, vocab, experts, used, shared, expertFfn, denseFfn, groups,
      groupsUsed;
  bool sigmoid;
};
inline constexpr DeepseekShape kV3{61, 3, 7168, 128, 1536, 129280, 256, 8, 1, 2048, 18432, 8, 4, true};
inline constexpr DeepseekShape kV2Lite{27, 1, 2048, 16, 0, 102400, 64, 6, 2, 1408, 10944, 1, 1, false};

inline void writeDeepseek(const std::string& path, const DeepseekShape& s) {
  const auto key = [](const char* name) { return std::string("deepseek2.").append(name); };
  constexpr uint32_t kRank = 512, kNope = 128, kRope = 64, kValue = 128;
  ShapeFile file;
  file.text("general.architecture", "deepseek2")
      .u32(key("block_count"), s.layers)
      .u32(key("context_length"), 163840);
  file.u32(key("embedding_length"), s.width).u32(key("feed_forward_length"), s.denseFfn);
  file.u32(key("attention.head_count"), s.heads).u32(key("attention.head_count_kv"), s.heads);
  file.u32(key("attention.kv_lora_rank"), kRank).u32(key("attention.key_length"), kNope + kRope);
  if (s.qRank > 0) file.u32(key("attention.q_lora_rank"), s.qRank);
  file.u32(key("attention.value_length"), kValue).u32(key("rope.dimension_count"), kRope);
  file.f32(key("attention.layer_norm_rms_epsilon"), 1e-6f).f32(key("rope.freq_base"), 10000.f);
  file.u32(key("leading_dense_block_count"), s.dense).u32(key("expert_count"), s.experts);
  file.u32(key("expert_used_count"), s.used).u32(key("expert_shared_count"), s.shared);
  file.u32(key("expert_feed_forward_length"), s.expertFfn).u32(key("expert_gating_func"), s.sigmoid ? 2 : 1);
  file.flag(key("expert_weights_norm"), s.sigmoid).f32(key("expert_weights_scale"), s.sigmoid ? 2.5f : 1.0f);
  file.u32(key("expert_group_count"), s.groups).u32(key("expert_group_used_count"), s.groupsUsed);
  file.tokens(s.vocab);
  const uint64_t w = s.width;
  file.tensor("token_embd.weight", DType::Q4_K, {w, s.vocab})
      .tensor("output.weight", DType::Q6_K, {w, s.vocab});
  file.tensor("output_norm.weight", DType::F32, {w});
  for (uint32_t i = 0; i < s.layers; ++i) {
    for (const char* norm : {"attn_norm", "ffn_norm"}) file.tensor(layerName(i, norm), DType::F32, {w});
    if (s.qRank > 0) {
      file.tensor(layerName(i, "attn_q_a"), DType::Q4_K, {w, s.qRank})
          .tensor(layerName(i, "attn_q_a_norm"), DType::F32, {s.qRank});
      file.tensor(layerName(i, "attn_q_b"), DType::Q4_K, {s.qRank, uint64_t{s.heads} * (kNope + kRope)});
    } else {
      file.tensor(layerName(i, "attn_q"), DType::Q4_K, {w, uint64_t{s.heads} * (kNope + kRope)});
    }
    file.tensor(layerName(i, "attn_kv_a_mqa"), DType::Q4_K, {w, kRank + kRope});
    file.tensor(layerName(i, "attn_kv_a_norm"), DType::F32, {kRank});
    file.tensor(layerName(i, "attn_kv_b"), DType::Q4_K, {kRank, uint64_t{s.heads} * (kNope + kValue)});
    file.tensor(layerName(i, "attn_output"), DType::Q4_K, {uint64_t{s.heads} * kValue, w});
    if (i < s.dense) {
      file.tensor(layerName(i, "ffn_gate"), DType::Q4_K, {w, s.denseFfn})
          .tensor(layerName(i, "ffn_up"), DType::Q4_K, {w, s.denseFfn});
      // 10944 is no multiple of 256: such rows are stored in blocks of 32.
      file.tensor(layerName(i, "ffn_down"), s.denseFfn % 256 == 0 ? DType::Q6_K : DType::Q8_0,
                  {s.denseFfn, w});
      continue;
    }
    file.tensor(layerName(i, "ffn_gate_inp"), DType::F32, {w, s.experts});
    if (s.sigmoid)
      file.tensor(std::string("blk.").append(std::to_string(i)).append(".exp_probs_b.bias"), DType::F32,
                  {s.experts});
    file.tensor(layerName(i, "ffn_gate_exps"), DType::Q4_K, {w, s.expertFfn, s.experts});
    file.tensor(layerName(i, "ffn_up_exps"), DType::Q4_K, {w, s.expertFfn, s.experts});
    const DType down = s.expertFfn % 256 == 0 ? DType::Q6_K : DType::Q8_0;
    file.tensor(layerName(i, "ffn_down_exps"), down, {s.expertFfn, w, s.experts});
    const uint64_t shared = uint64_t{s.expertFfn} * s.shared;
    file.tensor(layerName(i, "ffn_gate_shexp"), DType::Q4_K, {w, shared})
        .tensor(layerName(i, "ffn_up_shexp"), DType::Q4_K, {w, shared});
    file.tensor(layerName(i, "ffn_down_shexp"), down, {shared, w});
  }
  file.write(path);
}

}  // namespace hearth::test
