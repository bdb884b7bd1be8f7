// Attention of a block of query rows to a tile of positions, with the running softmax of FlashAttention (Dao
// et al. 2022): memory does not grow with the context. Kernels as in kernels.h: no threads, no allocation.
#pragma once

#include <cstddef>
#include <cstdint>

namespace hearth::cpu {

// Widths of queries, keys, values and sums are padded to this many floats.
constexpr uint32_t kAttentionPad = 16;
constexpr uint32_t paddedToAttention(uint32_t n) {
  return (n + kAttentionPad - 1) / kAttentionPad * kAttentionPad;
}

// What the softmax of one query row knows so far: of scores seen, the largest and the sum of exp(s - max).
struct RunningSoftmax {
  float max;
  float sum;
};
constexpr RunningSoftmax kNothingSeen{-1e30f, 0.0f};

// How the numbers of a tile lie in memory. Codes: int8, times the scale of their block of 32.
enum class TileNumbers { Floats, Halves, Codes };

// Rows of a tile, one every `stride` numbers; of codes also the scales [positions, width / 32].
struct TileRows {
  const void* numbers;
  size_t stride;
  const float* scales = nullptr;
};

// A tile of `positions` keys [positions, keyDim] and values [positions, valueDim].
struct AttentionTile {
  TileRows keys;
  TileRows values;
  uint32_t positions;
  TileNumbers numbers = TileNumbers::Floats;
};

// For each of `rows` queries [rows, keyDim] (already scaled, contiguous): scores against the first visible[r]
// positions of the tile, then sums[r] [valueDim] = sums[r] * exp(old max - new max) + sum of exp(s - new max)
// v. keyDim and valueDim are multiples of kAttentionPad, for codes of 32. `scores` is scratch of
// attentionScratchFloats(tile.positions) floats.
void attendTile(const float* queries, uint32_t rows, uint32_t keyDim, const AttentionTile& tile,
                const uint32_t* visible, uint32_t valueDim, float* scores, RunningSoftmax* running,
                float* const* sums);

constexpr uint32_t kRowsAtOnce = 6;
constexpr uint32_t attentionScratchFloats(uint32_t positions) {
  return kRowsAtOnce * paddedToAttention(positions);
}

// Whether this processor turns half-precision numbers into floats about as fast as it loads them: a few
// queries then read a tile faster in place.
bool readsHalvesInPlace();

// Half-precision numbers as floats.
void halvesToFloats(const uint16_t* x, uint32_t n, float* out);

}  // namespace hearth::cpu
