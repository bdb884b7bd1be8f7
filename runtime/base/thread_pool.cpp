#include "runtime/base/thread_pool.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <utility>
#include <vector>

#if defined(__linux__)
#include <sched.h>
#elif defined(_WIN32)
#ifndef NOMINMAX
#define NOMINMAX
#endif
#include <windows.h>
#endif
#if defined(__x86_64__) || defined(_M_X64)
#include <immintrin.h>
#endif

#include "runtime/base/check.h"
#include "runtime/base/node_memory.h"

namespace hearth {

namespace {

// How long a waiting thread burns its core before it sleeps: longer than the gap between two kernels of a
// token. From 20 to 1000 µs measured alike, 5 µs were too few (tests/bench/README.md, "Tried").
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
  if (place.processors.empty()) return;
#if defined(__linux__)
  cpu_set_t set;
  CPU_ZERO(&set);
  for (const uint32_t processor : place.processors) {
    if (processor < CPU_SETSIZE) CPU_SET(processor, &set);
  }
  sched_setaffinity(0, sizeof set, &set);
#elif defined(_WIN32)
  constexpr uint32_t kGroupProcessors = 64;  // as allowedProcessors() counts
  GROUP_AFFINITY group{};                    // a thread is in one group at a time
  group.Group = static_cast<WORD>(place.processors[0] / kGroupProcessors);
  for (const uint32_t processor : place.processors) {
    if (processor / kGroupProcessors == group.Group)
      group.Mask |= KAFFINITY{1} << (processor % kGroupProcessors);
  }
  SetThreadGroupAffinity(GetCurrentThread(), &group, nullptr);
#endif
}

}  // namespace

// What the workers and the caller exchange. Each field that is written often has a cache line of its own.
struct ThreadPool::Shared {
  alignas(64) std::atomic<uint32_t> round{0};    // grows by one for each job; workers wait on it
  alignas(64) std::atomic<uint32_t> running{0};  // workers still in the current job; the caller waits on it
  // The part of the items that one node's workers begin with.
  struct Lot {
    alignas(64) std::atomic<uint32_t> next{0};
    uint32_t end = 0;
    uint32_t lastWorker = 0;  // the node's workers end before this one
  };
  alignas(64) std::vector<Lot> lots;  // written between jobs only, like what follows
  std::vector<uint32_t> lotOf;        // each worker's
  std::vector<uint32_t> nodes;
  uint32_t grain = 1;
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

ThreadPool::ThreadPool(uint32_t threads)
    : ThreadPool(planThreads(readMachine("", allowedProcessors()), threads)) {}

ThreadPool::ThreadPool(const ThreadPlan& plan) : shared_(std::make_unique<Shared>()) {
  CHECK(!plan.threads.empty());
  threadCount_ = static_cast<uint32_t>(plan.threads.size());
  // With more threads than cores a spinning thread keeps another from doing the work it waits for.
  shared_->spins = threadCount_ <= plan.cores;
  shared_->nodes = plan.nodes;
  uint32_t lots = 0;
  for (uint32_t worker = 0; worker < threadCount_; ++worker) {
    if (worker == 0 || plan.threads[worker].node != plan.threads[worker - 1].node) ++lots;
    shared_->lotOf.push_back(lots - 1);
  }
  shared_->lots = std::vector<Shared::Lot>(lots);
  for (uint32_t worker = 0; worker < threadCount_; ++worker)
    shared_->lots[shared_->lotOf[worker]].lastWorker = worker + 1;
  shared_->threads.reserve(threadCount_ - 1);
  for (uint32_t worker = 1; worker < threadCount_; ++worker) {
    shared_->threads.emplace_back([shared = shared_.get(), worker, place = plan.threads[worker]] {
      keepTo(place);
      // Weights come from a file: those that this thread reads first should not all lie on its node, because
      // the others multiply by them too. Where the system refuses, they lie where it likes.
      (void)interleaveThread(shared->nodes);
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

std::span<const uint32_t> ThreadPool::nodes() const { return shared_->nodes; }

void ThreadPool::deal(uint32_t items, uint32_t grain) {
  const uint64_t chunks = (uint64_t{items} + grain - 1) / grain;
  shared_->grain = grain;
  uint32_t first = 0;
  for (Shared::Lot& lot : shared_->lots) {
    lot.next.store(first, std::memory_order_relaxed);
    lot.end =
        static_cast<uint32_t>(std::min<uint64_t>(items, chunks * lot.lastWorker / threadCount_ * grain));
    first = lot.end;
  }
}

ThreadPool::Chunk ThreadPool::takeChunk(uint32_t worker) {
  auto& lots = shared_->lots;
  const uint32_t grain = shared_->grain, own = shared_->lotOf[worker];
  for (size_t i = 0; i < lots.size(); ++i) {
    Shared::Lot& lot = lots[(own + i) % lots.size()];
    const uint32_t first = lot.next.fetch_add(grain, std::memory_order_relaxed);
    if (first < lot.end) return {first, lot.end - first < grain ? lot.end : first + grain};
  }
  return {0, 0};
}

}  // namespace hearth
