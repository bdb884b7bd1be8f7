// One opened device: its queues, and its state once something went wrong.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>

#include "runtime/base/result.h"
#include "runtime/vulkan/instance.h"
#include "runtime/vulkan/owned.h"

namespace hearth::vulkan {

// Trouble made on purpose, so that tests see every way out. What counts down: 0 is "now", negative is never.
struct Faults {
  std::atomic<int64_t> allocationsUntilFailure{-1};  // that one fails as out of memory, later ones work again
  std::atomic<int64_t> dispatchesUntilLost{-1};      // the submission with that dispatch loses the device
  // Bytes of the largest heap that another program seems to use, as VK_EXT_memory_budget would tell, also on
  // a driver without it; negative: as the driver says.
  std::atomic<int64_t> takenByOthers{-1};
};

// A failure is sticky: after fail() every submission is refused, recorders record nothing, and whoever
// evaluates asks failure() once at the end instead of checking every call. Owned by the engine's thread;
// submit() and fail() are safe from any.
class Device {
 public:
  // The instance outlives the device. `faults` (may be null) outlives it too.
  static Result<std::unique_ptr<Device>> open(const Instance& instance, uint32_t index,
                                              Faults* faults = nullptr);
  ~Device();
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  VkDevice handle() const { return device_; }
  VkPhysicalDevice physical() const { return physical_; }
  const DeviceFacts& facts() const { return facts_; }
  // What kernels may use: all that facts() tells, or less after restrict().
  const Capabilities& can() const { return can_; }
  // After a self-check found a kernel wrong, or in tests of the plain paths. Before anything is recorded.
  void restrict(const Capabilities& can) { can_ = can; }
  Faults* faults() const { return faults_; }

  struct Queue {
    VkQueue queue = nullptr;
    uint32_t family = 0;
    uint32_t timestampBits = 0;  // 0: its commands cannot be timed
  };
  const Queue& compute() const { return compute_; }
  // One that only transfers, or a second one of the compute family, or the compute queue itself.
  const Queue& transfer() const { return transfer_; }

  // One vkQueueSubmit of any number of batches. `dispatches` is how many they hold, for Faults. Refused when
  // the device has failed.
  Result<void> submit(const Queue& queue, std::span<const VkSubmitInfo> batches, uint32_t dispatches);
  // Also after a failure: what was submitted before goes on, so this comes before anything it uses is freed.
  // Never comes back when a submission waits for a host signal that nobody gives.
  void waitIdle();

  // Remembers the first failure.
  void fail(Error error);
  // What `result` means as a sentence; remembered as the failure when it is not VK_SUCCESS.
  bool check(VkResult result, const char* during);
  bool failed() const { return failed_.load(std::memory_order_acquire); }
  std::optional<Error> failure() const;

  // Multiply-adds that one dispatch may ask for, so that none runs near the 2 s at which watchdogs kill:
  // kernels cut longer work into several dispatches. Starts careful; the calibration at load sets it from
  // the measured speed.
  uint64_t workPerDispatch() const { return workPerDispatch_; }
  void setWorkPerDispatch(uint64_t multiplyAdds) { workPerDispatch_ = multiplyAdds; }

 private:
  Device() = default;
  DeviceFacts facts_;
  Capabilities can_;
  VkPhysicalDevice physical_ = nullptr;
  VkDevice device_ = nullptr;
  Queue compute_, transfer_;
  Faults* faults_ = nullptr;
  std::mutex submitting_;  // queues may be one and the same
  std::atomic<bool> failed_{false};
  mutable std::mutex failureLock_;
  std::optional<Error> failure_;
  uint64_t workPerDispatch_ = uint64_t{1} << 31;
};

}  // namespace hearth::vulkan
