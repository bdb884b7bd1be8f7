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
  auto host = memory().allocate(512, MemoryKind::HostRead, MemoryUse::Compute);
  ASSERT_TRUE(host);
  const Buffer from = upload(std::vector<uint32_t>(64, 5)), to = room(256);
  uint32_t round = 0;
  const auto program = gpu().newProgram();
  program->begin(Recorder::Replay::Many);
  program->recorder().copy(from, 0, *host, 0, 256);
  const uint32_t step = program->hostStep([&] {
    const auto* seen = reinterpret_cast<const uint32_t*>(host->mapped());
    auto* answer = reinterpret_cast<uint32_t*>(host->mapped() + 256);
    for (uint32_t i = 0; i < 64; ++i) answer[i] = seen[i] * 100 + round;
  });
  program->join(step);
  program->recorder().copy(*host, 256, to, 0, 256);
  program->endRecording();
  for (round = 1; round <= 3; ++round) {
    ASSERT_TRUE(program->run());
    EXPECT_EQ(read<uint32_t>(to, 64), std::vector<uint32_t>(64, 500 + round));
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
  VkSamplerCreateInfo wrong{};
  wrong.sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO;
  VkSampler sampler = VK_NULL_HANDLE;
  if (vkCreateSampler(device().handle(), &wrong, nullptr, &sampler) == VK_SUCCESS) {
    vkDestroySampler(device().handle(), sampler, nullptr);
  }
  EXPECT_FALSE(test::takeValidationMessages().empty());
}

}  // namespace
}  // namespace hearth::vulkan
