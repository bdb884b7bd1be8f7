// The Vulkan functions, found at run time: Hearth starts on machines without any Vulkan.
#pragma once

#include <cstdint>

#include <volk.h>

#include "runtime/base/result.h"

namespace hearth::vulkan {

// A place in the memory that a device sees (bufferDeviceAddress).
using Address = uint64_t;

// The loader's functions that need no instance. Any number of times, from any thread.
Result<void> loadVulkan();
// The functions of every instance and device. The loader passes a call on by its handle, so that instances
// and devices may follow each other or live side by side.
void loadFunctions(VkInstance instance);

// "VK_ERROR_DEVICE_LOST".
const char* nameOf(VkResult result);

}  // namespace hearth::vulkan
