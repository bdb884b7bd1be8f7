// A mixture-of-experts layer on the CPU: weights are read where they lie, every chosen expert once per batch,
// whatever the number of its rows.
#pragma once

#include <cstdint>

#include "runtime/base/thread_pool.h"
#include "runtime/cpu/arena.h"
#include "runtime/forward/expert_source.h"

namespace hearth::cpu {

// rows * topK places: which experts each row of h [rows, width] goes to, and with what weights.
struct ExpertBatch {
  const float* h = nullptr;
  uint32_t rows = 0;
  uint32_t width = 0;
  uint32_t topK = 0;
  const uint32_t* experts = nullptr;  // [rows, topK]; kNoExpert places are left out
  const float* weights = nullptr;     // [rows, topK]
  uint32_t layer = 0;                 // for the source
};

// out[row] = sum over k of weights[row, k] * expert[row, k](h[row]). `w` gives shapes and formats; the
// weights themselves come from `source`, or straight from `w` when that is null. False when they could not be
// read. Scratch comes from the arena; while the arena is planning only that happens.
bool runExperts(ThreadPool& pool, Arena& arena, const ExpertBatch& batch, const MoeWeights& w,
                ExpertSource* source, float* out);

}  // namespace hearth::cpu
