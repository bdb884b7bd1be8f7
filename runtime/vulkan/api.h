// The Vulkan functions, found at run time: Hearth starts on machines without any Vulkan.
#pragma once

#include <cstdint>

#include <volk.h>

namespace hearth::vulkan {

// A place in the memory that a device sees (bufferDeviceAddress).
using Address = uint64_t;

}  // namespace hearth::vulkan
