// Places in a buffer that is allocated after planning: a stack of lines. While planning it only counts.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "runtime/vulkan/memory.h"

namespace hearth::vulkan {

class LineStack {
 public:
  static constexpr size_t kLineBytes = 256;  // what copies and vector loads like

  LineStack(MemoryKind kind, MemoryUse use) : kind_(kind), use_(use) {}

  uint32_t take(size_t bytes) {
    const size_t lines = (bytes + kLineBytes - 1) / kLineBytes;
    const uint32_t place = top_;
    CHECK(lines <= UINT32_MAX - top_);
    top_ += static_cast<uint32_t>(lines);
    if (planning_) {
      highest_ = std::max(highest_, top_);
    } else {
      CHECK(top_ <= capacity_);
    }
    return place;
  }
  uint32_t mark() const { return top_; }
  void release(uint32_t mark) { top_ = mark; }

  bool planning() const { return planning_; }
  void startPlanning() { planning_ = true; }
  // Allocates what planning has asked for so far.
  Result<void> stopPlanning(Memory& memory) {
    planning_ = false;
    if (highest_ <= capacity_) return {};
    buffer_ = {};
    auto buffer = memory.allocate(size_t{highest_} * kLineBytes, kind_, use_);
    capacity_ = buffer ? highest_ : 0;
    if (!buffer) return std::move(buffer).error();
    buffer_ = std::move(*buffer);
    return {};
  }

  const Buffer& buffer() const { return buffer_; }
  static size_t offset(uint32_t place) { return size_t{place} * kLineBytes; }
  Address address(uint32_t place) const { return planning_ ? 0 : buffer_.address() + offset(place); }
  template <class T>
  T* mapped(uint32_t place) const {
    return reinterpret_cast<T*>(buffer_.mapped() + offset(place));
  }

 private:
  MemoryKind kind_;
  MemoryUse use_;
  Buffer buffer_;
  uint32_t capacity_ = 0;  // in lines, like the next two
  uint32_t top_ = 0;
  uint32_t highest_ = 0;
  bool planning_ = false;
};

}  // namespace hearth::vulkan
