// The blocks of the quantised number formats as they lie in a GGUF file (little endian). `d` is a
// half-precision scale; 4-bit codes i and i + half share a byte, the earlier one in the low bits.
#pragma once

#include <cstdint>

#include "runtime/tensor/dtype.h"

namespace hearth {

// 32 numbers: d * q
struct BlockQ8_0 {
  uint16_t d;
  int8_t q[32];
};
// 32 numbers: d * (q - 8)
struct BlockQ4_0 {
  uint16_t d;
  uint8_t q[16];
};
// 32 numbers: d * q + m
struct BlockQ4_1 {
  uint16_t d, m;
  uint8_t q[16];
};
// 32 numbers: d * (q - 16); the fifth bit of number i is bit i of `high`
struct BlockQ5_0 {
  uint16_t d;
  uint8_t high[4];
  uint8_t q[16];
};
// 32 numbers: d * q + m
struct BlockQ5_1 {
  uint16_t d, m;
  uint8_t high[4];
  uint8_t q[16];
};
// 16 groups of 16: d * (scale & 15) * q - dmin * (scale >> 4). Number 128h + 32j + i has bits 2j of byte 32h
// + i.
struct BlockQ2_K {
  uint8_t scales[16];
  uint8_t q[64];
  uint16_t d, dmin;
};
// 16 groups of 16: d * (scale - 32) * (q - 4); q's third bit of number 128h + 32j + i is bit 4h + j of
// high[i], the lower two lie as in Q2_K. Scale k (6 bits): low nibbles in bytes 0..7 (k and k + 8 share one),
// upper two bits in bytes 8..11 (k, k + 4, k + 8, k + 12 share one).
struct BlockQ3_K {
  uint8_t high[32];
  uint8_t q[64];
  uint8_t scales[12];
  uint16_t d;
};
// 8 groups of 32: d * scale * q - dmin * min. The 6-bit scales and mins: groups 0..3 in the low six bits of
// bytes 0..3 (scales) and 4..7 (mins); groups 4..7 have low nibbles in bytes 8..11 (scale low, min high) and
// their upper two bits in the upper two of bytes 0..3 and 4..7. Groups 2p and 2p + 1 share the bytes 32p...
struct BlockQ4_K {
  uint16_t d, dmin;
  uint8_t scales[12];
  uint8_t q[128];
};
// As Q4_K; the fifth bit of number i of group g is bit g of high[i].
struct BlockQ5_K {
  uint16_t d, dmin;
  uint8_t scales[12];
  uint8_t high[32];
  uint8_t q[128];
};
// 16 groups of 16: d * scale * (q - 32). Number 128h + 32j + i: low nibble in low[64h + 32(j & 1) + i], its
// low or high half as j < 2 or not; upper two bits are bits 2j of high[32h + i].
struct BlockQ6_K {
  uint8_t low[128];
  uint8_t high[64];
  int8_t scales[16];
  uint16_t d;
};
// 32 numbers: d * kIq4Values[q]
struct BlockIQ4_NL {
  uint16_t d;
  uint8_t q[16];
};
// 8 groups of 32, each laid out like IQ4_NL: d * (scale - 32) * kIq4Values[q]; the scales' low nibbles are in
// scalesLow, their upper two bits at 2g of scalesHigh.
struct BlockIQ4_XS {
  uint16_t d;
  uint16_t scalesHigh;
  uint8_t scalesLow[4];
  uint8_t q[128];
};
// 32 numbers: 2^(exponent - 128) * kMxfp4Values[q] (OCP Microscaling, E2M1 with a shared E8M0 scale)
struct BlockMXFP4 {
  uint8_t exponent;
  uint8_t q[16];
};

// The non-linear levels of IQ4_NL and IQ4_XS.
inline constexpr int8_t kIq4Values[16] = {-127, -104, -83, -65, -49, -35, -22, -10,
                                          1,    13,   25,  38,  53,  69,  89,  113};
// E2M1 numbers, doubled to be whole.
inline constexpr int8_t kMxfp4Values[16] = {0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12};

// The 6-bit scale and min of group g of Q4_K and Q5_K.
struct ScaleMin {
  uint8_t scale, min;
};
constexpr ScaleMin scaleMinOf(const uint8_t* scales, uint32_t g) {
  if (g < 4) return {static_cast<uint8_t>(scales[g] & 63), static_cast<uint8_t>(scales[g + 4] & 63)};
  return {static_cast<uint8_t>((scales[g + 4] & 15) | ((scales[g - 4] >> 6) << 4)),
          static_cast<uint8_t>((scales[g + 4] >> 4) | ((scales[g] >> 6) << 4))};
}

static_assert(sizeof(BlockQ8_0) == layoutOf(DType::Q8_0).bytes);
static_assert(sizeof(BlockQ4_0) == layoutOf(DType::Q4_0).bytes);
static_assert(sizeof(BlockQ4_1) == layoutOf(DType::Q4_1).bytes);
static_assert(sizeof(BlockQ5_0) == layoutOf(DType::Q5_0).bytes);
static_assert(sizeof(BlockQ5_1) == layoutOf(DType::Q5_1).bytes);
static_assert(sizeof(BlockQ2_K) == layoutOf(DType::Q2_K).bytes);
static_assert(sizeof(BlockQ3_K) == layoutOf(DType::Q3_K).bytes);
static_assert(sizeof(BlockQ4_K) == layoutOf(DType::Q4_K).bytes);
static_assert(sizeof(BlockQ5_K) == layoutOf(DType::Q5_K).bytes);
static_assert(sizeof(BlockQ6_K) == layoutOf(DType::Q6_K).bytes);
static_assert(sizeof(BlockIQ4_NL) == layoutOf(DType::IQ4_NL).bytes);
static_assert(sizeof(BlockIQ4_XS) == layoutOf(DType::IQ4_XS).bytes);
static_assert(sizeof(BlockMXFP4) == layoutOf(DType::MXFP4).bytes);

}  // namespace hearth
