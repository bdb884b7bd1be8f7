// What this machine can run, by name.
#include <hwy/highway.h>

#include "runtime/cpu/kernels/kernels.h"

namespace hearth::cpu {

const char* instructionSet() {
  const int64_t usable = hwy::SupportedTargets() & HWY_TARGETS;
  switch (usable & -usable) {  // the best target has the lowest bit
    case HWY_AVX3_DL:
      return "AVX-512 VNNI";
    case HWY_AVX3:
      return "AVX-512";
    case HWY_AVX2:
      return "AVX2";
    case HWY_SSE4:
      return "SSE4";
    case HWY_NEON:
      return "NEON";
    default:
      return "scalar";
  }
}

}  // namespace hearth::cpu
