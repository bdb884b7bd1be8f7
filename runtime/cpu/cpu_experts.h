// A mixture-of-experts layer on the CPU: weights are read straight from the mapping, every chosen expert once
// per batch, whatever the number of its rows.
#pragma once

#include <cstdint>

#include "runtime/base/thread_pool.h"
#include "runtime/cpu/arena.h"
#include "runtime/model/weights.h"

namespace hearth::cpu {

// rows * topK places: which experts each row of h [rows, width] goes to, and with what weights.
struct ExpertBatch {
  const float* h = nullptr;
  uint32_t rows = 0;
  uint32_t width = 0;
  uint32_t topK = 0;
  const uint32_t* experts = nullptr;  // [rows, topK]
  const float* weights = nullptr;     // [rows, topK]
};

// out[row] = sum over k of weights[row, k] * expert[row, k](h[row]). Scratch comes from the arena; while the
// arena is planning only that happens.
void runExperts(ThreadPool& pool, Arena& arena, const ExpertBatch& batch, const MoeWeights& w, float* out);

}  // namespace hearth::cpu
