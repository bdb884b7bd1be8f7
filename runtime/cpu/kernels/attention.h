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

// How the numbers of a tile lie in memory: as such, or as the cache's codes (KvForm) with their blocks'
// scales beside them.
enum class TileNumbers { Floats, Halves, Q8_0, Q4_0, F8 };

// Rows of a tile, one every `stride` numbers, or bytes where they are codes; then also blockScales().
struct TileRows {
  const void* numbers;
  size_t stride;
  const float* scales = nullptr;  // [positions, width / 32], of Q4_0 [positions, width / 32, 2]
};

// The scales of rows in blocks, one row every `rowBytes`, from `stored` on as attendTile() wants them. False
// where they do not fit a float in that form: that may be with F8, numbers above 57344 = 448 * 2^7 (halves
// would hardly hold them either), and no AVX-512.
bool blockScales(TileNumbers form, const std::byte* stored, size_t rowBytes, uint32_t rows, uint32_t blocks,
                 float* out);

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
