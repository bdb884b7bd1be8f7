// qwen3moe: the attention of qwen3 with a mixture of experts in every layer; softmax over all experts, the
// weights of the chosen ones normalised, no shared expert.
#include "runtime/model/blocks.h"
#include "runtime/model/registry.h"

namespace hearth {
namespace {

void readConfig(ModelReader& reader, ModelConfig& config) {
  readCommonConfig(reader, config);
  readGqaConfig(reader, config, RopePairing::Halves);
  reader.count("expert_count", 1, kExpertsMax);  // a qwen3moe without experts is none
  config.routing = readExpertCounts(reader);
  if (config.routing) config.routing->normalizeWeights = reader.flagOr("expert_weights_norm", true);
}

LayerWeights readLayer(ModelReader& reader, const ModelConfig& config, uint32_t index) {
  const std::string prefix = "blk." + std::to_string(index) + ".";
  LayerWeights layer;
  layer.attentionNorm = reader.vector(prefix + "attn_norm.weight", config.width);
  layer.gqa = readGqa(reader, config, prefix, HeadNorms::QueryAndKey);
  layer.feedForwardNorm = reader.vector(prefix + "ffn_norm.weight", config.width);
  layer.moe = readMoe(reader, config, prefix, reader.count("expert_feed_forward_length", 1, kWidthMax), 0);
  return layer;
}

}  // namespace

const Architecture kQwen3Moe{"qwen3moe", readConfig, readLayer};

}  // namespace hearth
