// Fits of one block of correlated columns: encode_fit's scales, then correlated_fit's search.
#pragma once

#include <span>

#include "runtime/tensor/correlated_fit.h"
#include "runtime/tensor/encode_fit.h"

namespace hearth {

// `fits`: as many as the columns need. `importance`: mean squares of the inputs.
void fitCorrelated(BlockForm form, const CorrelatedColumns& columns, std::span<const float> x,
                   std::span<const float> importance, BlockFit* fits);
void fitCorrelated(SuperForm form, const CorrelatedColumns& columns, std::span<const float> x,
                   std::span<const float> importance, SuperFit* fits);

}  // namespace hearth
