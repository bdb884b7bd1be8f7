// Activations as int8: what the quantised weight formats are multiplied with.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hearth::cpu {

inline constexpr uint32_t kChunk = 256;  // numbers; the last chunk of a row is filled up with zeros

// 256 activations: x[i] ~ scales[i / 32] * q[i]. The sums meet the offset of a weight group (a zero point or
// a minimum).
struct ActivationChunk {
  int8_t q[kChunk];
  int8_t turned[kChunk];  // q as the kernels for few rows want it, where they do (turned-inl.h)
  float scales[kChunk / 32];
  float sums[kChunk / 32];      // scale * sum of the group's q
  float halfSums[kChunk / 16];  // the same for groups of 16
  // The sums of q alone, of groups of 16, and the scales in the order of the lanes that `turned` is
  // multiplied in; where there is AVX2 without VNNI.
  alignas(64) int16_t halfTotals[kChunk / 16];
  float turnedScales[2 * kChunk / 32];
};

static_assert(offsetof(ActivationChunk, sums) ==
              offsetof(ActivationChunk, scales) + 32);  // read as one vector

constexpr uint32_t chunksOf(uint32_t cols) { return (cols + kChunk - 1) / kChunk; }

// One product of int8 activations with a quantised matrix, cut to a range of its rows.
struct QuantizedProduct {
  const uint8_t* weights;  // row 0
  const uint8_t* end;      // of the matrix: up to there bytes can be read
  size_t rowBytes;
  uint32_t cols;
  uint32_t firstRow, lastRow;
  const ActivationChunk* x;  // [xRows, chunksOf(cols)]
  uint32_t xRows;
  float* y;
  size_t yStride;
};

}  // namespace hearth::cpu
