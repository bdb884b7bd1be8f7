// A counter that both the host and a queue can wait for and move on (timeline semaphore). Each timeline has
// one writer: a queue or the host.
#pragma once

#include <chrono>
#include <cstdint>

#include "runtime/base/result.h"
#include "runtime/vulkan/device.h"

namespace hearth::vulkan {

class Timeline {
 public:
  static Result<Timeline> create(Device& device);
  VkSemaphore handle() const { return semaphore_.get(); }
  // False when the device failed or the time was up (then the device is marked failed as well: a GPU that
  // does not answer for this long is lost).
  bool wait(uint64_t value, std::chrono::milliseconds longest = std::chrono::seconds(30)) const;
  // Waits also when the device is marked as failed: before what earlier submissions use is freed. False when
  // the time was up or the device is truly lost.
  bool settle(uint64_t value, std::chrono::milliseconds longest = std::chrono::seconds(10)) const;
  bool reached(uint64_t value) const;
  // From the host. Whoever promised a value to a submission signals it whatever happens, or the queue never
  // becomes idle.
  void signal(uint64_t value) const;

 private:
  Timeline(Device& device, VkSemaphore semaphore)
      : device_(&device), semaphore_(device.handle(), semaphore) {}
  Device* device_;
  Owned<VkSemaphore> semaphore_;
};

}  // namespace hearth::vulkan
