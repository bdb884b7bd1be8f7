// Grouped-query attention (Ainslie et al. 2023); with as many key heads as query heads it is plain
// multi-head.
#pragma once

#include "runtime/forward/pass.h"

namespace hearth {

// h [rows, width] -> [rows, width]; appends the batch's keys and values to the cache.
Act groupedQueryAttention(Ops& ops, Act h, const GqaWeights& w, const Pass& pass, uint32_t layer);

}  // namespace hearth
