// The bandwidth cap of all downloads together.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace hearth::library {

// A token bucket that holds a tenth of a second. Used by the engine's thread.
class Throttle {
 public:
  void setCap(uint64_t bytesPerSecond) { cap_ = bytesPerSecond; }  // 0: none
  // How much of `wanted` may be read now; it counts as read.
  size_t take(size_t wanted) {
    if (cap_ == 0) return wanted;
    const auto now = Clock::now();
    const double burst = std::max(4096.0, static_cast<double>(cap_) / 10);
    const double passed = std::chrono::duration<double>(now - last_).count();
    left_ = std::min(burst, left_ + passed * static_cast<double>(cap_));
    last_ = now;
    const size_t granted = std::min(wanted, static_cast<size_t>(left_));
    left_ -= static_cast<double>(granted);
    return granted;
  }
  bool capped() const { return cap_ > 0; }

 private:
  using Clock = std::chrono::steady_clock;
  uint64_t cap_ = 0;
  double left_ = 0;
  Clock::time_point last_ = Clock::now();
};

}  // namespace hearth::library
