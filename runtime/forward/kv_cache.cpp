#include "runtime/forward/kv_cache.h"

namespace hearth {

KvShape kvShapeOf(const ModelConfig& config, uint32_t positions, KvPrecision precision) {
  KvShape shape{.layers = config.layers, .positions = positions, .precision = precision};
  if (config.latent) {
    shape.keyWidth = config.latent->kvLoraRank + config.latent->ropeDim;
  } else {
    shape.keyWidth = config.kvHeads * config.keyDim;
    shape.valueWidth = config.kvHeads * config.valueDim;
  }
  return shape;
}

}  // namespace hearth
