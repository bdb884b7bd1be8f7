// The choice among devices that nobody has to own.
#include <gtest/gtest.h>

#include "runtime/vulkan/device_facts.h"
#include "runtime/vulkan/instance.h"

namespace hearth::vulkan {
namespace {

constexpr uint64_t kGiB = uint64_t{1} << 30;

DeviceFacts made(const std::string& name, DeviceType type, uint64_t memoryBytes) {
  DeviceFacts facts;
  facts.name = name;
  facts.driver = "driver of " + name;
  facts.type = type;
  facts.memoryBytes = memoryBytes;
  return facts;
}

std::vector<DeviceFacts> numbered(std::vector<DeviceFacts> devices) {
  for (uint32_t i = 0; i < devices.size(); ++i) devices[i].index = i;
  return devices;
}

TEST(PickDevice, TakesDiscreteBeforeIntegratedBeforeVirtual) {
  const auto devices = numbered(
      {made("llvmpipe", DeviceType::Software, 64 * kGiB), made("Iris", DeviceType::Integrated, 32 * kGiB),
       made("venus", DeviceType::Virtual, 48 * kGiB), made("Arc", DeviceType::Discrete, 8 * kGiB)});
  const auto pick = pickDevice(devices, {});
  ASSERT_TRUE(pick) << pick.error().what();
  EXPECT_EQ(pick->index, 3u);
  ASSERT_EQ(pick->others.size(), 3u);
  EXPECT_EQ(
      pick->others[0],
      "gpu:0 (llvmpipe): a software renderer, slower than the processor itself; taken only when asked for as "
      "gpu:0");
  EXPECT_EQ(pick->others[1], "gpu:1 (Iris): integrated; gpu:3 is discrete");
  EXPECT_EQ(pick->others[2], "gpu:2 (venus): virtual; gpu:3 is discrete");
}

TEST(PickDevice, TakesMoreMemoryAmongEquals) {
  const auto devices =
      numbered({made("small", DeviceType::Discrete, 8 * kGiB), made("large", DeviceType::Discrete, 24 * kGiB),
                made("large too", DeviceType::Discrete, 24 * kGiB)});
  const auto pick = pickDevice(devices, {});
  ASSERT_TRUE(pick);
  EXPECT_EQ(pick->index, 1u);
  EXPECT_EQ(pick->others[0], "gpu:0 (small): 8.0 GiB of memory; gpu:1 has 24.0 GiB");
  EXPECT_EQ(pick->others[1], "gpu:2 (large too): as good as gpu:1, which comes first");
}

TEST(PickDevice, PassesOverWhatCannotBeUsed) {
  auto devices =
      numbered({made("old", DeviceType::Discrete, 8 * kGiB), made("new", DeviceType::Integrated, kGiB)});
  devices[0].unusable = "its driver offers Vulkan 1.1, and 1.2 is needed";
  const auto pick = pickDevice(devices, {});
  ASSERT_TRUE(pick);
  EXPECT_EQ(pick->index, 1u);
  EXPECT_EQ(pick->others[0], "gpu:0 (old): its driver offers Vulkan 1.1, and 1.2 is needed");
}

TEST(PickDevice, SeesOneCardBehindTwoDrivers) {
  auto devices =
      numbered({made("RX (dzn)", DeviceType::Discrete, 17 * kGiB),
                made("RX", DeviceType::Discrete, 16 * kGiB), made("RX", DeviceType::Discrete, 16 * kGiB)});
  devices[0].layered = true;
  for (DeviceFacts& device : devices) device.place = "PCI 0000:03:00.0";
  devices[2].driver = "AMDVLK";
  const auto pick = pickDevice(devices, {});
  ASSERT_TRUE(pick);
  EXPECT_EQ(pick->index, 1u) << "its own driver, though the layered one claims more memory";
  EXPECT_EQ(pick->others[0],
            "gpu:0 (RX (dzn)): the same hardware as gpu:1 through another driver, driver of RX (dzn)");
  EXPECT_EQ(pick->others[1], "gpu:2 (RX): the same hardware as gpu:1 through another driver, AMDVLK");
}

TEST(PickDevice, TakesASoftwareRendererOnlyByItsIndex) {
  const auto devices = numbered({made("llvmpipe", DeviceType::Software, kGiB)});
  const auto any = pickDevice(devices, {});
  ASSERT_FALSE(any);
  EXPECT_EQ(
      any.error().what(),
      "no graphics card here can be used; gpu:0 (llvmpipe): a software renderer, slower than the processor "
      "itself; taken only when asked for as gpu:0");
  const auto asked = pickDevice(devices, {.any = false, .index = 0});
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->index, 0u);
}

TEST(PickDevice, RefusesAnIndexWithReasons) {
  auto devices = numbered({made("a", DeviceType::Discrete, kGiB), made("b", DeviceType::Discrete, kGiB)});
  devices[1].unusable = "it draws only and does not compute";
  const auto missing = pickDevice(devices, {.any = false, .index = 7});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().what(),
            "there is no device gpu:7; gpu:0 (a): usable; gpu:1 (b): it draws only and does not compute");
  const auto unusable = pickDevice(devices, {.any = false, .index = 1});
  ASSERT_FALSE(unusable);
  EXPECT_EQ(unusable.error().what(), "gpu:1 (b): it draws only and does not compute");
  const auto taken = pickDevice(devices, {.any = false, .index = 0});
  ASSERT_TRUE(taken);
  devices[1].unusable.clear();
  EXPECT_EQ(pickDevice(devices, {.any = false, .index = 0})->others[0], "gpu:1 (b): gpu:0 was asked for");
}

TEST(PickDevice, SaysSoWhenThereIsNone) { EXPECT_FALSE(pickDevice({}, {})); }

VkQueueFamilyProperties family(VkQueueFlags flags, uint32_t queues, uint32_t timestampBits = 64) {
  VkQueueFamilyProperties properties{};
  properties.queueFlags = flags;
  properties.queueCount = queues;
  properties.timestampValidBits = timestampBits;
  return properties;
}

TEST(QueueFamilies, PrefersComputingAndTransferringAside) {
  constexpr VkQueueFlags kTransfer = VK_QUEUE_TRANSFER_BIT | VK_QUEUE_SPARSE_BINDING_BIT;
  const auto chosen = chooseFamilies({family(VK_QUEUE_GRAPHICS_BIT | VK_QUEUE_COMPUTE_BIT | kTransfer, 16),
                                      family(kTransfer | VK_QUEUE_VIDEO_DECODE_BIT_KHR, 1),
                                      family(kTransfer, 2, 32), family(VK_QUEUE_COMPUTE_BIT | kTransfer, 8)});
  EXPECT_EQ(chosen.compute, 3u);
  EXPECT_EQ(chosen.computeQueues, 8u);
  EXPECT_EQ(chosen.transfer, 2u) << "not the one that decodes video";
  EXPECT_EQ(chosen.transferTimestampBits, 32u);
}

TEST(QueueFamilies, WorksWithOne) {
  const auto one = chooseFamilies({family(VK_QUEUE_GRAPHICS_BIT | VK_QUEUE_COMPUTE_BIT, 1)});
  EXPECT_EQ(one.compute, 0u);
  EXPECT_EQ(one.transfer, 0u);
  EXPECT_EQ(chooseFamilies({family(VK_QUEUE_GRAPHICS_BIT, 1)}).compute, UINT32_MAX);
}

}  // namespace
}  // namespace hearth::vulkan
