// How the CPU ops share work among threads.
#pragma once

#include <algorithm>
#include <cstdint>

#include "runtime/base/thread_pool.h"

namespace hearth::cpu {

// Below this many numbers a simple verb (norm, copy, activation) is done before other threads would wake.
constexpr uint32_t kWorthSharing = 8192;

// job(first, last) over [0, items), on one thread when all of it is little work.
template <class Job>
void forItems(ThreadPool& pool, uint32_t items, uint32_t numbersEach, const Job& job) {
  const uint32_t grain = std::max(1u, kWorthSharing / 2 / std::max(1u, numbersEach));
  if (uint64_t{items} * numbersEach < kWorthSharing) {
    job(0u, items);
  } else {
    pool.parallelFor(items, grain, [&](uint32_t first, uint32_t last, uint32_t) { job(first, last); });
  }
}

}  // namespace hearth::cpu
