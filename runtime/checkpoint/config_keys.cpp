#include "runtime/checkpoint/config_keys.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>

#include "runtime/base/quoted.h"
#include "runtime/checkpoint/json_object.h"
#include "runtime/tensor/tensor_view.h"

namespace hearth {
namespace {

using Json = nlohmann::json;

struct Family {
  std::string_view modelType;     // of config.json
  std::string_view architecture;  // of GGUF
};
constexpr std::array kFamilies = {Family{"deepseek_v2", "deepseek2"},
                                  Family{"deepseek_v3", "deepseek2"},
                                  Family{"deepseek_v32", "deepseek32"},
                                  Family{"llama", "llama"},
                                  Family{"mistral", "llama"},
                                  Family{"mixtral", "llama"},
                                  Family{"qwen2", "qwen2"},
                                  Family{"qwen3", "qwen3"},
                                  Family{"qwen3_moe", "qwen3moe"}};

// Writes keys of one architecture.
class Keys {
 public:
  Keys(Metadata& metadata, std::string_view architecture) : metadata_(metadata), prefix_(architecture) {
    prefix_ += '.';
  }
  void set(const char* key, uint32_t value) { metadata_.insert(prefix_ + key, uint64_t{value}); }
  void set(const char* key, double value) { metadata_.insert(prefix_ + key, value); }
  void set(const char* key, bool value) { metadata_.insert(prefix_ + key, value); }
  void set(const char* key, const char* value) { metadata_.insert(prefix_ + key, std::string(value)); }
  template <class T>
  void setIfThere(const char* key, const std::optional<T>& value) {
    if (value) set(key, *value);
  }

 private:
  Metadata& metadata_;
  std::string prefix_;
};

// m(x) = 0.1 x ln(factor) + 1 (YaRN, eq. 22)
double magnitude(double factor, double weight) {
  return factor <= 1 ? 1.0 : 0.1 * weight * std::log(factor) + 1;
}

void addYarn(JsonObject& scaling, double factor, Keys& keys) {
  keys.set("rope.scaling.type", "yarn");
  keys.setIfThere("rope.scaling.yarn_beta_fast", scaling.number("beta_fast"));
  keys.setIfThere("rope.scaling.yarn_beta_slow", scaling.number("beta_slow"));
  const auto weight = scaling.number("mscale"), weightAll = scaling.number("mscale_all_dim");
  if (weightAll && *weightAll != 0) {
    keys.set("rope.scaling.yarn_log_multiplier", 0.1 * *weightAll);
    const double left = magnitude(factor, weight.value_or(1)) / magnitude(factor, *weightAll);
    if (left != 1) keys.set("rope.scaling.attn_factor", left);
  } else if (const auto stated = scaling.number("attention_factor")) {
    // Readers of the key multiply it with YaRN's own.
    keys.set("rope.scaling.attn_factor", *stated / magnitude(factor, 1));
  }
}

void addRope(JsonObject& config, Keys& keys) {
  // Newer files keep the base with the scaling.
  const Json* rope = config.object("rope_parameters");
  if (rope == nullptr) rope = config.object("rope_scaling");
  if (rope == nullptr) {
    keys.set("rope.freq_base", config.number("rope_theta").value_or(10000));
    return;
  }
  JsonObject scaling(*rope, "config.json (rope scaling)");
  keys.set("rope.freq_base",
           scaling.number("rope_theta").value_or(config.number("rope_theta").value_or(10000)));
  const std::string type = scaling.text(scaling.has("rope_type") ? "rope_type" : "type").value_or("default");
  if (type != "default") {
    const double factor = scaling.needNumber("factor");
    keys.set("rope.scaling.factor", factor);
    keys.setIfThere("rope.scaling.original_context_length",
                    scaling.count("original_max_position_embeddings"));
    if (type == "linear") {
      keys.set("rope.scaling.type", "linear");
    } else if (type == "yarn") {
      addYarn(scaling, factor, keys);
    } else if (type == "llama3") {
      keys.set("rope.scaling.type", "llama3");
      keys.set("rope.scaling.low_freq_factor", scaling.needNumber("low_freq_factor"));
      keys.set("rope.scaling.high_freq_factor", scaling.needNumber("high_freq_factor"));
    } else {
      config.fail("config.json asks for the rope scaling " + hearth::quoted(type) +
                  ", which is not supported yet (linear, yarn and llama3 are)");
    }
  }
  if (auto error = scaling.takeError()) config.fail(error->what());
}

// Attention to a window of the latest tokens (Mistral 7B 0.1: 4096) is not computed. A context that is no
// longer than the window is the same with and without it.
void addContextLength(JsonObject& config, Keys& keys) {
  uint32_t length = config.needCount("max_position_embeddings");
  const uint32_t window = config.count("sliding_window").value_or(0);
  if (window > 0 && config.flag("use_sliding_window").value_or(true)) length = std::min(length, window);
  keys.set("context_length", length);
}

void addCommon(JsonObject& config, Keys& keys) {
  const uint32_t heads = config.needCount("num_attention_heads");
  keys.set("embedding_length", config.needCount("hidden_size"));
  addContextLength(config, keys);
  keys.set("feed_forward_length", config.needCount("intermediate_size"));
  keys.set("attention.head_count", heads);
  keys.set("attention.head_count_kv", config.count("num_key_value_heads").value_or(heads));
  keys.set("attention.layer_norm_rms_epsilon", config.needNumber("rms_norm_eps"));
  keys.set("vocab_size", config.needCount("vocab_size"));
  addRope(config, keys);
  if (const auto act = config.text("hidden_act"); act && *act != "silu")
    config.fail("config.json asks for the activation " + hearth::quoted(*act) +
                ", which is not supported (silu is)");
}

void addDeepseek(JsonObject& config, Keys& keys) {
  const uint32_t rope = config.needCount("qk_rope_head_dim");
  const auto nextn = config.count("num_nextn_predict_layers");
  keys.set("block_count", config.needCount("num_hidden_layers") + nextn.value_or(0));
  if (nextn.value_or(0) > 0) keys.set("nextn_predict_layers", *nextn);
  keys.setIfThere("attention.q_lora_rank", config.count("q_lora_rank"));
  keys.set("attention.kv_lora_rank", config.needCount("kv_lora_rank"));
  keys.set("attention.key_length", config.needCount("qk_nope_head_dim") + rope);
  keys.set("attention.value_length", config.needCount("v_head_dim"));
  keys.set("rope.dimension_count", rope);
  const auto experts = config.count("n_routed_experts");
  if (!experts) return;
  keys.set("expert_count", *experts);
  keys.set("expert_used_count", config.needCount("num_experts_per_tok"));
  keys.set("expert_shared_count", config.count("n_shared_experts").value_or(0));
  keys.set("expert_feed_forward_length", config.needCount("moe_intermediate_size"));
  keys.set("leading_dense_block_count", config.count("first_k_dense_replace").value_or(0));
  keys.set("expert_weights_scale", config.number("routed_scaling_factor").value_or(1));
  keys.set("expert_weights_norm", config.flag("norm_topk_prob").value_or(false));
  keys.set("expert_gating_func", config.text("scoring_func").value_or("softmax") == "sigmoid" ? 2u : 1u);
  if (config.text("topk_method").value_or("") != "greedy" && config.count("n_group").value_or(1) > 1) {
    keys.set("expert_group_count", *config.count("n_group"));
    keys.set("expert_group_used_count", config.needCount("topk_group"));
  }
  if (config.count("moe_layer_freq").value_or(1) != 1)
    config.fail("config.json spreads experts over every other layer, which is not supported");
}

// The indexer of DeepSeek-V3.2's sparse attention.
void addIndexer(JsonObject& config, Keys& keys) {
  keys.set("attention.indexer.head_count", config.needCount("index_n_heads"));
  keys.set("attention.indexer.key_length", config.needCount("index_head_dim"));
  keys.set("attention.indexer.top_k", config.needCount("index_topk"));
}

void addGrouped(JsonObject& config, Keys& keys) {
  keys.set("block_count", config.needCount("num_hidden_layers"));
  const auto headDim = config.count("head_dim");
  keys.setIfThere("attention.key_length", headDim);
  keys.setIfThere("attention.value_length", headDim);
  keys.setIfThere("rope.dimension_count", headDim);
  const auto experts = config.count(config.has("num_local_experts") ? "num_local_experts" : "num_experts");
  if (!experts) return;
  keys.set("expert_count", *experts);
  keys.set("expert_used_count", config.needCount("num_experts_per_tok"));
  keys.setIfThere("expert_feed_forward_length", config.count("moe_intermediate_size"));
  keys.setIfThere("expert_weights_norm", config.flag("norm_topk_prob"));
  if (config.count("decoder_sparse_step").value_or(1) != 1)
    config.fail("config.json spreads experts over every other layer, which is not supported");
}

// Which quantisation the checkpoint's weights have: none, or DeepSeek's.
void checkQuantisation(JsonObject& config) {
  const Json* stated = config.object("quantization_config");
  if (stated == nullptr) return;
  JsonObject quantisation(*stated, "config.json (quantization_config)");
  const std::string method = quantisation.text("quant_method").value_or("");
  const Json blocks = Json::array({kScaleBlock, kScaleBlock});
  if (method != "fp8" || !stated->contains("weight_block_size") || (*stated)["weight_block_size"] != blocks) {
    config.fail("the checkpoint is quantised as " + hearth::quoted(method.empty() ? "unknown" : method) +
                ", which is not supported (bf16, f16, f32 and fp8 with blocks of 128 x 128 are): choose a "
                "GGUF file of the model");
  }
}

}  // namespace

Result<void> addConfigKeys(const Json& json, Metadata& metadata) {
  JsonObject config(json, "config.json");
  const std::string type = config.text("model_type").value_or("");
  std::string_view architecture;
  std::string known;
  for (const Family& family : kFamilies) {
    if (family.modelType == type) architecture = family.architecture;
    known += (known.empty() ? "" : ", ") + std::string(family.modelType);
  }
  if (architecture.empty()) {
    return Error("key 'model_type' of config.json is " + hearth::quoted(type) +
                 ", which is not supported yet; these are: " + known + ". Choose a model of one of them");
  }
  metadata.insert("general.architecture", std::string(architecture));
  metadata.insert("general.type", std::string("model"));
  Keys keys(metadata, architecture);
  addCommon(config, keys);
  if (architecture == "deepseek2" || architecture == "deepseek32") {
    addDeepseek(config, keys);
    if (architecture == "deepseek32") addIndexer(config, keys);
  } else {
    addGrouped(config, keys);
  }
  if (architecture == "llama") metadata.insert(kRopeHalvesKey, true);
  checkQuantisation(config);
  if (auto error = config.takeError()) return std::move(*error);
  return {};
}

void addSamplingKeys(const Json& generationConfig, Metadata& metadata) {
  constexpr std::array<std::pair<const char*, const char*>, 5> kNames = {
      {{"temperature", "temp"},
       {"top_p", "top_p"},
       {"top_k", "top_k"},
       {"min_p", "min_p"},
       {"repetition_penalty", "penalty_repeat"}}};
  for (const auto& [name, key] : kNames) {
    const auto at = generationConfig.find(name);
    if (at == generationConfig.end() || !at->is_number()) continue;
    metadata.insert("general.sampling." + std::string(key), at->get<double>());
  }
}

}  // namespace hearth
