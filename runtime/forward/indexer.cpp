#include "runtime/forward/indexer.h"

namespace hearth {

namespace {

constexpr float kKeyNormEps = 1e-6f;  // of DeepSeek's own code; files do not carry it

}  // namespace

// The scores' order is all that counts. Therefore two steps of the original are left out: the head weights'
// factor 1 / sqrt(heads * dim), and the Hadamard transform of queries and keys, which changes no product (it
// makes them easier to round to 8 bits).
std::optional<Positions> choosePositions(Ops& ops, Act h, Act queryLatent, const IndexerWeights& w,
                                         const Pass& pass, uint32_t layer) {
  const Indexer& indexer = *pass.config.indexer;
  const uint32_t rotated = pass.config.rope.dims;
  const Act key = ops.linear(h, w.key);
  const Act keys = ops.layerNorm(key, w.keyGain, w.keyShift, kKeyNormEps);
  // By halves, whatever the rotation of attention itself.
  ops.rope(keys, {.count = 1, .stride = indexer.dim, .offset = 0, .width = rotated}, pass.turn,
           RopePairing::Halves);
  ops.appendIndex(pass.cache, layer, pass.batch, keys);
  if (ops.contextMost(pass.batch) <= indexer.topK) return std::nullopt;

  const Act q = ops.linear(queryLatent, w.qUp);  // [rows, heads * dim]
  ops.rope(q, {.count = indexer.heads, .stride = indexer.dim, .offset = 0, .width = rotated}, pass.turn,
           RopePairing::Halves);
  const Act headWeights = ops.linear(h, w.headWeights);  // [rows, heads]
  return ops.choosePositions(q, headWeights, pass.cache, layer, pass.batch, indexer.topK);
}

}  // namespace hearth
