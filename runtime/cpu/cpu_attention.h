// Causal attention on the CPU for any number of rows: tasks of query rows that read the same keys, split over
// positions when there are few of them, each with a running softmax. Scratch comes from the arena; while the
// arena is planning only that happens.
#pragma once

#include <cstdint>

#include "runtime/base/thread_pool.h"
#include "runtime/cpu/arena.h"
#include "runtime/cpu/cpu_kv_cache.h"
#include "runtime/forward/ops.h"

namespace hearth::cpu {

// Where the queries of a head lie: [rows, heads * width] each, or a part of it. A query is the first piece
// and then the second (which latent attention needs: [in latent space | rotated]).
struct QueryPiece {
  const float* x = nullptr;
  size_t rowStride = 0;
  uint32_t headStride = 0;
  uint32_t width = 0;
};

struct AttentionInput {
  QueryPiece pieces[2];  // the second may have width 0
  uint32_t heads = 0;
  uint32_t kvHeads = 0;
  float scale = 1.0f;
  uint32_t rows = 0;
  uint32_t first = 0;  // position of row 0; row r sees positions [0, first + r]
  CachedRows keys;
  CachedRows values;  // may be the keys themselves, whose first valueDim numbers then are the values
  uint32_t valueDim = 0;
};

// out [rows, heads * valueDim]
void attend(ThreadPool& pool, Arena& arena, const AttentionInput& in, float* out);

// The un-absorbed form of latent attention (Ops::attendExpanded).
struct ExpandedInput {
  const float* q = nullptr;  // [rows, heads * (nope + rope)]
  const TensorView& keyUp;
  const TensorView& valueUp;
  const LatentAttention& latent;
  uint32_t heads = 0;
  float scale = 1.0f;
  uint32_t rows = 0;
  uint32_t first = 0;
  CachedRows latents;
};
void attendExpanded(ThreadPool& pool, Arena& arena, const ExpandedInput& in, float* out);

}  // namespace hearth::cpu
