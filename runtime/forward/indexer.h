// Sparse attention's choice of positions (DeepSeek-V3.2, section 2.1).
#pragma once

#include <optional>

#include "runtime/forward/pass.h"

namespace hearth {

// h [rows, width], queryLatent [rows, qLoraRank] after its norm. Appends the batch's index keys to the cache
// in any case; nothing is chosen while every row sees topK positions at most: then attention is dense.
std::optional<Positions> choosePositions(Ops& ops, Act h, Act queryLatent, const IndexerWeights& w,
                                         const Pass& pass, uint32_t layer);

}  // namespace hearth
