#include "runtime/forward/attention_gqa.h"

namespace hearth {

Act groupedQueryAttention(Ops& ops, Act h, const GqaWeights& w, const Pass& pass, uint32_t layer) {
  const ModelConfig& c = pass.config;
  const auto [q, k, v] =
      ops.linear(h, w.q, w.k, w.v);  // [rows, heads * keyDim], [rows, kvHeads * keyDim or valueDim]

  const Parts queries{.count = c.heads, .stride = c.keyDim, .width = c.keyDim};
  const Parts keys{.count = c.kvHeads, .stride = c.keyDim, .width = c.keyDim};
  if (!w.qNorm.empty()) ops.rmsNormParts(q, queries, w.qNorm, c.rmsEps);
  if (!w.kNorm.empty()) ops.rmsNormParts(k, keys, w.kNorm, c.rmsEps);

  // The first rope.dims numbers of each head turn; usually all of them.
  const Parts turningQueries{.count = c.heads, .stride = c.keyDim, .width = c.rope.dims};
  const Parts turningKeys{.count = c.kvHeads, .stride = c.keyDim, .width = c.rope.dims};
  ops.rope(q, turningQueries, pass.turn, c.rope.pairing);
  ops.rope(k, turningKeys, pass.turn, c.rope.pairing);

  ops.append(pass.cache, layer, pass.batch, k, v);
  const AttentionShape shape{c.heads, c.kvHeads, c.keyDim, c.valueDim, c.attentionScale};
  const Act mixed = ops.attend(q, pass.cache, layer, pass.batch, shape);  // [rows, heads * valueDim]
  return ops.linear(mixed, w.out);
}

}  // namespace hearth
