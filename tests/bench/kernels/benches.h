// The kernels' micro-benchmarks, registered with Google Benchmark. Each lasts as long as `pool` does.
#pragma once

#include <cstdint>

#include <benchmark/benchmark.h>

#include "runtime/base/thread_pool.h"

namespace hearth::bench {

void registerMatmul(ThreadPool& pool, uint32_t cols);
void registerVerbs();
void registerAttention(ThreadPool& pool);
void registerSparse(ThreadPool& pool);
void registerExperts(ThreadPool& pool);
void registerEncoders();

// What one iteration reads and computes, as rates in the report.
inline void setRates(benchmark::State& state, double bytes, double multiplyAdds) {
  using benchmark::Counter;
  if (bytes > 0) state.counters["bytes/s"] = Counter(bytes, Counter::kIsIterationInvariantRate);
  if (multiplyAdds > 0) state.counters["MAC/s"] = Counter(multiplyAdds, Counter::kIsIterationInvariantRate);
}

}  // namespace hearth::bench
