// The search behind the encoders: which scales, minima and codes of a block lose least. Packing them into the
// formats' bytes is quantize.cpp's.
#pragma once

#include <cstdint>

namespace hearth {

// Codes of 32 numbers: d * q - (none), d * q + m, or d * kIq4Values[q].
enum class BlockForm { Q8_0, Q4_0, Q5_0, Q4_1, Q5_1, IQ4_NL };
struct BlockFit {
  uint16_t d, m;      // half-precision; m of Q4_1 and Q5_1
  int16_t codes[32];  // of the symmetric forms signed
};

// Codes of 256 numbers in groups of 16 (Q2_K, Q3_K, Q6_K) or 32, with a whole factor each.
enum class SuperForm { Q2_K, Q3_K, Q4_K, Q5_K, Q6_K };
struct SuperFit {
  uint16_t d, dmin;
  int16_t scales[16], mins[16];
  int16_t codes[256];  // of Q3_K and Q6_K signed
};

// Minimises the sum of weight * (x - decoded)^2. `x` are finite; weights are not negative, and not all zero.
void fitBlock(BlockForm form, const float* x, const float* weight, BlockFit& fit);
void fitSuper(SuperForm form, const float* x, const float* weight, SuperFit& fit);

}  // namespace hearth
