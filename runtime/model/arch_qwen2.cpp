// qwen2: as llama, with biases on query, key and value and rotation pairs a half apart. Qwen2, Qwen2.5 and
// the DeepSeek-R1 distillations of them.
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
  layer.gqa = readGqa(reader, config, prefix, HeadNorms::None);  // the biases come with each Linear
  layer.feedForwardNorm = reader.vector(prefix + "ffn_norm.weight", config.width);
  layer.dense = readSwiglu(reader, config, prefix, "", reader.count("feed_forward_length", 1, kWidthMax));
  return layer;
}

}  // namespace

const Architecture kQwen2{"qwen2", readConfig, readLayer};

}  // namespace hearth
