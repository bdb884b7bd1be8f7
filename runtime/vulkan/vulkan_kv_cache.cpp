#include "runtime/vulkan/vulkan_kv_cache.h"

namespace hearth::vulkan {

namespace {

constexpr size_t kAlignment = 256;

}  // namespace

size_t VulkanKvCache::valuesAt(const KvShape& shape) {
  const size_t keyBytes = shape.positions * shape.keyRowBytes();
  return (keyBytes + kAlignment - 1) / kAlignment * kAlignment;
}

Result<std::unique_ptr<KvCache>> VulkanKvCache::create(Memory& memory, const KvShape& shape) {
  std::unique_ptr<VulkanKvCache> cache(new VulkanKvCache(shape));
  const size_t bytes = valuesAt(shape) + shape.positions * shape.valueRowBytes();
  for (uint32_t layer = 0; layer < shape.layers; ++layer) {
    auto rows = memory.allocate(bytes, MemoryKind::Device, MemoryUse::KvCache);
    if (!rows) {
      return std::move(rows).error().during("Making room for a context of " +
                                            std::to_string(shape.positions) + " tokens on the GPU");
    }
    cache->layers_.push_back(std::move(*rows));
  }
  return std::unique_ptr<KvCache>(std::move(cache));
}

}  // namespace hearth::vulkan
