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
// The functions of instances and devices, found once with the first instance. They are the loader's, which
// passes each call on by its handle, so that instances and devices may follow each other or live side by
// side. Functions of instance extensions are not among them.
void loadFunctions(VkInstance instance);

// "VK_ERROR_DEVICE_LOST".
const char* nameOf(VkResult result);

}  // namespace hearth::vulkan
