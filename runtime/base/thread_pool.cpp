#include "runtime/base/thread_pool.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#if defined(__linux__)
#include <sched.h>
#endif
#if defined(__x86_64__) || defined(_M_X64)
#include <immintrin.h>
#endif

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

// Processors this process may run on, by number.
std::vector<uint32_t> allowedProcessors() {
  std::vector<uint32_t> processors;
#if defined(__linux__)
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) == 0) {
    for (uint32_t i = 0; i < CPU_SETSIZE; ++i) {
      if (CPU_ISSET(i, &set)) processors.push_back(i);
    }
  }
#endif
  if (processors.empty()) {
    for (uint32_t i = 0; i < std::max(1u, std::thread::hardware_concurrency()); ++i) processors.push_back(i);
  }
  return processors;
}

// The processors that share a core with `processor`, as the kernel writes them ("0,4"); empty when unknown.
std::string siblingsOf(uint32_t processor) {
  const std::string path =
      "/sys/devices/system/cpu/cpu" + std::to_string(processor) + "/topology/thread_siblings_list";
  std::string siblings;
  if (std::FILE* file = std::fopen(path.c_str(), "r")) {
    std::array<char, 128> line{};
    if (std::fgets(line.data(), static_cast<int>(line.size()), file)) siblings = line.data();
    std::fclose(file);
  }
  return siblings;
}

uint32_t allowedPhysicalCores() {
  std::set<std::string> cores;
  for (const uint32_t processor : allowedProcessors()) {
    const std::string siblings = siblingsOf(processor);
    cores.insert(siblings.empty() ? "processor " + std::to_string(processor) : siblings);
  }
  return static_cast<uint32_t>(cores.size());
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
  const uint32_t cores = allowedPhysicalCores();
  threadCount_ = threads == 0 ? cores : threads;
  // With more threads than cores a spinning thread keeps another from doing the work it waits for.
  shared_->spins = threadCount_ <= cores;
  shared_->threads.reserve(threadCount_ - 1);
  for (uint32_t worker = 1; worker < threadCount_; ++worker) {
    shared_->threads.emplace_back([shared = shared_.get(), worker] { shared->work(worker); });
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
