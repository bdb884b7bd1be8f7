// llama: grouped-query attention with neighbouring rotation pairs, SwiGLU. Llama 1-3, Mistral, the
// DeepSeek-R1 distillations of Llama, and (with experts) Mixtral.
#include "runtime/checkpoint/config_keys.h"
#include "runtime/model/blocks.h"
#include "runtime/model/registry.h"

namespace hearth {
namespace {

void readConfig(ModelReader& reader, ModelConfig& config) {
  readCommonConfig(reader, config);
  // Converters to GGUF reorder the queries and keys so that pairs are neighbours; checkpoints have halves.
  const auto halves = reader.file().metadata().flagOr(kRopeHalvesKey, false);
  if (!halves) reader.fail(halves.error().what());
  readGqaConfig(reader, config, halves && *halves ? RopePairing::Halves : RopePairing::Neighbours);
  config.routing = readExpertCounts(reader);
  // Mixtral: the softmax over the chosen experts, which is the normalised softmax over all.
  if (config.routing) config.routing->normalizeWeights = true;
}

LayerWeights readLayer(ModelReader& reader, const ModelConfig& config, uint32_t index) {
  const std::string prefix = "blk." + std::to_string(index) + ".";
  const uint32_t ffnWidth = reader.count("feed_forward_length", 1, kWidthMax);
  LayerWeights layer;
  layer.attentionNorm = reader.vector(prefix + "attn_norm.weight", config.width);
  layer.gqa = readGqa(reader, config, prefix, HeadNorms::None);
  layer.feedForwardNorm = reader.vector(prefix + "ffn_norm.weight", config.width);
  if (config.routing) {
    layer.moe = readMoe(reader, config, prefix, ffnWidth, 0);
  } else {
    layer.dense = readSwiglu(reader, config, prefix, "", ffnWidth);
  }
  return layer;
}

}  // namespace

const Architecture kLlama{"llama", readConfig, readLayer};

}  // namespace hearth
