// The KV cache in device memory: per layer all key rows, then all value rows, then all index rows.
#pragma once

#include <memory>
#include <vector>

#include "runtime/vulkan/kernels.h"
#include "runtime/vulkan/memory.h"
#include "runtime/vulkan/program.h"

namespace hearth::vulkan {

class VulkanKvCache final : public KvCache {
 public:
  // Of whole pages: positions are rounded up. Memory, pipelines and handshake outlive the cache.
  static Result<std::unique_ptr<KvCache>> create(Memory& memory, Pipelines& pipelines, Handshake& handshake,
                                                 const KvShape& wanted);

  CachedAt keys(uint32_t layer) const {
    return {layers_[layer].address(), shape().keyWidth, shape().form, shape().positions};
  }
  CachedAt values(uint32_t layer) const {
    return {layers_[layer].address() + valuesAt(shape()), shape().valueWidth, shape().form,
            shape().positions};
  }
  CachedAt index(uint32_t layer) const {
    return {layers_[layer].address() + indexAt(shape()), shape().indexWidth, shape().indexForm(),
            shape().positions};
  }

  // These are false too where there is no memory for a page on its way.
  bool readPage(uint32_t page, std::span<std::byte> out) override;
  bool writePage(uint32_t page, std::span<const std::byte> bytes) override;
  bool copyPage(uint32_t from, uint32_t to) override;

 private:
  VulkanKvCache(const KvShape& shape, std::unique_ptr<Program> program)
      : KvCache(shape), program_(std::move(program)) {}
  static size_t valuesAt(const KvShape& shape);
  static size_t indexAt(const KvShape& shape);
  // Records what `visit(recorder, layer, at, bytes)` asks for, for each run of rows of a page in the order of
  // its bytes, and runs it.
  template <class Visit>
  bool eachRun(uint32_t page, const Visit& visit);

  std::vector<Buffer> layers_;
  Buffer staging_;  // of a page on its way
  std::unique_ptr<Program> program_;
};

}  // namespace hearth::vulkan
