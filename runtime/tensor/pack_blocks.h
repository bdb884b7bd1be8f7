// Lays codes and scales out as the bytes of a block: what quant_blocks.h says, the other way round.
#pragma once

#include "runtime/tensor/encode_fit.h"
#include "runtime/tensor/quant_blocks.h"

namespace hearth {

void pack(const BlockFit& fit, BlockQ8_0& b);
void pack(const BlockFit& fit, BlockQ4_0& b);
void pack(const BlockFit& fit, BlockQ4_1& b);
void pack(const BlockFit& fit, BlockQ5_0& b);
void pack(const BlockFit& fit, BlockQ5_1& b);
void pack(const BlockFit& fit, BlockIQ4_NL& b);
void pack(const SuperFit& fit, BlockQ2_K& b);
void pack(const SuperFit& fit, BlockQ3_K& b);
void pack(const SuperFit& fit, BlockQ4_K& b);
void pack(const SuperFit& fit, BlockQ5_K& b);
void pack(const SuperFit& fit, BlockQ6_K& b);

}  // namespace hearth
