// Sparse attention on the CPU (DeepSeek-V3.2, section 2.1): the indexer's choice of positions, and attention
// to those only. Scratch comes from the arena; while the arena is planning only that happens.
#pragma once

#include <cstdint>
#include <span>

#include "runtime/base/thread_pool.h"
#include "runtime/cpu/arena.h"
#include "runtime/cpu/cpu_attention.h"

namespace hearth::cpu {

struct IndexInput {
  const float* q = nullptr;            // [rows, heads * dim]
  const float* headWeights = nullptr;  // [rows, heads]
  uint32_t heads = 0;
  uint32_t rows = 0;
  uint32_t first = 0;  // position of row 0
  CachedRows keys;     // [position, dim]
  uint32_t topK = 0;
  uint32_t context() const { return first + rows; }
};

// chosen [rows, topK]: the first min(topK, first + r + 1) of row r are its positions, ascending.
void choosePositions(ThreadPool& pool, Arena& arena, const IndexInput& in, uint32_t* chosen);

// The k largest of the scores as ascending positions, of equals the earlier ones; NaN is the largest of all.
// k <= scores.size().
void selectLargest(std::span<const float> scores, uint32_t k, uint32_t* positions);

// out [rows, heads * valueDim]; the input as for latent attention (one key head, values in the keys).
void attendChosen(ThreadPool& pool, Arena& arena, const AttentionInput& in, const uint32_t* chosen,
                  uint32_t topK, float* out);

}  // namespace hearth::cpu
