// The feed-forward half of a layer: dense SwiGLU, or a mixture of experts.
#pragma once

#include "runtime/forward/ops.h"

namespace hearth {

// W_down (silu(W_gate h) * (W_up h))
Act swiglu(Ops& ops, Act h, const SwigluWeights& w);

// x += swiglu(h)
void feedForward(Ops& ops, Act x, Act h, const SwigluWeights& w);
// x += the chosen experts' weighted sum + the shared expert (DeepSeekMoE; DeepSeek-V2, eq. 20-22).
void feedForward(Ops& ops, Act x, Act h, const MoeWeights& w, const Routing& rule, uint32_t layer);

}  // namespace hearth
