// The two halves that every layer of a transformer is made of.
#pragma once

#include "runtime/forward/pass.h"

namespace hearth {

// x += attention(norm(x)), for all rows. `cacheLayer` counts within the cache.
void attentionHalf(Ops& ops, Act x, const LayerWeights& w, const Pass& pass, uint32_t cacheLayer);
// x += feedForward(norm(x)). `layer` counts within the model.
void feedForwardHalf(Ops& ops, Act x, const LayerWeights& w, const Pass& pass, uint32_t layer);

}  // namespace hearth
