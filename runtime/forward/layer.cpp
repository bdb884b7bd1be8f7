#include "runtime/forward/layer.h"

#include "runtime/forward/attention_gqa.h"
#include "runtime/forward/attention_mla.h"
#include "runtime/forward/feed_forward.h"

namespace hearth {

void attentionHalf(Ops& ops, Act x, const LayerWeights& w, const Pass& pass, uint32_t cacheLayer) {
  const Scope scope(ops);
  const Act h = ops.rmsNorm(x, w.attentionNorm, pass.config.rmsEps);
  const Act y = w.mla ? latentAttention(ops, h, *w.mla, pass, cacheLayer)
                      : groupedQueryAttention(ops, h, *w.gqa, pass, cacheLayer);
  ops.addTo(x, y);
}

void feedForwardHalf(Ops& ops, Act x, const LayerWeights& w, const Pass& pass, uint32_t layer) {
  const Scope scope(ops);
  const Act h = ops.rmsNorm(x, w.feedForwardNorm, pass.config.rmsEps);
  if (w.moe) {
    feedForward(ops, x, h, *w.moe, *pass.config.routing, layer);
  } else {
    feedForward(ops, x, h, *w.dense);
  }
}

}  // namespace hearth
