#include "runtime/vulkan/timeline.h"

#include <algorithm>

namespace hearth::vulkan {
namespace {

// How soon a waiting thread sees that the device failed elsewhere.
constexpr std::chrono::milliseconds kSlice{20};

VkResult waitFor(Device& device, VkSemaphore semaphore, uint64_t value, std::chrono::nanoseconds longest) {
  VkSemaphoreWaitInfo info{};
  info.sType = VK_STRUCTURE_TYPE_SEMAPHORE_WAIT_INFO;
  info.semaphoreCount = 1;
  info.pSemaphores = &semaphore;
  info.pValues = &value;
  return vkWaitSemaphores(device.handle(), &info, static_cast<uint64_t>(longest.count()));
}

}  // namespace

Result<Timeline> Timeline::create(Device& device) {
  VkSemaphoreTypeCreateInfo type{};
  type.sType = VK_STRUCTURE_TYPE_SEMAPHORE_TYPE_CREATE_INFO;
  type.semaphoreType = VK_SEMAPHORE_TYPE_TIMELINE;
  VkSemaphoreCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_SEMAPHORE_CREATE_INFO;
  info.pNext = &type;
  VkSemaphore semaphore = VK_NULL_HANDLE;
  const VkResult made = vkCreateSemaphore(device.handle(), &info, nullptr, &semaphore);
  if (made != VK_SUCCESS) return Error(std::string("making a timeline failed (") + nameOf(made) + ")");
  return Timeline(device, semaphore);
}

bool Timeline::wait(uint64_t value, std::chrono::milliseconds longest) const {
  const auto end = std::chrono::steady_clock::now() + longest;
  while (!device_->failed()) {
    const auto left = end - std::chrono::steady_clock::now();
    const VkResult result =
        waitFor(*device_, semaphore_.get(), value,
                std::clamp<std::chrono::nanoseconds>(left, std::chrono::nanoseconds(0), kSlice));
    if (result == VK_SUCCESS) return true;
    if (result != VK_TIMEOUT) {
      device_->check(result, "Waiting for the graphics card");
    } else if (left <= std::chrono::nanoseconds(0)) {
      device_->fail(Error("the graphics card has not answered for " +
                          std::to_string(std::chrono::ceil<std::chrono::seconds>(longest).count()) +
                          " seconds"));
    }
  }
  return false;
}

bool Timeline::settle(uint64_t value, std::chrono::milliseconds longest) const {
  return waitFor(*device_, semaphore_.get(), value, longest) == VK_SUCCESS;
}

bool Timeline::reached(uint64_t value) const {
  uint64_t now = 0;
  const VkResult result = vkGetSemaphoreCounterValue(device_->handle(), semaphore_.get(), &now);
  return device_->check(result, "Asking the graphics card how far it is") && now >= value;
}

void Timeline::signal(uint64_t value) const {
  VkSemaphoreSignalInfo info{};
  info.sType = VK_STRUCTURE_TYPE_SEMAPHORE_SIGNAL_INFO;
  info.semaphore = semaphore_.get();
  info.value = value;
  device_->check(vkSignalSemaphore(device_->handle(), &info), "Signalling the graphics card");
}

}  // namespace hearth::vulkan
