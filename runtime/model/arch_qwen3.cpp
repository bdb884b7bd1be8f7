// qwen3: as qwen2 without the biases, with an rms_norm of every query and key head before the rotation.
#include "runtime/model/blocks.h"
#include "runtime/model/registry.h"

namespace hearth {
namespace {

void readConfig(ModelReader& reader, ModelConfig& config) {
  readCommonConfig(reader, config);
  readGqaConfig(reader, config, RopePairing::Halves);
}

LayerWeights readLayer(ModelReader& reader, const ModelConfig& config, uint32_t index) {
  const std::string prefix = "blk." + std::to_string(index) + ".";
  LayerWeights layer;
  layer.attentionNorm = reader.vector(prefix + "attn_norm.weight", config.width);
  layer.gqa = readGqa(reader, config, prefix, HeadNorms::QueryAndKey);
  layer.feedForwardNorm = reader.vector(prefix + "ffn_norm.weight", config.width);
  layer.dense = readSwiglu(reader, config, prefix, "", reader.count("feed_forward_length", 1, kWidthMax));
  return layer;
}

}  // namespace

const Architecture kQwen3{"qwen3", readConfig, readLayer};

}  // namespace hearth
