#include "runtime/vulkan/memory_types.h"

#include <algorithm>

namespace hearth::vulkan {
namespace {

// Through the window of older systems the host reaches 256 MiB of the card's memory, which are precious;
// where it reaches all of it, the heap is larger.
constexpr VkDeviceSize kWindowBytesMax = VkDeviceSize{512} << 20;

constexpr VkMemoryPropertyFlags kLocal = VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT;
constexpr VkMemoryPropertyFlags kVisible =
    VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT | VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
constexpr VkMemoryPropertyFlags kCached = VK_MEMORY_PROPERTY_HOST_CACHED_BIT;
// Everything else that a type may be has a catch: protected, lazily allocated, uncached on the device.
constexpr VkMemoryPropertyFlags kPlain = kLocal | kVisible | kCached;

// Higher is better; negative: not at all.
int worth(VkMemoryPropertyFlags flags, bool inMainHeap, VkDeviceSize heapBytes, MemoryKind kind,
          MemoryUse use, bool unifiedMemory) {
  if (flags & ~kPlain) return -1;
  const bool local = flags & kLocal, visible = (flags & kVisible) == kVisible, cached = flags & kCached;
  if (kind == MemoryKind::Device) {
    if (!local) return -1;
    return 2 * inMainHeap + (visible == unifiedMemory);
  }
  if (!visible) return -1;
  if (kind == MemoryKind::HostRead) return 2 * cached + !local;
  // Staged data crosses the bus when it is copied; what kernels read directly should have crossed before.
  const bool near = local && heapBytes > kWindowBytesMax && use != MemoryUse::Staging;
  return local && !near ? 0 : 2 + 2 * near + !cached;
}

}  // namespace

uint32_t mainHeap(const VkPhysicalDeviceMemoryProperties& properties) {
  uint32_t best = 0;
  VkDeviceSize bytes = 0;
  for (uint32_t i = 0; i < properties.memoryHeapCount; ++i) {
    const VkMemoryHeap& heap = properties.memoryHeaps[i];
    if ((heap.flags & VK_MEMORY_HEAP_DEVICE_LOCAL_BIT) && heap.size > bytes) {
      best = i;
      bytes = heap.size;
    }
  }
  return best;
}

std::vector<uint32_t> memoryTypesFor(const VkPhysicalDeviceMemoryProperties& properties, uint32_t allowed,
                                     MemoryKind kind, MemoryUse use, bool unifiedMemory) {
  const uint32_t main = mainHeap(properties);
  std::vector<std::pair<int, uint32_t>> found;
  for (uint32_t i = 0; i < properties.memoryTypeCount; ++i) {
    const VkMemoryType& type = properties.memoryTypes[i];
    if (!(allowed & (uint32_t{1} << i))) continue;
    const int value = worth(type.propertyFlags, type.heapIndex == main,
                            properties.memoryHeaps[type.heapIndex].size, kind, use, unifiedMemory);
    if (value >= 0) found.emplace_back(value, i);
  }
  // Drivers list types of equal properties in their own order of preference.
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<uint32_t> types;
  for (const auto& [value, index] : found) types.push_back(index);
  return types;
}

}  // namespace hearth::vulkan
