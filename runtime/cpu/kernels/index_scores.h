// Scores of the lightning indexer (DeepSeek-V3.2, eq. 1). Kernels as in kernels.h: no threads, no allocation.
#pragma once

#include <cstdint>

namespace hearth::cpu {

// Heads lie beside each other in the lanes of a vector, so that one sum over lanes ends a position's score.
constexpr uint32_t kIndexHeadPad = 16;
constexpr uint32_t paddedIndexHeads(uint32_t heads) {
  return (heads + kIndexHeadPad - 1) / kIndexHeadPad * kIndexHeadPad;
}

// q [heads, dim] as the kernel wants it: [dim, paddedIndexHeads(heads)], zeros past the last head.
void transposeIndexQuery(const float* q, uint32_t heads, uint32_t dim, float* out);

// scores[p] = the sum over h of weights[h] * max(0, q(h) . keys[p]), q transposed and `weights` padded with
// zeros to `paddedHeads`; keys [positions, dim].
void indexScores(const float* q, const float* weights, uint32_t paddedHeads, uint32_t dim, const float* keys,
                 uint32_t positions, float* scores);

}  // namespace hearth::cpu
