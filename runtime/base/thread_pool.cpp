#include "runtime/base/thread_pool.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <utility>
#include <vector>

#if defined(__linux__)
#include <sched.h>
#endif
#if defined(__x86_64__) || defined(_M_X64)
#include <immintrin.h>
#endif

#include "runtime/base/processors.h"

namespace hearth {

namespace {

// How long a waiting thread burns its core before it sleeps: longer than the gap between two kernels of a
// token, short enough that a busy machine loses nothing worth mentioning.
constexpr auto kSpin = std::chrono::microseconds(30);
constexpr int kPausesPerClockRead = 32;

void pause() {
#if defined(__x86_64__) || defined(_M_X64)
  _mm_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

// Waits until `value` differs from `old` (sleeping after a bounded spin) and returns what it became.
uint32_t waitForChange(const std::atomic<uint32_t>& value, uint32_t old, bool maySpin) {
  if (maySpin) {
    const auto deadline = std::chrono::steady_clock::now() + kSpin;
    do {
      for (int i = 0; i < kPausesPerClockRead; ++i) {
        const uint32_t now = value.load(std::memory_order_acquire);
        if (now != old) return now;
        pause();
      }
    } while (std::chrono::steady_clock::now() < deadline);
  }
  for (;;) {
    const uint32_t now = value.load(std::memory_order_acquire);
    if (now != old) return now;
    value.wait(old, std::memory_order_acquire);
  }
}

// Keeps the calling thread to some processors; a system that refuses, or cannot, leaves it where it is.
void keepTo(const ThreadPlace& place) {
#if defined(__linux__)
  if (place.processors.empty()) return;
  cpu_set_t set;
  CPU_ZERO(&set);
  for (const uint32_t processor : place.processors) {
    if (processor < CPU_SETSIZE) CPU_SET(processor, &set);
  }
  sched_setaffinity(0, sizeof set, &set);
#else
  (void)place;
#endif
}

}  // namespace

// What the workers and the caller exchange. Each field that is written often has a cache line of its own.
struct ThreadPool::Shared {
  alignas(64) std::atomic<uint32_t> round{0};    // grows by one for each job; workers wait on it
  alignas(64) std::atomic<uint32_t> running{0};  // workers still in the current job; the caller waits on it
  alignas(64) std::atomic<uint32_t> nextItem{0};
  alignas(64) std::atomic<bool> stopping{false};
  bool spins = true;
  Erased job = nullptr;
  const void* context = nullptr;
  std::vector<std::thread> threads;

  void work(uint32_t worker) {
    for (uint32_t seen = 0;;) {
      seen = waitForChange(round, seen, spins);
      if (stopping.load(std::memory_order_relaxed)) return;
      job(context, worker);
      if (running.fetch_sub(1, std::memory_order_acq_rel) == 1) running.notify_one();
    }
  }
};

ThreadPool::ThreadPool(uint32_t threads) : shared_(std::make_unique<Shared>()) {
  const ThreadPlan plan = planThreads(readMachine("", allowedProcessors()), threads);
  threadCount_ = static_cast<uint32_t>(plan.threads.size());
  // With more threads than cores a spinning thread keeps another from doing the work it waits for.
  shared_->spins = threadCount_ <= plan.cores;
  shared_->threads.reserve(threadCount_ - 1);
  for (uint32_t worker = 1; worker < threadCount_; ++worker) {
    shared_->threads.emplace_back([shared = shared_.get(), worker, place = plan.threads[worker]] {
      keepTo(place);
      shared->work(worker);
    });
  }
}

ThreadPool::~ThreadPool() {
  shared_->stopping.store(true, std::memory_order_relaxed);
  shared_->round.fetch_add(1, std::memory_order_release);
  shared_->round.notify_all();
  for (std::thread& thread : shared_->threads) thread.join();
}

void ThreadPool::runErased(Erased job, const void* context) {
  if (threadCount_ > 1) {
    shared_->job = job;
    shared_->context = context;
    shared_->running.store(threadCount_ - 1, std::memory_order_relaxed);
    shared_->round.fetch_add(1, std::memory_order_release);
    shared_->round.notify_all();
  }
  job(context, 0);
  if (threadCount_ > 1) {
    for (uint32_t left = shared_->running.load(std::memory_order_acquire); left != 0;) {
      left = waitForChange(shared_->running, left, shared_->spins);
    }
  }
}

void ThreadPool::resetChunks() { shared_->nextItem.store(0, std::memory_order_relaxed); }

uint32_t ThreadPool::takeChunk(uint32_t grain) {
  return shared_->nextItem.fetch_add(grain, std::memory_order_relaxed);
}

}  // namespace hearth
