// The KV cache in device memory: per layer all key rows, then all value rows.
#pragma once

#include <memory>
#include <vector>

#include "runtime/vulkan/kernels.h"
#include "runtime/vulkan/memory.h"

namespace hearth::vulkan {

class VulkanKvCache final : public KvCache {
 public:
  static Result<std::unique_ptr<KvCache>> create(Memory& memory, const KvShape& shape);

  CachedAt keys(uint32_t layer) const {
    return {layers_[layer].address(), shape().keyWidth, shape().form};
  }
  CachedAt values(uint32_t layer) const {
    return {layers_[layer].address() + valuesAt(shape()), shape().valueWidth, shape().form};
  }
  bool readPage(uint32_t, std::span<std::byte>) override { return false; }
  bool writePage(uint32_t, std::span<const std::byte>) override { return false; }
  bool copyPage(uint32_t, uint32_t) override { return false; }

 private:
  explicit VulkanKvCache(const KvShape& shape) : KvCache(shape) {}
  static size_t valuesAt(const KvShape& shape);

  std::vector<Buffer> layers_;
};

}  // namespace hearth::vulkan
