// Threads' places on machines that are written as files, as Linux tells of them.
#include "runtime/base/processors.h"

#include <filesystem>
#include <fstream>
#include <numeric>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace hearth {
namespace {

using Numbers = std::vector<uint32_t>;

Numbers upTo(uint32_t count, uint32_t first = 0) {
  Numbers numbers(count);
  std::iota(numbers.begin(), numbers.end(), first);
  return numbers;
}

class ProcessorsTest : public testing::Test {
 protected:
  void SetUp() override {
    root_ = testing::TempDir() + "processors_test." +
            testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(root_);
  }
  void TearDown() override { std::filesystem::remove_all(root_); }

  void write(const std::string& path, const std::string& text) {
    const std::filesystem::path file = root_ + "/" + path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text << '\n';
  }
  void processor(uint32_t number, const std::string& siblings, const std::string& cache) {
    const std::string folder = "sys/devices/system/cpu/cpu" + std::to_string(number);
    write(folder + "/topology/thread_siblings_list", siblings);
    write(folder + "/cache/index3/shared_cpu_list", cache);
  }
  void capacity(uint32_t number, uint32_t capacity) {
    write("sys/devices/system/cpu/cpu" + std::to_string(number) + "/cpu_capacity", std::to_string(capacity));
  }
  ThreadPlan plan(const Numbers& allowed, uint32_t wanted) const {
    return planThreads(readMachine(root_, allowed), wanted);
  }

  std::string root_;
};

// 8 performance cores of two processors each, 0 to 15, and 8 efficiency cores, 16 to 23.
class HybridTest : public ProcessorsTest {
 protected:
  void SetUp() override {
    ProcessorsTest::SetUp();
    for (uint32_t i = 0; i < 16; ++i) {
      const uint32_t even = i / 2 * 2;
      processor(i, std::to_string(even) + "-" + std::to_string(even + 1), "0-23");
    }
    for (uint32_t i = 16; i < 24; ++i) processor(i, std::to_string(i), "0-23");
    write("sys/devices/cpu_core/cpus", "0-15");
    write("sys/devices/cpu_atom/cpus", "16-23");
  }
};

TEST_F(HybridTest, PerformanceCoresComeBeforeEfficiencyCoresAndThoseBeforeSecondThreads) {
  EXPECT_EQ(plan(upTo(24), 0).threads.size(), 16u);
  const ThreadPlan all = plan(upTo(24), 24);
  EXPECT_EQ(all.cores, 16u);
  for (uint32_t i = 0; i < 8; ++i) EXPECT_EQ(all.threads[i].processors, upTo(16)) << i;
  for (uint32_t i = 8; i < 16; ++i) EXPECT_EQ(all.threads[i].processors, upTo(8, 16)) << i;
  for (uint32_t i = 16; i < 24; ++i) EXPECT_EQ(all.threads[i].processors, upTo(16)) << i;
}

TEST_F(HybridTest, CoresOfLessThanHalfTheSpeedGetNoThreadUnasked) {
  for (uint32_t i = 0; i < 24; ++i) capacity(i, i < 16 ? 1024 : i < 22 ? 640 : 400);
  EXPECT_EQ(plan(upTo(24), 0).threads.size(), 14u);
  EXPECT_EQ(plan(upTo(24), 16).threads.back().processors, (Numbers{22, 23}));
}

// Two chiplets of 4 cores with a cache each, two processors a core: 0-7 first, 8-15 their second halves.
TEST_F(ProcessorsTest, FewThreadsSpreadOverChipletsAndMayMove) {
  for (uint32_t i = 0; i < 16; ++i) {
    const uint32_t core = i % 8;
    processor(i, std::to_string(core) + "," + std::to_string(core + 8), core < 4 ? "0-3,8-11" : "4-7,12-15");
  }
  const ThreadPlan some = plan(upTo(16), 0);
  EXPECT_EQ(some.threads.size(), 8u);
  EXPECT_EQ(some.cores, 8u);
  for (const ThreadPlace& place : some.threads) EXPECT_TRUE(place.processors.empty());
}

// As processors with preferred cores tell of them: no core is quite like another.
TEST_F(ProcessorsTest, SmallDifferencesOfSpeedKeepNoThreadToACore) {
  for (uint32_t i = 0; i < 8; ++i) capacity(i, 1024 - 20 * i);
  const ThreadPlan all = plan(upTo(8), 0);
  EXPECT_EQ(all.threads.size(), 8u);
  for (const ThreadPlace& place : all.threads) EXPECT_TRUE(place.processors.empty());
}

// Two sockets, each a node of 64 cores; the second has more free memory.
class TwoNodesTest : public ProcessorsTest {
 protected:
  void SetUp() override {
    ProcessorsTest::SetUp();
    for (uint32_t i = 0; i < 128; ++i) processor(i, std::to_string(i), i < 64 ? "0-63" : "64-127");
    write("sys/devices/system/node/online", "0-1");
    write("sys/devices/system/node/node0/cpulist", "0-63");
    write("sys/devices/system/node/node1/cpulist", "64-127");
    memory(0, 1000, 0);
    memory(1, 2000, 0);
  }
  void memory(uint32_t node, uint32_t free, uint32_t cached) {
    const std::string name = "Node " + std::to_string(node) + " ";
    write("sys/devices/system/node/node" + std::to_string(node) + "/meminfo",
          name + "MemTotal:  99999 kB\n" + name + "MemFree:  " + std::to_string(free) + " kB\n" + name +
              "Active:  7 kB\n" + name + "Inactive(file):  " + std::to_string(cached) + " kB\n" + name +
              "HugePages_Total:  5");
  }
};

TEST_F(TwoNodesTest, ALargeTeamHasANodeForEachHalf) {
  const ThreadPlan all = plan(upTo(128), 0);
  ASSERT_EQ(all.threads.size(), 128u);
  EXPECT_EQ(all.nodes, (Numbers{0, 1}));
  for (uint32_t i = 0; i < 128; ++i) {
    EXPECT_EQ(all.threads[i].node, i / 64) << i;
    EXPECT_EQ(all.threads[i].processors, upTo(64, i / 64 * 64)) << i;
  }
  const ThreadPlan most = plan(upTo(128), 100);
  for (uint32_t i = 0; i < 100; ++i) EXPECT_EQ(most.threads[i].node, i / 50) << i;
}

TEST_F(TwoNodesTest, ATeamThatFitsOneNodeStaysWhereMemoryIsFree) {
  for (const uint32_t count : {1u, 64u}) {
    const ThreadPlan team = plan(upTo(128), count);
    EXPECT_EQ(team.nodes, Numbers{1});
    for (const ThreadPlace& place : team.threads) EXPECT_EQ(place.processors, upTo(64, 64));
  }
  EXPECT_EQ(plan(upTo(128), 65).nodes, (Numbers{0, 1}));
  memory(0, 1000, 5000);  // what caches files is as good as free
  EXPECT_EQ(plan(upTo(128), 64).nodes, Numbers{0});
  EXPECT_EQ(readMachine(root_, upTo(128)).nodes[0].freeBytes, 6000u * 1024);
}

TEST_F(TwoNodesTest, OnlyNodesOfProcessorsThatMayBeUsedCount) {
  const ThreadPlan here = plan(upTo(64), 0);
  EXPECT_EQ(here.nodes, Numbers{0});
  for (const ThreadPlace& place : here.threads) EXPECT_TRUE(place.processors.empty());
  EXPECT_EQ(readMachine(root_, upTo(64)).nodes.size(), 1u);
  const ThreadPlan uneven = plan(upTo(80), 20);  // 64 here, 16 there
  EXPECT_EQ(uneven.nodes, Numbers{0});
}

// A second thread of a core is no core of its own: 8 threads want 8 cores, and a node here has 4 of them.
TEST_F(ProcessorsTest, NodesAreFullWhenTheirFastCoresAre) {
  for (uint32_t i = 0; i < 16; ++i) {
    const uint32_t even = i / 2 * 2;
    processor(i, std::to_string(even) + "-" + std::to_string(even + 1), i < 8 ? "0-7" : "8-15");
  }
  write("sys/devices/system/node/online", "0-1");
  write("sys/devices/system/node/node0/cpulist", "0-7");
  write("sys/devices/system/node/node1/cpulist", "8-15");
  EXPECT_EQ(plan(upTo(16), 4).nodes, Numbers{0});
  EXPECT_EQ(plan(upTo(16), 8).nodes, (Numbers{0, 1}));
  for (uint32_t i = 0; i < 8; ++i) capacity(i, 640);  // all of node 0 is slower
  EXPECT_EQ(plan(upTo(16), 4).nodes, Numbers{1});
}

TEST_F(ProcessorsTest, AMachineThatTellsNothingHasOneCoreForEachProcessor) {
  const ThreadPlan four = plan(upTo(4), 0);
  EXPECT_EQ(four.threads.size(), 4u);
  for (const ThreadPlace& place : four.threads) EXPECT_TRUE(place.processors.empty());
  EXPECT_EQ(plan({}, 0).threads.size(), 1u);
  EXPECT_EQ(plan(upTo(4), 9).threads.size(), 9u);
  EXPECT_EQ(plan(upTo(4), 9).cores, 4u);
}

TEST_F(ProcessorsTest, AContainerGetsWhatItsSetAndItsQuotaAllow) {
  for (uint32_t i = 0; i < 16; ++i) {
    const uint32_t even = i / 2 * 2;
    processor(i, std::to_string(even) + "-" + std::to_string(even + 1), "0-15");
  }
  EXPECT_EQ(plan({4, 5, 6, 7, 9}, 0).threads.size(), 3u);  // cores 4, 6 and 8
  write("proc/self/cgroup", "0::/pods/one");
  write("sys/fs/cgroup/pods/one/cpu.max", "max 100000");
  EXPECT_EQ(plan(upTo(16), 0).threads.size(), 8u);
  write("sys/fs/cgroup/pods/cpu.max", "250000 100000");
  EXPECT_EQ(plan(upTo(16), 0).threads.size(), 2u);
  EXPECT_EQ(plan(upTo(16), 0).cores, 2u);
  write("sys/fs/cgroup/pods/one/cpu.max", "50000 100000");
  EXPECT_EQ(plan(upTo(16), 0).threads.size(), 1u);
  EXPECT_EQ(plan(upTo(16), 6).threads.size(), 6u) << "who asks for threads gets them";
}

TEST_F(ProcessorsTest, OlderControlGroupsHaveQuotasToo) {
  write("proc/self/cgroup", "9:name=systemd:/\n4:cpuacct,cpu:/box\n0::/");
  write("sys/fs/cgroup/cpu/box/cpu.cfs_quota_us", "300000");
  write("sys/fs/cgroup/cpu/box/cpu.cfs_period_us", "100000");
  EXPECT_EQ(plan(upTo(8), 0).threads.size(), 3u);
  write("sys/fs/cgroup/cpu/box/cpu.cfs_quota_us", "-1");
  EXPECT_EQ(plan(upTo(8), 0).threads.size(), 8u);
}

TEST_F(ProcessorsTest, DamagedFilesDoNoHarm) {
  processor(0, "0-4294967295", "x");
  processor(1, "1-", "");
  capacity(1, 0);
  write("sys/devices/system/node/online", "3-1,,");
  write("proc/self/cgroup", "nonsense\n:\n0::");
  EXPECT_GE(plan(upTo(2), 0).threads.size(), 1u);
}

TEST(Processors, OfThisMachineAreFound) {
  const Numbers allowed = allowedProcessors();
  ASSERT_FALSE(allowed.empty());
  const Machine machine = readMachine("", allowed);
  EXPECT_EQ(machine.processors.size(), allowed.size());
  EXPECT_FALSE(machine.nodes.empty());
  std::set<uint32_t> known(allowed.begin(), allowed.end());
  for (const ThreadPlace& place : planThreads(machine, 0).threads) {
    for (const uint32_t p : place.processors) EXPECT_TRUE(known.contains(p));
  }
}

}  // namespace
}  // namespace hearth
