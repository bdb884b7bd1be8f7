// The memory of one evaluation: a stack of cache lines, allocated once. While planning it only counts.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>

#include "runtime/base/check.h"

namespace hearth::cpu {

class Arena {
 public:
  static constexpr size_t kLineBytes = 64;

  // The place of `bytes` bytes, as a line number; they start on a cache line.
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
  template <class T>
  T* at(uint32_t place) {
    return reinterpret_cast<T*>(memory_.get() + size_t{place} * kLineBytes);
  }
  uint32_t mark() const { return top_; }
  void release(uint32_t mark) { top_ = mark; }

  bool planning() const { return planning_; }
  void startPlanning() { planning_ = true; }
  // Allocates what planning has asked for so far; false when the system refuses.
  bool stopPlanning() {
    planning_ = false;
    if (highest_ <= capacity_) return true;
    memory_.reset(static_cast<std::byte*>(std::aligned_alloc(kLineBytes, wantedBytes())));
    capacity_ = memory_ ? highest_ : 0;
    return memory_ != nullptr;
  }
  size_t wantedBytes() const { return size_t{highest_} * kLineBytes; }

 private:
  struct Free {
    void operator()(std::byte* memory) const { std::free(memory); }
  };
  std::unique_ptr<std::byte, Free> memory_;
  uint32_t capacity_ = 0;  // in lines, like the next two
  uint32_t top_ = 0;
  uint32_t highest_ = 0;
  bool planning_ = false;
};

}  // namespace hearth::cpu
