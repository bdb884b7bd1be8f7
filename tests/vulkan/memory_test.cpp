// Budgets are kept, accounts are right whatever fails, and nothing lands in the wrong memory.
#include <atomic>
#include <thread>

#include "runtime/vulkan/memory_types.h"
#include "tests/vulkan/gpu_fixture.h"

namespace hearth::vulkan {
namespace {

using test::Gpu;
using test::GpuTest;

constexpr size_t kMiB = size_t{1} << 20;
constexpr VkMemoryPropertyFlags kLocal = VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT;
constexpr VkMemoryPropertyFlags kHost =
    VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
constexpr VkMemoryPropertyFlags kCached = VK_MEMORY_PROPERTY_HOST_CACHED_BIT;

struct Type {
  VkMemoryPropertyFlags flags;
  uint32_t heap;
};
static_assert(VK_MEMORY_HEAP_DEVICE_LOCAL_BIT == 1);
VkPhysicalDeviceMemoryProperties layout(std::vector<std::pair<VkDeviceSize, bool>> heaps,
                                        std::vector<Type> types) {
  VkPhysicalDeviceMemoryProperties p{};
  for (const auto& [bytes, local] : heaps) {
    p.memoryHeaps[p.memoryHeapCount++] = {bytes, VkMemoryHeapFlags{local}};
  }
  for (const Type& type : types) p.memoryTypes[p.memoryTypeCount++] = {type.flags, type.heap};
  return p;
}

using Types = std::vector<uint32_t>;

TEST(MemoryTypes, LeavesTheSmallWindowAlone) {
  // A card of 8 GiB of which the host sees 256 MiB.
  const auto p = layout({{8192 * kMiB, true}, {16384 * kMiB, false}, {256 * kMiB, true}},
                        {{kLocal, 0}, {kHost, 1}, {kHost | kCached, 1}, {kLocal | kHost, 2}});
  EXPECT_EQ(memoryTypesFor(p, ~0u, MemoryKind::Device, MemoryUse::Weights, false), (Types{0, 3}));
  EXPECT_EQ(memoryTypesFor(p, ~0u, MemoryKind::HostWrite, MemoryUse::Compute, false), (Types{1, 2, 3}));
  EXPECT_EQ(memoryTypesFor(p, ~0u, MemoryKind::HostRead, MemoryUse::Compute, false).front(), 2u);
  EXPECT_EQ(memoryTypesFor(p, 0b1010, MemoryKind::HostWrite, MemoryUse::Compute, false), (Types{1, 3}));
}

TEST(MemoryTypes, WritesStraightToACardThatTheHostSeesWhole) {
  const auto p = layout({{8192 * kMiB, true}, {16384 * kMiB, false}},
                        {{kLocal, 0}, {kHost, 1}, {kHost | kCached, 1}, {kLocal | kHost, 0}});
  EXPECT_EQ(memoryTypesFor(p, ~0u, MemoryKind::HostWrite, MemoryUse::Compute, false).front(), 3u);
  EXPECT_EQ(memoryTypesFor(p, ~0u, MemoryKind::HostWrite, MemoryUse::Staging, false).front(), 1u);
  EXPECT_EQ(memoryTypesFor(p, ~0u, MemoryKind::Device, MemoryUse::Experts, false), (Types{0, 3}));
}

TEST(MemoryTypes, UsesTheProcessorsMemoryThroughTheHostWhenItIsOne) {
  const auto p =
      layout({{16384 * kMiB, true}}, {{kLocal, 0}, {kLocal | kHost, 0}, {kLocal | kHost | kCached, 0}});
  EXPECT_EQ(memoryTypesFor(p, ~0u, MemoryKind::Device, MemoryUse::Weights, true).front(), 1u);
  EXPECT_EQ(memoryTypesFor(p, ~0u, MemoryKind::HostRead, MemoryUse::Compute, true).front(), 2u);
}

TEST(MemoryTypes, AvoidsTypesWithACatch) {
  const auto p = layout({{8192 * kMiB, true}}, {{kLocal | VK_MEMORY_PROPERTY_PROTECTED_BIT, 0},
                                                {kLocal | VK_MEMORY_PROPERTY_LAZILY_ALLOCATED_BIT, 0},
                                                {kLocal | VK_MEMORY_PROPERTY_DEVICE_UNCACHED_BIT_AMD, 0},
                                                {kLocal, 0}});
  EXPECT_EQ(memoryTypesFor(p, ~0u, MemoryKind::Device, MemoryUse::Weights, false), (Types{3}));
  EXPECT_TRUE(memoryTypesFor(p, ~0u, MemoryKind::HostWrite, MemoryUse::Weights, false).empty());
}

MemoryReport judged(size_t ours, const HeapWords& heap, size_t limit = 0) {
  MemoryReport report;
  report.ours = ours;
  judgeHeap(report, heap, limit);
  return report;
}

TEST(MemoryBudget, IsNineTenthsWhereTheDriverDoesNotTell) {
  const auto report = judged(100, {.total = 1000});
  EXPECT_EQ(report.budget, 900u);
  EXPECT_EQ(report.others, 0u);
  EXPECT_EQ(report.free, 900u);
}

TEST(MemoryBudget, LeavesOutWhatOthersUse) {
  // Others have 300; this process 250, of which 200 are Hearth's buffers and 50 the window's.
  const auto report = judged(200, {.known = true, .total = 1000, .budget = 700, .usage = 250});
  EXPECT_EQ(report.budget, 650u);
  EXPECT_EQ(report.others, 350u);
  EXPECT_EQ(report.free, 450u);
}

TEST(MemoryBudget, SurvivesWhatDriversSay) {
  // More than there is, as some integrated GPUs say.
  EXPECT_EQ(judged(10, {.known = true, .total = 1000, .budget = 5000, .usage = 10}).budget, 1000u);
  EXPECT_EQ(judged(10, {.known = true, .total = 1000, .budget = 5000, .usage = 10}).others, 0u);
  // A count that lags behind ours.
  EXPECT_EQ(judged(500, {.known = true, .total = 1000, .budget = 800, .usage = 100}).budget, 800u);
  // Nothing left at all.
  EXPECT_EQ(judged(0, {.known = true, .total = 1000, .budget = 100, .usage = 300}).budget, 0u);
  EXPECT_EQ(judged(900, {.known = true, .total = 1000, .budget = 700, .usage = 900}).free, 0u);
  // A budget of nothing means that it is not told.
  EXPECT_EQ(judged(0, {.known = true, .total = 1000}).budget, 900u);
}

TEST(MemoryBudget, IsNeverAboveTheLimit) {
  EXPECT_EQ(judged(0, {.known = true, .total = 1000, .budget = 700}, 300).budget, 300u);
  EXPECT_EQ(judged(0, {.known = true, .total = 1000, .budget = 200}, 300).budget, 200u);
}

class MemoryTest : public GpuTest {};

TEST_F(MemoryTest, CountsByUseAndForgetsWhatIsFreed) {
  const size_t before = memory().report().ours;
  {
    auto experts = memory().allocate(3 * kMiB, MemoryKind::Device, MemoryUse::Experts);
    auto cache = memory().allocate(kMiB, MemoryKind::Device, MemoryUse::KvCache);
    ASSERT_TRUE(experts && cache);
    EXPECT_EQ(experts->bytes(), 3 * kMiB);
    EXPECT_EQ(experts->address() % 256, 0u);
    const auto report = memory().report();
    EXPECT_EQ(report.byUse[static_cast<size_t>(MemoryUse::Experts)], 3 * kMiB);
    EXPECT_EQ(report.byUse[static_cast<size_t>(MemoryUse::KvCache)], kMiB);
    EXPECT_EQ(report.ours, before + 4 * kMiB);
    EXPECT_GE(report.oursPeak, before + 4 * kMiB);
    EXPECT_GT(report.total, 0u);
    const Buffer moved = std::move(*experts);
    EXPECT_FALSE(*experts);
    EXPECT_EQ(memory().report().ours, before + 4 * kMiB);
  }
  EXPECT_EQ(memory().report().ours, before);
  EXPECT_EQ(memory().report().byUse[static_cast<size_t>(MemoryUse::Experts)], 0u);
}

TEST_F(MemoryTest, ReplacesABufferByAnother) {
  const size_t before = memory().report().ours;
  Buffer buffer = std::move(*memory().allocate(kMiB, MemoryKind::Device, MemoryUse::Compute));
  buffer = std::move(*memory().allocate(2 * kMiB, MemoryKind::Device, MemoryUse::Compute));
  EXPECT_EQ(memory().report().ours, before + 2 * kMiB);
  buffer = {};
  EXPECT_EQ(memory().report().ours, before);
}

TEST_F(MemoryTest, HandsHostMemoryToTheHost) {
  for (const MemoryKind kind : {MemoryKind::HostWrite, MemoryKind::HostRead}) {
    auto buffer = memory().allocate(4096, kind, MemoryUse::Staging);
    ASSERT_TRUE(buffer);
    ASSERT_NE(buffer->mapped(), nullptr);
    buffer->mapped()[4095] = std::byte{1};
  }
}

TEST_F(MemoryTest, RefusesWhatDoesNotFitAndSaysWhy) {
  const size_t before = memory().report().ours;
  memory().setBudget(before + 2 * kMiB);
  EXPECT_EQ(memory().report().budget, before + 2 * kMiB);
  auto fits = memory().allocate(2 * kMiB, MemoryKind::Device, MemoryUse::Weights);
  auto tooMuch = memory().allocate(256, MemoryKind::Device, MemoryUse::Experts);
  memory().setBudget(0);
  ASSERT_TRUE(fits);
  ASSERT_FALSE(tooMuch);
  EXPECT_NE(tooMuch.error().what().find("for experts: it does not fit in the budget"), std::string::npos)
      << tooMuch.error().what();
  EXPECT_FALSE(device().failed());
  EXPECT_TRUE(memory().allocate(256, MemoryKind::Device, MemoryUse::Experts));
  EXPECT_EQ(memory().report().ours, before + 2 * kMiB);
}

TEST_F(MemoryTest, RefusesAllocationsThatTrapDrivers) {
  EXPECT_LT(device().can().allocationBytesMax, size_t{1} << 31);
  EXPECT_FALSE(
      memory().allocate(device().can().allocationBytesMax + 1, MemoryKind::Device, MemoryUse::Weights));
}

TEST_F(MemoryTest, KeepsItsBudgetAgainstManyThreads) {
  const size_t before = memory().report().ours;
  memory().setBudget(before + 5 * kMiB);
  std::atomic<size_t> granted{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&] {
        std::vector<Buffer> kept;
        for (int k = 0; k < 4; ++k) {
          auto buffer = memory().allocate(kMiB, MemoryKind::Device, MemoryUse::Experts);
          if (!buffer) continue;
          ++granted;
          EXPECT_LE(memory().report().ours, before + 5 * kMiB);
          kept.push_back(std::move(*buffer));
        }
      });
    }
  }
  memory().setBudget(0);
  EXPECT_GE(granted, 5u);
  EXPECT_EQ(memory().report().ours, before);
}

TEST_F(MemoryTest, FailsOnPurposeOnce) {
  Faults faults;
  auto own = Gpu::open(&faults);
  ASSERT_TRUE(own);
  Memory& mine = (*own)->memory();
  faults.allocationsUntilFailure = 2;
  EXPECT_TRUE(mine.allocate(256, MemoryKind::Device, MemoryUse::Compute));
  EXPECT_TRUE(mine.allocate(256, MemoryKind::HostRead, MemoryUse::Compute));
  const auto failed = mine.allocate(256, MemoryKind::Device, MemoryUse::Compute);
  ASSERT_FALSE(failed);
  EXPECT_NE(failed.error().what().find("no memory left"), std::string::npos) << failed.error().what();
  EXPECT_TRUE(mine.allocate(256, MemoryKind::Device, MemoryUse::Compute));
  EXPECT_EQ(mine.report().ours, 0u);
  EXPECT_FALSE((*own)->device().failed());
}

}  // namespace
}  // namespace hearth::vulkan
