// What this machine can run, by name.
#include <hwy/highway.h>

#include <string>

#include "runtime/base/quoted.h"
#include "runtime/cpu/kernels/kernels.h"

namespace hearth::cpu {
namespace {

// The best first. Among those of one processor family Highway gives the better one the lower bit.
struct Level {
  int64_t targets;
  std::string_view option;
  const char* name;
};
constexpr Level kLevels[] = {{HWY_AVX3_DL, "avx512-vnni", "AVX-512 VNNI"},
                             {HWY_AVX3, "avx512", "AVX-512"},
                             {HWY_AVX2, "avx2", "AVX2"},
                             {HWY_SSE4, "sse4", "SSE4"},
                             {HWY_NEON, "neon", "NEON"},
                             {HWY_EMU128 | HWY_SCALAR, "scalar", "scalar"}};

int64_t usable() { return hwy::SupportedTargets() & HWY_TARGETS; }

}  // namespace

const char* instructionSet() {
  const int64_t best = usable() & -usable();
  for (const Level& level : kLevels) {
    if ((level.targets & best) != 0) return level.name;
  }
  return "scalar";
}

Result<void> limitInstructionSet(std::string_view option) {
  std::string known;
  for (const Level& level : kLevels) {
    const bool here = (level.targets & usable()) != 0;
    if (here) known += (known.empty() ? "" : ", ") + std::string(level.option);
    if (level.option != option) continue;
    if (!here) return Error("this processor, or this build of Hearth, has no " + std::string(level.name));
    const int64_t lowest = level.targets & -level.targets;
    // Not DisableTargets(): in Highway 1.0.3 the next look at SupportedTargets() undoes it for the kernels.
    hwy::SetSupportedTargetsForTest(hwy::SupportedTargets() & ~(lowest - 1));
    return {};
  }
  return Error(quoted(option) + " is none of " + known);
}

}  // namespace hearth::cpu
