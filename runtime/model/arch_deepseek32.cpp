// deepseek32: deepseek2 with sparse attention, whose indexer chooses the positions that a query attends to.
// DeepSeek-V3.2. (Files of V3.2 that were converted as deepseek2 have no indexer: they are that model.)
#include "runtime/model/arch_deepseek2.h"
#include "runtime/model/registry.h"

namespace hearth {
namespace {

constexpr const char* kRemedy = ": the file is damaged or made by a faulty converter, download it again";

void readConfig(ModelReader& reader, ModelConfig& config) {
  readDeepseekConfig(reader, config);
  Indexer indexer;
  indexer.heads = reader.count("attention.indexer.head_count", 1, kHeadsMax);
  indexer.dim = reader.count("attention.indexer.key_length", 1, kHeadDimMax);
  indexer.topK = reader.count("attention.indexer.top_k", 1, UINT32_MAX);
  if (reader.failed()) return;
  if (indexer.dim < config.rope.dims) {
    reader.fail("key " + reader.keyName("attention.indexer.key_length") + " is " +
                std::to_string(indexer.dim) + ", which is less than the " + std::to_string(config.rope.dims) +
                " numbers that are rotated" + kRemedy);
  }
  if (config.latent->kvLoraRank % 2 != 0) {  // so that a cached row of halves is whole words
    reader.fail("key " + reader.keyName("attention.kv_lora_rank") + " is " +
                std::to_string(config.latent->kvLoraRank) + ", which must be even" + kRemedy);
  }
  if (config.latent->qLoraRank == 0) {
    reader.fail("key " + reader.keyName("attention.q_lora_rank") +
                " is missing or 0, and sparse attention needs it" + kRemedy);
  }
  config.indexer = indexer;
}

LayerWeights readLayer(ModelReader& reader, const ModelConfig& config, uint32_t index) {
  const std::string prefix = "blk." + std::to_string(index) + ".indexer.";
  const Indexer& indexer = *config.indexer;
  LayerWeights layer = readDeepseekLayer(reader, config, index);
  IndexerWeights weights;
  weights.qUp =
      reader.linear(prefix + "attn_q_b", uint64_t{indexer.heads} * indexer.dim, config.latent->qLoraRank);
  weights.key = reader.linear(prefix + "attn_k", indexer.dim, config.width);
  weights.keyGain = reader.vector(prefix + "k_norm.weight", indexer.dim);
  weights.keyShift = reader.vector(prefix + "k_norm.bias", indexer.dim);
  weights.headWeights = reader.linear(prefix + "proj", indexer.heads, config.width);
  layer.mla->indexer = std::move(weights);
  return layer;
}

}  // namespace

const Architecture kDeepseek32{"deepseek32", readConfig, readLayer};

}  // namespace hearth
