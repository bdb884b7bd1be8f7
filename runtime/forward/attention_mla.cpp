#include "runtime/forward/attention_mla.h"

#include "runtime/forward/indexer.h"

namespace hearth {

Act latentAttention(Ops& ops, Act h, const MlaWeights& w, const Pass& pass, uint32_t layer) {
  const ModelConfig& c = pass.config;
  const LatentAttention& a = *c.latent;

  // c_Q or q itself, and [c_KV | k_R]: one input, so one step (eq. 9, 12, 15).
  const Linear& first = w.qDown.weight.empty() ? w.q : w.qDown;
  const auto [qFirst, latentAndKey] = ops.linear(h, first, w.kvDown);
  Act q = qFirst;
  std::optional<Positions> chosen;  // none: all
  if (!w.qDown.weight.empty()) {
    const Act normed = ops.rmsNorm(qFirst, w.qNorm, c.rmsEps);
    q = ops.linear(normed, w.qUp);  // [rows, heads * (nope + rope)]
    if (w.indexer) chosen = choosePositions(ops, h, normed, *w.indexer, pass, layer);
  }
  const uint32_t keyDim = a.nopeDim + a.ropeDim;
  const Parts plain{.count = c.heads, .stride = keyDim, .offset = 0, .width = a.nopeDim};
  const Parts rotated{.count = c.heads, .stride = keyDim, .offset = a.nopeDim, .width = a.ropeDim};
  const uint32_t rowWidth = a.kvLoraRank + a.ropeDim;
  const Parts latent{.count = 1, .stride = rowWidth, .offset = 0, .width = a.kvLoraRank};
  const Parts sharedKey{.count = 1, .stride = rowWidth, .offset = a.kvLoraRank, .width = a.ropeDim};

  // Only the latent is normalised; only the shared key and each head's tail turn.
  ops.rmsNormParts(latentAndKey, latent, w.kvNorm, c.rmsEps);
  ops.rope(latentAndKey, sharedKey, pass.turn, c.rope.pairing);
  ops.rope(q, rotated, pass.turn, c.rope.pairing);
  ops.appendLatent(pass.cache, layer, pass.batch, latentAndKey);

  const bool expanded = !chosen && ops.canExpand() &&
                        latentFormFor(pass.batch.rows(), pass.batch.context()) == LatentForm::Expanded;
  if (expanded) {
    const Act mixed = ops.attendExpanded(q, w.keyUp, w.valueUp, a, c.heads, pass.cache, layer, pass.batch,
                                         c.attentionScale);  // [rows, heads * valueDim]
    return ops.linear(mixed, w.out);
  }
  const Act qLatent = ops.linearParts(q, plain, w.keyAbsorb);  // [rows, heads * kvLoraRank]
  const Act mixedLatent =
      chosen ? ops.attendChosen(qLatent, q, rotated, *chosen, pass.cache, layer, pass.batch, c.attentionScale)
             : ops.attendLatent(qLatent, q, rotated, pass.cache, layer, pass.batch, c.attentionScale);
  const Parts perHead{.count = c.heads, .stride = a.kvLoraRank, .offset = 0, .width = a.kvLoraRank};
  const Act mixed = ops.linearParts(mixedLatent, perHead, w.valueUp);  // [rows, heads * valueDim]
  return ops.linear(mixed, w.out);
}

}  // namespace hearth
