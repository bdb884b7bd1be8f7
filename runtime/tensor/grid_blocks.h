// The blocks of the formats of 1.6 to 3.4 bits, of 256 numbers each, as they lie in a GGUF file (little
// endian; `d` is a half-precision scale). IQ1, IQ2 and IQ3 cut a block into 8 groups of 32 and name short
// runs of numbers by their index in a grid (grids.h); TQ are plain digits -1, 0, 1.
#pragma once

#include <cstdint>

#include "runtime/tensor/dtype.h"

namespace hearth {

// 16 groups of 16: d (2 s + 1) / 8 * point. Group of 32 g is word A, the indices of four points, and word B:
// the signs of each in 7 bits (the eighth makes the number of minuses even) and s, common to the 32, in the
// upper 4.
struct BlockIQ2_XXS {
  uint16_t d;
  uint8_t groups[8][8];
};
// The same with a point's index in the lower 9 bits of q and its 7 signs above; s of the 16-number group k is
// nibble k of `scales`.
struct BlockIQ2_XS {
  uint16_t d;
  uint16_t q[32];
  uint8_t scales[8];
};
// The same with 8 bits of point p's index in low[p], two more at bits 2 (p % 4) of high[p / 4], 8 signs in
// signs[p].
struct BlockIQ2_S {
  uint16_t d;
  uint8_t low[32];
  uint8_t signs[32];
  uint8_t high[8];
  uint8_t scales[8];
};
// d (2 s + 1) / 4 * point, 64 points of 4 numbers; signs and s of each 32 numbers as in word B of IQ2_XXS.
struct BlockIQ3_XXS {
  uint16_t d;
  uint8_t q[64];
  uint8_t signs[8][4];
};
// d (2 s + 1) * point, 64 points of 4 numbers: 8 bits of point p's index in low[p], the ninth is bit p % 8 of
// high[p / 8]; a sign for every number; s of group g is nibble g of `scales`.
struct BlockIQ3_S {
  uint16_t d;
  uint8_t low[64];
  uint8_t high[8];
  uint8_t signs[32];
  uint8_t scales[4];
};
// d (2 s + 1) * (point + delta), 32 points of 8 numbers: 8 bits of point p's index in low[p], three more at
// bits 3 (p % 4) of high[p / 4], whose bits 12 to 14 are s and bit 15 makes delta -1/8 instead of 1/8.
struct BlockIQ1_S {
  uint16_t d;
  uint8_t low[32];
  uint16_t high[8];
};
// The same with s for 16 numbers and delta for 8: nibble p of `high` has the three bits and, on top, delta's
// sign. `scales` are four half-words, each with s of four groups in its lower 12 bits and a nibble of d in
// its upper 4.
struct BlockIQ1_M {
  uint8_t low[32];
  uint8_t high[16];
  uint8_t scales[8];
};
// d * (digit - 1), digits 0 to 2: five (of `last` four) in a byte b, digit n being 3 (3^n b mod 256) / 256.
// Numbers 0..159 are digit n of bytes 0..31, n after n; 160..239 of bytes 32..47, 240..255 of `last`.
struct BlockTQ1_0 {
  uint8_t q[48];
  uint8_t last[4];
  uint16_t d;
};
// d * (q - 1); number 128h + 32j + i has bits 2j of byte 32h + i.
struct BlockTQ2_0 {
  uint8_t q[64];
  uint16_t d;
};

// Whether a format's blocks are among these.
constexpr bool isGridFormat(DType type) {
  switch (type) {
    case DType::IQ1_S:
    case DType::IQ1_M:
    case DType::IQ2_XXS:
    case DType::IQ2_XS:
    case DType::IQ2_S:
    case DType::IQ3_XXS:
    case DType::IQ3_S:
    case DType::TQ1_0:
    case DType::TQ2_0:
      return true;
    default:
      return false;
  }
}

static_assert(sizeof(BlockIQ2_XXS) == layoutOf(DType::IQ2_XXS).bytes);
static_assert(sizeof(BlockIQ2_XS) == layoutOf(DType::IQ2_XS).bytes);
static_assert(sizeof(BlockIQ2_S) == layoutOf(DType::IQ2_S).bytes);
static_assert(sizeof(BlockIQ3_XXS) == layoutOf(DType::IQ3_XXS).bytes);
static_assert(sizeof(BlockIQ3_S) == layoutOf(DType::IQ3_S).bytes);
static_assert(sizeof(BlockIQ1_S) == layoutOf(DType::IQ1_S).bytes);
static_assert(sizeof(BlockIQ1_M) == layoutOf(DType::IQ1_M).bytes);
static_assert(sizeof(BlockTQ1_0) == layoutOf(DType::TQ1_0).bytes);
static_assert(sizeof(BlockTQ2_0) == layoutOf(DType::TQ2_0).bytes);

}  // namespace hearth
