// The KV cache in main memory: per layer all key rows, then all value rows, then all index rows.
#pragma once

#include <cstdlib>
#include <memory>
#include <span>

#include "runtime/base/result.h"
#include "runtime/forward/kv_cache.h"

namespace hearth::cpu {

// Rows of `width` numbers in the cache's form, one after another, and the sequence that lies in some of them.
struct CachedRows {
  const std::byte* bytes = nullptr;
  uint32_t width = 0;
  KvForm form = KvForm::Half;
  std::span<const uint32_t> pages{};  // as in Batch

  size_t rowBytes() const { return kvRowBytes(form, width); }
  // The row of a position of the sequence; those of a page follow one another.
  const std::byte* at(uint32_t position) const { return bytes + rowOf(pages, position) * rowBytes(); }
  static size_t rowOf(std::span<const uint32_t> pages, uint32_t position) {
    if (pages.empty()) return position;
    return size_t{pages[position / kKvPagePositions]} * kKvPagePositions + position % kKvPagePositions;
  }
};

class CpuKvCache : public KvCache {
 public:
  // Of whole pages: positions are rounded up. Memory is touched only as positions are written, and lies on
  // these nodes of memory in turn.
  static Result<std::unique_ptr<KvCache>> create(const KvShape& wanted, std::span<const uint32_t> nodes = {});

  // `pages` as in Batch.
  CachedRows keys(uint32_t layer, std::span<const uint32_t> pages = {}) const {
    return {layerAt(layer), shape().keyWidth, shape().form, pages};
  }
  CachedRows values(uint32_t layer, std::span<const uint32_t> pages = {}) const {
    return {layerAt(layer) + keyBytes(), shape().valueWidth, shape().form, pages};
  }
  CachedRows index(uint32_t layer, std::span<const uint32_t> pages = {}) const {
    return {layerAt(layer) + keyBytes() + valueBytes(), shape().indexWidth, shape().indexForm(), pages};
  }
  // Stores rows of floats [count, width] at positions from `first` on.
  struct NewRows {
    const float* x;
    uint32_t first;
    uint32_t count;
    std::span<const uint32_t> pages{};
  };
  void storeKeys(uint32_t layer, const NewRows& rows);
  void storeValues(uint32_t layer, const NewRows& rows);
  void storeIndex(uint32_t layer, const NewRows& rows);

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
  void store(std::byte* to, uint32_t width, KvForm form, const NewRows& rows);

  std::unique_ptr<std::byte, Free> memory_;
};

}  // namespace hearth::cpu
