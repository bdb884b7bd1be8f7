// The KV cache in main memory: per layer all key rows, then all value rows, then all index rows.
#pragma once

#include <cstdlib>
#include <memory>

#include "runtime/base/result.h"
#include "runtime/forward/kv_cache.h"

namespace hearth::cpu {

// Rows of `width` numbers in the cache's form, one after another.
struct CachedRows {
  const std::byte* bytes = nullptr;
  uint32_t width = 0;
  KvForm form = KvForm::Half;
};

class CpuKvCache : public KvCache {
 public:
  // Pages are touched only as positions are written.
  static Result<std::unique_ptr<KvCache>> create(const KvShape& shape);

  CachedRows keys(uint32_t layer) const { return {layerAt(layer), shape().keyWidth, shape().form}; }
  CachedRows values(uint32_t layer) const {
    return {layerAt(layer) + keyBytes(), shape().valueWidth, shape().form};
  }
  CachedRows index(uint32_t layer) const {
    return {layerAt(layer) + keyBytes() + valueBytes(), shape().indexWidth, shape().indexForm()};
  }
  // Stores rows of floats (stride in floats) at positions [first, first + rows).
  void storeKeys(uint32_t layer, uint32_t first, const float* x, size_t xStride, uint32_t rows);
  void storeValues(uint32_t layer, uint32_t first, const float* x, size_t xStride, uint32_t rows);
  void storeIndex(uint32_t layer, uint32_t first, const float* x, size_t xStride, uint32_t rows);

  bool readPage(uint32_t page, std::span<std::byte> out) override;
  bool writePage(uint32_t page, std::span<const std::byte> bytes) override;
  bool copyPage(uint32_t from, uint32_t to) override;

 private:
  struct Free {
    void operator()(std::byte* memory) const { std::free(memory); }
  };
  CpuKvCache(const KvShape& shape, std::byte* memory) : KvCache(shape), memory_(memory) {}
  size_t keyBytes() const { return shape().positions * shape().keyRowBytes(); }
  size_t valueBytes() const { return shape().positions * shape().valueRowBytes(); }
  std::byte* layerAt(uint32_t layer) const {
    return memory_.get() + shape().bytes() / shape().layers * layer;
  }
  // The memory of a page's rows, `visit(memory)` for each run of them, in the order of a page's bytes.
  template <class Visit>
  void eachRun(uint32_t page, const Visit& visit) const;
  void store(std::byte* rows, uint32_t width, KvForm form, uint32_t first, const float* x, size_t xStride,
             uint32_t count);

  std::unique_ptr<std::byte, Free> memory_;
};

}  // namespace hearth::cpu
