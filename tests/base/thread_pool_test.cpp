#include "runtime/base/thread_pool.h"

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/base/processors.h"

namespace hearth::test {
namespace {

TEST(ThreadPool, HasOneThreadForEachCoreByDefault) {
  const ThreadPool pool(0);
  EXPECT_GE(pool.threadCount(), 1u);
  EXPECT_LE(pool.threadCount(), std::thread::hardware_concurrency());
}

class ThreadPoolTest : public testing::TestWithParam<uint32_t> {};

TEST_P(ThreadPoolTest, CallsEveryWorkerOncePerRun) {
  ThreadPool pool(GetParam());
  ASSERT_EQ(pool.threadCount(), GetParam());
  std::vector<std::atomic<uint32_t>> calls(GetParam());
  constexpr uint32_t kRuns = 2000;
  for (uint32_t run = 1; run <= kRuns; ++run) {
    pool.run([&](uint32_t worker) { calls[worker].fetch_add(1); });
    for (const auto& count : calls) ASSERT_EQ(count.load(), run);
  }
}

TEST_P(ThreadPoolTest, HandsOutEveryItemExactlyOnce) {
  ThreadPool pool(GetParam());
  for (const uint32_t items : {0u, 1u, 2u, 7u, 64u, 1000u}) {
    for (const uint32_t grain : {1u, 3u, 16u, 2000u}) {
      std::vector<std::atomic<uint32_t>> seen(items);
      pool.parallelFor(items, grain, [&](uint32_t first, uint32_t last, uint32_t worker) {
        EXPECT_LT(worker, GetParam());
        EXPECT_LT(first, last);
        EXPECT_LE(last, items);
        for (uint32_t i = first; i < last; ++i) seen[i].fetch_add(1);
      });
      for (const auto& count : seen) ASSERT_EQ(count.load(), 1u) << items << " items in chunks of " << grain;
    }
  }
}

// What workers wrote is visible to the caller after run(), and what the caller wrote before it to them.
TEST_P(ThreadPoolTest, OrdersMemoryAroundARun) {
  ThreadPool pool(GetParam());
  std::vector<uint64_t> plain(GetParam());
  uint64_t input = 0;
  for (uint64_t run = 1; run <= 2000; ++run) {
    input = run;
    pool.run([&](uint32_t worker) { plain[worker] += input; });
  }
  for (const uint64_t sum : plain) EXPECT_EQ(sum, 2000u * 2001 / 2);
}

// 1: no workers; 3; 16 and 33: more threads than most machines' cores.
INSTANTIATE_TEST_SUITE_P(Threads, ThreadPoolTest, testing::Values(1u, 3u, 16u, 33u));

// Threads 0 and 1 on a node, 2, 3 and 4 on another. No processors: this machine need not have such nodes.
ThreadPlan twoNodes() {
  ThreadPlan plan{.threads = std::vector<ThreadPlace>(5), .nodes = {0, 1}, .cores = 5};
  for (uint32_t i = 2; i < 5; ++i) plan.threads[i].node = 1;
  return plan;
}

TEST(ThreadPoolOfNodes, BeginsWithARangeForEachNode) {
  ThreadPool pool(twoNodes());
  EXPECT_EQ(std::vector<uint32_t>(pool.nodes().begin(), pool.nodes().end()), (std::vector<uint32_t>{0, 1}));
  for (const uint32_t grain : {1u, 8u}) {
    std::atomic<uint32_t> taken = 0;
    std::vector<uint32_t> nodeOf(5);
    // Nobody comes back for a second chunk before everyone has a first one.
    pool.parallelFor(5 * grain, grain, [&](uint32_t first, uint32_t, uint32_t worker) {
      nodeOf[first / grain] = worker < 2 ? 0 : 1;
      taken.fetch_add(1);
      while (taken.load() < 5) std::this_thread::yield();
    });
    EXPECT_EQ(nodeOf, (std::vector<uint32_t>{0, 0, 1, 1, 1})) << grain;
  }
}

TEST(ThreadPoolOfNodes, HelpsWithTheRangeOfAnotherNode) {
  ThreadPool pool(twoNodes());
  constexpr uint32_t kItems = 100;
  std::atomic<uint32_t> done = 0, byOthers = 0;
  // The first node's workers are held up by one item each until the other node's have done all else.
  pool.parallelFor(kItems, 1, [&](uint32_t first, uint32_t, uint32_t worker) {
    if (worker >= 2) {
      if (first < kItems * 2 / 5) byOthers.fetch_add(1);
      done.fetch_add(1);
      return;
    }
    while (done.load() < kItems - 2) std::this_thread::yield();
    done.fetch_add(1);
  });
  EXPECT_EQ(done.load(), kItems);
  EXPECT_GE(byOthers.load(), kItems * 2 / 5 - 2);  // all, where the first node's come too late
}

TEST(ThreadPoolOfNodes, HandsOutEveryItemExactlyOnce) {
  ThreadPool pool(twoNodes());
  for (const uint32_t items : {2u, 3u, 7u, 64u, 1000u}) {
    for (const uint32_t grain : {1u, 3u, 16u, 300u}) {
      std::vector<std::atomic<uint32_t>> seen(items);
      pool.parallelFor(items, grain, [&](uint32_t first, uint32_t last, uint32_t) {
        EXPECT_LT(first, last);
        for (uint32_t i = first; i < last; ++i) seen[i].fetch_add(1);
      });
      for (const auto& count : seen) ASSERT_EQ(count.load(), 1u) << items << " items in chunks of " << grain;
    }
  }
}

TEST(ThreadPool, WakesAfterSleeping) {
  ThreadPool pool(4);
  std::atomic<uint32_t> calls = 0;
  for (int i = 0; i < 5; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));  // far beyond the spin
    pool.run([&](uint32_t) { calls.fetch_add(1); });
  }
  EXPECT_EQ(calls.load(), 20u);
}

// With every core kept busy by others, a fork and join costs a few time slices (some 10 ms), not seconds:
// threads that spin without end would wait for each other's slices again and again.
TEST(ThreadPool, DoesNotCollapseOnABusyMachine) {
  std::atomic<bool> stop = false;
  std::vector<std::thread> others;
  for (uint32_t i = 0; i < 2 * std::thread::hardware_concurrency(); ++i) {
    others.emplace_back([&] {
      while (!stop.load(std::memory_order_relaxed)) {
      }
    });
  }
  constexpr int kRuns = 100;
  const auto start = std::chrono::steady_clock::now();
  {
    ThreadPool pool(0);
    for (int i = 0; i < kRuns; ++i) pool.run([](uint32_t) {});
  }
  const auto elapsed = std::chrono::steady_clock::now() - start;
  stop = true;
  for (std::thread& other : others) other.join();
  EXPECT_LT(elapsed / kRuns, std::chrono::milliseconds(100));
}

}  // namespace
}  // namespace hearth::test
