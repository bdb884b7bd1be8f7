// Pages of a KV cache, or some rows of them, made smaller for the disk: the bytes of equal weight of its
// numbers lie together (signs and exponents repeat, mantissas do not), then zstd at its fastest.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "runtime/forward/kv_cache.h"

namespace hearth {

// Used by one thread at a time.
class PageCodec {
 public:
  explicit PageCodec(const KvShape& shape);
  ~PageCodec();
  PageCodec(PageCodec&&) noexcept;

  // The largest number of bytes that a page becomes.
  size_t packedBytesMost() const { return packed_.size(); }
  // Of a page at most, whole rows. Valid until the next call.
  std::span<const std::byte> pack(std::span<const std::byte> rows);
  // False when that is not so many bytes, packed.
  bool unpack(std::span<const std::byte> packed, std::span<std::byte> rows);

 private:
  struct Contexts;
  size_t planes_;                  // bytes of one number; 1 where a row is not of equal numbers
  std::vector<std::byte> sorted_;  // a page, plane by plane
  std::vector<std::byte> packed_;
  std::unique_ptr<Contexts> contexts_;
};

}  // namespace hearth
