// A fork-join pool for the kernels: the caller is worker 0, the others spin briefly, then sleep.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>

#include "runtime/base/processors.h"

namespace hearth {

// Used by one thread at a time (the engine's). run() makes no heap allocation.
class ThreadPool {
 public:
  // As planThreads() has it; 0: one thread for each core that is worth it. Worker 0, the caller, is not
  // moved.
  explicit ThreadPool(uint32_t threads);
  explicit ThreadPool(const ThreadPlan& plan);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  uint32_t threadCount() const { return threadCount_; }
  // Of memory, by number: those that the threads are on, for interleave().
  std::span<const uint32_t> nodes() const;

  // Calls job(worker) once on each worker at the same time and returns when all have returned.
  template <class Job>
  void run(const Job& job) {
    runErased([](const void* context, uint32_t worker) { (*static_cast<const Job*>(context))(worker); },
              &job);
  }
  // Calls job(first, last, worker) over [0, items) in chunks of `grain`, handed out as workers become free.
  // The workers of each node begin with a range of their own, so that they share what is near, and then help
  // with the others'.
  template <class Job>
  void parallelFor(uint32_t items, uint32_t grain, const Job& job) {
    if (items <= grain || threadCount_ == 1) {
      if (items > 0) job(0u, items, 0u);
      return;
    }
    deal(items, grain);
    run([&](uint32_t worker) {
      for (Chunk chunk = takeChunk(worker); chunk.first < chunk.last; chunk = takeChunk(worker))
        job(chunk.first, chunk.last, worker);
    });
  }

 private:
  using Erased = void (*)(const void* context, uint32_t worker);
  void runErased(Erased job, const void* context);
  struct Chunk {
    uint32_t first, last;  // the same: nothing is left
  };
  void deal(uint32_t items, uint32_t grain);
  Chunk takeChunk(uint32_t worker);

  struct Shared;
  std::unique_ptr<Shared> shared_;
  uint32_t threadCount_ = 1;
};

}  // namespace hearth
