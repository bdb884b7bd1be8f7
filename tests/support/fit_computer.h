// Computers to judge fits on: round numbers of a gaming computer and of a large workstation.
#pragma once

#include <cstdint>

#include "runtime/engine/fit.h"

namespace hearth {

inline FitComputer fitComputer(uint64_t gpuGiB, uint64_t memoryGiB) {
  constexpr uint64_t kGiB = uint64_t{1} << 30;
  FitComputer c;
  if (gpuGiB > 0) c.gpu = "Test Card";
  c.gpuTotal = gpuGiB * kGiB;
  c.memoryAvailable = memoryGiB * kGiB;
  c.gpuBytesPerSecond = 500e9;
  c.memoryBytesPerSecond = 60e9;
  c.diskBytesPerSecond = 5e9;
  return c;
}

}  // namespace hearth
