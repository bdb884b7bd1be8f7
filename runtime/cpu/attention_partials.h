// What attention tasks leave behind: sums of values and the state of their softmax, to be joined at the end.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/base/thread_pool.h"
#include "runtime/cpu/kernels/attention.h"

namespace hearth::cpu {

// For every split of the positions, row and head: [splits, rowHeads, paddedDim] and [splits, rowHeads]. Where a
// split has seen nothing, its sums may hold anything.
struct AttentionPartials {
  float* sums = nullptr;
  RunningSoftmax* running = nullptr;
  uint32_t splits = 1;
  size_t rowHeads = 0;
  uint32_t paddedDim = 0;
};

// out [rowHeads, valueDim]: the splits of each row and head added up and divided by their softmax's sum.
void joinPartials(ThreadPool& pool, const AttentionPartials& partials, uint32_t valueDim, float* out);

}  // namespace hearth::cpu
