// Some positions of a page of the KV cache, taken out of it and put back: only what is new goes to the disk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/forward/kv_cache.h"

namespace hearth {

// Positions [first, end) of a page, 0 to kKvPagePositions.
struct PageRows {
  uint32_t first = 0, end = 0;

  size_t bytes(const KvShape& shape) const { return (end - first) * shape.bytesPerToken(); }
};

// `page` [shape.pageBytes()] has all positions of a layer's keys, then of its values, then of its indexer's
// keys; `rows` [which.bytes(shape)] has the same with only those positions.
void takeRows(const KvShape& shape, PageRows which, std::span<const std::byte> page,
              std::span<std::byte> rows);
void putRows(const KvShape& shape, PageRows which, std::span<const std::byte> rows,
             std::span<std::byte> page);
// Positions from `first` on become zero.
void clearRowsFrom(const KvShape& shape, uint32_t first, std::span<std::byte> page);

}  // namespace hearth
