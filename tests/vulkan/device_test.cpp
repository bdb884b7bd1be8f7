// A device fails once and for all, and nobody waits for it for ever.
#include <chrono>
#include <thread>

#include "tests/vulkan/gpu_fixture.h"

namespace hearth::vulkan {
namespace {

using namespace std::chrono_literals;
using test::Gpu;
using test::GpuTest;

class DeviceTest : public GpuTest {};

TEST_F(DeviceTest, KnowsItself) {
  const DeviceFacts& facts = device().facts();
  EXPECT_FALSE(facts.name.empty());
  EXPECT_FALSE(facts.driver.empty());
  EXPECT_GT(facts.memoryBytes, 0u);
  EXPECT_GE(device().can().subgroupSize, 1u);
  EXPECT_LE(device().can().subgroupSizeMin, device().can().subgroupSizeMax);
  EXPECT_GE(device().can().workgroupInvocationsMax, 128u);
  EXPECT_GE(device().can().sharedBytesMax, 16384u);
}

TEST_F(DeviceTest, CanBeRestricted) {
  auto own = Gpu::open();
  ASSERT_TRUE(own);
  Device& mine = (*own)->device();
  Capabilities less = mine.can();
  less.subgroupArithmetic = false;
  mine.restrict(less);
  EXPECT_FALSE(mine.can().subgroupArithmetic);
  EXPECT_EQ(mine.facts().capabilities.subgroupArithmetic, device().can().subgroupArithmetic);
}

TEST_F(DeviceTest, RemembersTheFirstFailure) {
  auto own = Gpu::open();
  ASSERT_TRUE(own);
  Device& mine = (*own)->device();
  EXPECT_TRUE(mine.check(VK_SUCCESS, "Testing"));
  EXPECT_FALSE(mine.failed());
  EXPECT_FALSE(mine.check(VK_ERROR_DEVICE_LOST, "Testing"));
  mine.fail(Error("a later one"));
  ASSERT_TRUE(mine.failed());
  EXPECT_EQ(mine.failure()->what(),
            "Testing: the graphics card stopped working for Hearth (it was reset, or its driver gave up) "
            "(VK_ERROR_DEVICE_LOST)");
}

TEST_F(DeviceTest, IsLostAtTheAppointedDispatchAndCanBeOpenedAgain) {
  Faults faults;
  for (const int64_t until : {0, 1, 3}) {
    faults.dispatchesUntilLost = until;
    auto own = Gpu::open(&faults);
    ASSERT_TRUE(own) << own.error().what();
    const auto gain = (*own)->memory().allocate(256, MemoryKind::HostWrite, MemoryUse::Compute);
    ASSERT_TRUE(gain);
    struct {
      Address x, gain, y;
      uint32_t rowStride = 0, offset = 0, stride = 0, width = 64;
      float eps = 1;
    } const push{gain->address(), gain->address(), gain->address()};
    const auto dispatch = [&](Recorder& r) {
      r.dispatch({.shader = "rms_norm_shared", .constants = {32}}, push, {}, {{gain->address(), 256}},
                 {{gain->address(), 256}});
    };
    for (int64_t i = 0; i < until; ++i) EXPECT_TRUE((*own)->run(dispatch)) << i << " of " << until;
    EXPECT_FALSE((*own)->run(dispatch));
    EXPECT_TRUE((*own)->device().failed());
    // From now on nothing is recorded, submitted or waited for.
    EXPECT_FALSE((*own)->run([&](Recorder& r) {
      dispatch(r);
      EXPECT_EQ(r.dispatches(), 0u);
    }));
    EXPECT_EQ((*own)->pipelines().get({.shader = "rms_norm_shared", .constants = {64}}), nullptr);
    (*own)->device().waitIdle();
  }
}

TEST_F(DeviceTest, SignalsBothWays) {
  auto timeline = Timeline::create(device());
  ASSERT_TRUE(timeline);
  EXPECT_TRUE(timeline->reached(0));
  EXPECT_FALSE(timeline->reached(1));
  timeline->signal(3);
  EXPECT_TRUE(timeline->reached(3));
  EXPECT_TRUE(timeline->wait(2));
  std::jthread later([&] {
    std::this_thread::sleep_for(30ms);
    timeline->signal(7);
  });
  EXPECT_TRUE(timeline->wait(7));
}

TEST_F(DeviceTest, StopsWaitingWhenTheDeviceFails) {
  auto own = Gpu::open();
  ASSERT_TRUE(own);
  auto timeline = Timeline::create((*own)->device());
  ASSERT_TRUE(timeline);
  std::jthread later([&] {
    std::this_thread::sleep_for(30ms);
    (*own)->device().fail(Error("on purpose"));
  });
  const auto before = std::chrono::steady_clock::now();
  EXPECT_FALSE(timeline->wait(1));
  EXPECT_LT(std::chrono::steady_clock::now() - before, 5s);
  timeline->signal(1);
  EXPECT_TRUE(timeline->settle(1)) << "what was submitted still ends";
}

TEST_F(DeviceTest, CountsSilenceAsFailure) {
  auto own = Gpu::open();
  ASSERT_TRUE(own);
  auto timeline = Timeline::create((*own)->device());
  ASSERT_TRUE(timeline);
  EXPECT_FALSE(timeline->wait(1, 50ms));
  EXPECT_EQ((*own)->device().failure()->what(), "the graphics card has not answered for 1 seconds");
}

// What an expert on the processor needs: the GPU stops in the middle of a submission, the host reads and
// writes, and the GPU goes on.
TEST_F(DeviceTest, HandsOverToTheHostInTheMiddleOfASubmission) {
  auto byGpu = Timeline::create(device()), byHost = Timeline::create(device());
  ASSERT_TRUE(byGpu && byHost);
  auto host = memory().allocate(512, MemoryKind::HostRead, MemoryUse::Compute);
  ASSERT_TRUE(host);
  const Buffer from = upload(std::vector<uint32_t>(64, 5)), to = room(256);
  const VkCommandBuffer commands[] = {gpu().newCommands(), gpu().newCommands()};
  Recorder r(gpu().pipelines());
  r.begin(commands[0], Recorder::Replay::Many);
  r.copy(from, 0, *host, 0, 256);
  r.showToHost();
  r.end();
  r.begin(commands[1], Recorder::Replay::Many);
  r.copy(*host, 256, to, 0, 256);
  r.end();
  for (uint64_t round = 1; round <= 3; ++round) {
    const uint64_t gpuValues[] = {2 * round - 1, 2 * round};
    const VkSemaphore gpuSemaphore = byGpu->handle(), hostSemaphore = byHost->handle();
    const VkPipelineStageFlags stage = VK_PIPELINE_STAGE_ALL_COMMANDS_BIT;
    VkTimelineSemaphoreSubmitInfo values[2]{};
    VkSubmitInfo batches[2]{};
    for (uint32_t i = 0; i < 2; ++i) {
      values[i].sType = VK_STRUCTURE_TYPE_TIMELINE_SEMAPHORE_SUBMIT_INFO;
      values[i].signalSemaphoreValueCount = 1;
      values[i].pSignalSemaphoreValues = &gpuValues[i];
      batches[i].sType = VK_STRUCTURE_TYPE_SUBMIT_INFO;
      batches[i].pNext = &values[i];
      batches[i].commandBufferCount = 1;
      batches[i].pCommandBuffers = &commands[i];
      batches[i].signalSemaphoreCount = 1;
      batches[i].pSignalSemaphores = &gpuSemaphore;
    }
    values[1].waitSemaphoreValueCount = 1;
    values[1].pWaitSemaphoreValues = &round;
    batches[1].waitSemaphoreCount = 1;
    batches[1].pWaitSemaphores = &hostSemaphore;
    batches[1].pWaitDstStageMask = &stage;
    ASSERT_TRUE(device().submit(device().compute(), batches, 0));
    ASSERT_TRUE(byGpu->wait(gpuValues[0]));
    EXPECT_FALSE(byGpu->reached(gpuValues[1]));
    const auto* seen = reinterpret_cast<const uint32_t*>(host->mapped());
    auto* answer = reinterpret_cast<uint32_t*>(host->mapped() + 256);
    for (uint32_t i = 0; i < 64; ++i) answer[i] = seen[i] * 100 + static_cast<uint32_t>(round);
    byHost->signal(round);
    ASSERT_TRUE(byGpu->wait(gpuValues[1]));
    EXPECT_EQ(read<uint32_t>(to, 64), std::vector<uint32_t>(64, 500 + static_cast<uint32_t>(round)));
  }
}

TEST_F(DeviceTest, LivesBesideOtherInstances) {
  {
    const auto other = Instance::create();
    ASSERT_TRUE(other) << other.error().what();
    EXPECT_EQ((*other)->devices().size(), gpu().instance().devices().size());
    auto opened = Device::open(**other, gpu().index());
    ASSERT_TRUE(opened);
    EXPECT_TRUE(Memory(**opened).allocate(256, MemoryKind::Device, MemoryUse::Compute));
  }
  EXPECT_EQ(read<float>(upload(std::vector<float>{1, 2, 3}), 3), (std::vector<float>{1, 2, 3}));
}

TEST_F(DeviceTest, HearsTheValidationLayer) {
  if (!test::validationWanted()) {
    GTEST_SKIP() << "HEARTH_TEST_VALIDATION=0";
  }
  auto host = memory().allocate(256, MemoryKind::HostWrite, MemoryUse::Staging);
  ASSERT_TRUE(host);
  const VkCommandBuffer commands = gpu().newCommands();
  VkCommandBufferBeginInfo info{};
  info.sType = VK_STRUCTURE_TYPE_COMMAND_BUFFER_BEGIN_INFO;
  vkBeginCommandBuffer(commands, &info);
  const VkBufferCopy beyond{.srcOffset = 0, .dstOffset = 128, .size = 256};
  vkCmdCopyBuffer(commands, host->handle(), host->handle(), 1, &beyond);
  vkEndCommandBuffer(commands);
  EXPECT_FALSE(test::takeValidationMessages().empty());
}

}  // namespace
}  // namespace hearth::vulkan
