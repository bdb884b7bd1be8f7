// What a physical device is and can do.
#pragma once

#include <vector>

#include "runtime/vulkan/instance.h"

namespace hearth::vulkan {

// `instanceVersion`: what the instance was made for.
DeviceFacts factsOf(VkPhysicalDevice device, uint32_t index, uint32_t instanceVersion);

// Which queue families a device works with; of what it has.
struct QueueFamilies {
  uint32_t compute = UINT32_MAX;   // UINT32_MAX: it cannot compute
  uint32_t transfer = UINT32_MAX;  // the compute family where none is for transfers alone
  uint32_t computeQueues = 0;      // how many the compute family has
  uint32_t computeTimestampBits = 0, transferTimestampBits = 0;
};
QueueFamilies chooseFamilies(const std::vector<VkQueueFamilyProperties>& families);
QueueFamilies chooseFamilies(VkPhysicalDevice device);

}  // namespace hearth::vulkan
