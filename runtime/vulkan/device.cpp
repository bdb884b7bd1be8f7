#include "runtime/vulkan/device.h"

#include <utility>
#include <vector>

#include "runtime/vulkan/device_facts.h"
#include "runtime/vulkan/features.h"

namespace hearth::vulkan {
namespace {

std::string sentence(VkResult result, const char* during) {
  std::string what = during;
  switch (result) {
    case VK_ERROR_DEVICE_LOST:
      what += ": the graphics card stopped working for Hearth (it was reset, or its driver gave up)";
      break;
    case VK_ERROR_OUT_OF_DEVICE_MEMORY:
      what += ": the graphics card has no memory left";
      break;
    case VK_ERROR_OUT_OF_HOST_MEMORY:
      what += ": the driver has no memory left";
      break;
    default:
      what += ": the graphics driver reported a failure";
  }
  return what + " (" + nameOf(result) + ")";
}

}  // namespace

Result<std::unique_ptr<Device>> Device::open(const Instance& instance, uint32_t index, Faults* faults) {
  CHECK(index < instance.devices().size());
  std::unique_ptr<Device> self(new Device);
  self->facts_ = instance.devices()[index];
  self->can_ = self->facts_.capabilities;
  self->physical_ = instance.physical(index);
  self->faults_ = faults;
  const std::string step = "Opening gpu:" + std::to_string(index) + " (" + self->facts_.name + ")";
  if (!self->facts_.unusable.empty()) return Error(self->facts_.unusable).during(step);

  const Offer offer = offerOf(self->physical_, instance.version());
  Features features(offer);
  features.query(self->physical_);
  const QueueFamilies families = chooseFamilies(self->physical_);
  // Where no family only transfers, a second queue lets copies pass work that waits for the host.
  const bool secondQueue = families.transfer == families.compute && families.computeQueues > 1;
  const float priorities[] = {1.0f, 1.0f};
  VkDeviceQueueCreateInfo queues[2]{};
  queues[0].sType = queues[1].sType = VK_STRUCTURE_TYPE_DEVICE_QUEUE_CREATE_INFO;
  queues[0].queueFamilyIndex = families.compute;
  queues[0].queueCount = secondQueue ? 2 : 1;
  queues[0].pQueuePriorities = priorities;
  queues[1].queueFamilyIndex = families.transfer;
  queues[1].queueCount = 1;
  queues[1].pQueuePriorities = priorities;

  VkDeviceCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_DEVICE_CREATE_INFO;
  info.pNext = &features.base;
  info.queueCreateInfoCount = families.transfer == families.compute ? 1 : 2;
  info.pQueueCreateInfos = queues;
  info.enabledExtensionCount = static_cast<uint32_t>(offer.extensions.size());
  info.ppEnabledExtensionNames = offer.extensions.data();
  if (const VkResult made = vkCreateDevice(self->physical_, &info, nullptr, &self->device_);
      made != VK_SUCCESS) {
    self->device_ = nullptr;
    return Error(sentence(made, step.c_str()));
  }
  self->compute_.family = families.compute;
  self->transfer_.family = families.transfer;
  self->compute_.timestampBits = families.computeTimestampBits;
  self->transfer_.timestampBits = features.v12.hostQueryReset ? families.transferTimestampBits : 0;
  vkGetDeviceQueue(self->device_, families.compute, 0, &self->compute_.queue);
  vkGetDeviceQueue(self->device_, families.transfer, secondQueue ? 1 : 0, &self->transfer_.queue);
  return self;
}

Device::~Device() {
  if (!device_) return;
  vkDeviceWaitIdle(device_);
  vkDestroyDevice(device_, nullptr);
}

Result<void> Device::submit(const Queue& queue, std::span<const VkSubmitInfo> batches, uint32_t dispatches) {
  const std::lock_guard lock(submitting_);
  if (auto before = failure()) return *std::move(before);
  if (faults_) {
    const int64_t left = faults_->dispatchesUntilLost.load();
    if (left >= 0 && left < int64_t{dispatches}) {
      faults_->dispatchesUntilLost = -1;
      check(VK_ERROR_DEVICE_LOST, "Computing");
      return *failure();
    }
    if (left >= 0) faults_->dispatchesUntilLost = left - int64_t{dispatches};
  }
  const VkResult done =
      vkQueueSubmit(queue.queue, static_cast<uint32_t>(batches.size()), batches.data(), VK_NULL_HANDLE);
  if (!check(done, "Computing")) return *failure();
  return {};
}

void Device::waitIdle() {
  const std::lock_guard lock(submitting_);
  check(vkDeviceWaitIdle(device_), "Waiting for the graphics card");
}

void Device::fail(Error error) {
  const std::lock_guard lock(failureLock_);
  if (failure_) return;
  failure_ = std::move(error);
  failed_.store(true, std::memory_order_release);
}

bool Device::check(VkResult result, const char* during) {
  if (result == VK_SUCCESS) return true;
  fail(Error(sentence(result, during)));
  return false;
}

std::optional<Error> Device::failure() const {
  const std::lock_guard lock(failureLock_);
  return failure_;
}

}  // namespace hearth::vulkan
