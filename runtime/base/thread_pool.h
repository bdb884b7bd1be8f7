// A fork-join pool for the kernels: the caller is worker 0, the others spin briefly, then sleep.
#pragma once

#include <cstdint>
#include <memory>
#include <type_traits>

namespace hearth {

// Used by one thread at a time (the engine's). run() makes no heap allocation.
class ThreadPool {
 public:
  // As planThreads() has it; 0: one thread for each core that is worth it. Worker 0, the caller, is not
  // moved.
  explicit ThreadPool(uint32_t threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  uint32_t threadCount() const { return threadCount_; }

  // Calls job(worker) once on each worker at the same time and returns when all have returned.
  template <class Job>
  void run(const Job& job) {
    runErased([](const void* context, uint32_t worker) { (*static_cast<const Job*>(context))(worker); },
              &job);
  }
  // Calls job(first, last, worker) over [0, items) in chunks of `grain`, handed out as workers become free.
  template <class Job>
  void parallelFor(uint32_t items, uint32_t grain, const Job& job) {
    if (items <= grain || threadCount_ == 1) {
      if (items > 0) job(0u, items, 0u);
      return;
    }
    resetChunks();
    run([&](uint32_t worker) {
      for (;;) {
        const uint32_t first = takeChunk(grain);
        if (first >= items) return;
        job(first, items - first < grain ? items : first + grain, worker);
      }
    });
  }

 private:
  using Erased = void (*)(const void* context, uint32_t worker);
  void runErased(Erased job, const void* context);
  void resetChunks();
  uint32_t takeChunk(uint32_t grain);

  struct Shared;
  std::unique_ptr<Shared> shared_;
  uint32_t threadCount_ = 1;
};

}  // namespace hearth
