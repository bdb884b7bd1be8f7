// Which of a device's memory types serves which kind of buffer.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/vulkan/memory.h"

namespace hearth::vulkan {

// The largest device-local heap.
uint32_t mainHeap(const VkPhysicalDeviceMemoryProperties& properties);

// Indices of memory types, best first; `allowed` as in VkMemoryRequirements. Types for MemoryKind::Device are
// always device-local, so that nothing spills to the host unseen.
std::vector<uint32_t> memoryTypesFor(const VkPhysicalDeviceMemoryProperties& properties, uint32_t allowed,
                                     MemoryKind kind, MemoryUse use, bool unifiedMemory);

}  // namespace hearth::vulkan
