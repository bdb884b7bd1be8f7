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

TEST_F(DeviceTest, HearsTheValidationLayer) {
  if (const char* off = std::getenv("HEARTH_TEST_VALIDATION"); off && std::string(off) == "0") {
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
  EXPECT_FALSE(Gpu::takeMessages().empty());
}

}  // namespace
}  // namespace hearth::vulkan
