// A stack of places, in lines of one size, in memory that is allocated after planning: while planning it only
// counts. Whoever has the memory derives from it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "runtime/base/check.h"

namespace hearth {

template <size_t kBytesOfLine>
class PlannedStack {
 public:
  static constexpr size_t kLineBytes = kBytesOfLine;

  // The place of `bytes` bytes, as a line number.
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
  static constexpr size_t offset(uint32_t place) { return size_t{place} * kLineBytes; }

  bool planning() const { return planning_; }
  void startPlanning() { planning_ = true; }
  // What planning has asked for so far.
  size_t wantedBytes() const { return offset(highest_); }

 protected:
  // Whether there must be other memory, of wantedBytes().
  bool endPlanning() {
    planning_ = false;
    return highest_ > capacity_;
  }
  enum class Allocated { Yes, No };
  void memoryIs(Allocated allocated) { capacity_ = allocated == Allocated::Yes ? highest_ : 0; }

 private:
  uint32_t capacity_ = 0;  // in lines, like the next two
  uint32_t top_ = 0;
  uint32_t highest_ = 0;
  bool planning_ = false;
};

}  // namespace hearth
