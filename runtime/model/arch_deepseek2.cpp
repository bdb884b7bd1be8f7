// deepseek2: multi-head latent attention and fine-grained experts with shared ones. DeepSeek-V2, V2-Lite,
// V2.5, V3, R1, V3.1, and GLM-4.7-Flash, which ships under this name.
#include <algorithm>

#include "runtime/model/arch_deepseek2.h"
#include "runtime/model/blocks.h"
#include "runtime/model/latent_attention.h"
#include "runtime/model/registry.h"

namespace hearth {
namespace {

// Values of the key expert_gating_func.
constexpr uint32_t kUnstated = 0, kSoftmax = 1, kSigmoid = 2;

bool hasRouterBias(const ModelReader& reader, const ModelConfig& config) {
  return reader.hasTensor("blk." + std::to_string(config.denseLayers) + ".exp_probs_b.bias");
}

// Files of 2024 do not state the gate. V2's is softmax. A balancing bias exists only with sigmoid gates (V3),
// and GLM-4.7-Flash, known by its vocabulary, has sigmoid gates too.
Gating readGating(ModelReader& reader, const ModelConfig& config) {
  const uint32_t stated = reader.countOr("expert_gating_func", kUnstated, kUnstated, kSigmoid);
  if (stated == kSoftmax) return Gating::Softmax;
  if (stated == kSigmoid) return Gating::Sigmoid;
  const std::string* pre = reader.file().metadata().textOrNull("tokenizer.ggml.pre");
  const bool isGlm = pre && *pre == "glm4";
  return isGlm || hasRouterBias(reader, config) ? Gating::Sigmoid : Gating::Softmax;
}

Routing readRouting(ModelReader& reader, const ModelConfig& config, Routing routing) {
  routing.gating = readGating(reader, config);
  // Groups are scored as each paper does: V3 (sigmoid with bias) by its two best, V2 (softmax) by its best.
  // llama.cpp takes the two best for V2 too; the published V2 files carry no group keys, so none is affected.
  routing.groupScore = routing.gating == Gating::Sigmoid || hasRouterBias(reader, config)
                           ? GroupScore::TopTwoSum
                           : GroupScore::Max;
  routing.normalizeWeights = reader.flagOr("expert_weights_norm", false);
  const float scale = reader.numberOr("expert_weights_scale", 1, 0, 1e4f);
  routing.scale = scale == 0 ? 1 : scale;  // 0 is how some converters write "none"
  return routing;
}

}  // namespace

void readDeepseekConfig(ModelReader& reader, ModelConfig& config) {
  readCommonConfig(reader, config);
  readMlaConfig(reader, config);
  // block_count includes the multi-token-prediction layers, when the file kept them.
  const uint32_t nextn = reader.countOr("nextn_predict_layers", 0, 0, config.layers - 1);
  config.layers -= nextn;
  for (uint32_t i = 0; i < nextn; ++i) {
    if (reader.hasTensor("blk." + std::to_string(config.layers + i) + ".nextn.eh_proj.weight"))
      ++config.nextnLayers;
  }
  if (const auto counts = readExpertCounts(reader)) {
    config.denseLayers = reader.countOr("leading_dense_block_count", 0, 0, config.layers);
    config.routing = readRouting(reader, config, *counts);
  }
}

LayerWeights readDeepseekLayer(ModelReader& reader, const ModelConfig& config, uint32_t index) {
  const std::string prefix = "blk." + std::to_string(index) + ".";
  LayerWeights layer;
  layer.attentionNorm = reader.vector(prefix + "attn_norm.weight", config.width);
  layer.mla = readMla(reader, config, prefix);
  layer.feedForwardNorm = reader.vector(prefix + "ffn_norm.weight", config.width);
  if (config.routing && index >= config.denseLayers) {
    const uint32_t expertWidth = reader.count("expert_feed_forward_length", 1, kWidthMax);
    const uint64_t shared = reader.countOr("expert_shared_count", 0, 0, kExpertsMax);
    layer.moe = readMoe(reader, config, prefix, expertWidth, shared * expertWidth);
  } else {
    layer.dense = readSwiglu(reader, config, prefix, "", reader.count("feed_forward_length", 1, kWidthMax));
  }
  return layer;
}

const Architecture kDeepseek2{"deepseek2", readDeepseekConfig, readDeepseekLayer};

}  // namespace hearth
