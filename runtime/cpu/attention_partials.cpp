#include "runtime/cpu/attention_partials.h"

#include <algorithm>
#include <cmath>

#include "runtime/cpu/kernels/kernels.h"
#include "runtime/cpu/workers.h"

namespace hearth::cpu {

namespace {

void joinOne(const AttentionPartials& p, size_t rowHead, uint32_t valueDim, float* out) {
  float most = kNothingSeen.max;
  for (uint32_t s = 0; s < p.splits; ++s) most = std::max(most, p.running[s * p.rowHeads + rowHead].max);
  float sum = 0;
  for (uint32_t s = 0; s < p.splits; ++s) {
    const RunningSoftmax& seen = p.running[s * p.rowHeads + rowHead];
    sum += seen.sum * std::exp(seen.max - most);
  }
  std::fill_n(out, valueDim, 0.0f);
  for (uint32_t s = 0; s < p.splits; ++s) {
    const size_t at = s * p.rowHeads + rowHead;
    if (s + 1 < p.splits) {
      const float* next = p.sums + (at + p.rowHeads) * p.paddedDim;
      for (uint32_t i = 0; i < valueDim; i += 16) __builtin_prefetch(next + i);
    }
    if (p.running[at].sum == 0) continue;  // it saw no position, and its sums may never have been written
    addScaled(out, p.sums + at * p.paddedDim, std::exp(p.running[at].max - most) / sum, valueDim);
  }
}

}  // namespace

void joinPartials(ThreadPool& pool, const AttentionPartials& partials, uint32_t valueDim, float* out) {
  const auto items = static_cast<uint32_t>(partials.rowHeads);
  forItems(pool, items, partials.splits * valueDim, [&](uint32_t first, uint32_t last) {
    for (uint32_t i = first; i < last; ++i) joinOne(partials, i, valueDim, out + size_t{i} * valueDim);
  });
}

}  // namespace hearth::cpu
