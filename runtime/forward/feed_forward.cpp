#include "runtime/forward/feed_forward.h"

namespace hearth {

Act swiglu(Ops& ops, Act h, const SwigluWeights& w) {
  const Act mixed = ops.gated(h, w.gate, w.up);
  return ops.linear(mixed, w.down);
}

void feedForward(Ops& ops, Act x, Act h, const SwigluWeights& w) {
  const Act y = swiglu(ops, h, w);
  ops.addTo(x, y);
}

void feedForward(Ops& ops, Act x, Act h, const MoeWeights& w, const Routing& rule, uint32_t layer) {
  const Act scores = ops.linear(h, w.router);  // [rows, experts]
  const Choice choice = ops.route(scores, rule, w.routerBias, layer);
  const Pending cold = ops.beginElsewhere(h, choice, w);  // starts as soon as the choice is known
  const Act warm = ops.resident(h, choice, w);            // meanwhile: the experts this device holds
  ops.addTo(x, warm);
  if (w.shared) feedForward(ops, x, h, *w.shared);
  ops.addWhenDone(x, cold);
}

}  // namespace hearth
