// Scalar decoders of the blocks in grid_blocks.h: 256 numbers each.
#pragma once

#include "runtime/tensor/grid_blocks.h"

namespace hearth {

void decode(const BlockIQ1_S& b, float* out);
void decode(const BlockIQ1_M& b, float* out);
void decode(const BlockIQ2_XXS& b, float* out);
void decode(const BlockIQ2_XS& b, float* out);
void decode(const BlockIQ2_S& b, float* out);
void decode(const BlockIQ3_XXS& b, float* out);
void decode(const BlockIQ3_S& b, float* out);
void decode(const BlockTQ1_0& b, float* out);
void decode(const BlockTQ2_0& b, float* out);

}  // namespace hearth
