// What this machine can run, by name.
#include <atomic>
#include <string>

#include <hwy/highway.h>

#include "runtime/base/quoted.h"
#include "runtime/cpu/kernels/kernels.h"
#include "runtime/cpu/kernels/matmul.h"

#if HWY_ARCH_X86
#include <immintrin.h>
#if defined(_MSC_VER)
#include <intrin.h>
#else
#include <cpuid.h>
#endif
#endif

namespace hearth::cpu {
namespace {

// Leaf 7, subleaf 1, EAX bit 4 (Intel's manual, CPUID).
bool hasAvxVnni() {
  unsigned leaf[4] = {};
#if HWY_ARCH_X86 && defined(_MSC_VER)
  __cpuidex(reinterpret_cast<int*>(leaf), 7, 1);
#elif HWY_ARCH_X86
  if (!__get_cpuid_count(7, 1, &leaf[0], &leaf[1], &leaf[2], &leaf[3])) return false;
#endif
  return (leaf[0] >> 4 & 1) != 0;
}

// As Highway's own choice of targets: of the process.
std::atomic<bool>& avxVnniAllowed() {
  static std::atomic<bool> allowed = true;
  return allowed;
}

// The best first. Among those of one processor family Highway gives the better one the lower bit.
struct Level {
  int64_t targets;
  std::string_view option;
  const char* name;
  bool avxVnni = false;
};
constexpr Level kLevels[] = {{HWY_AVX3_DL, "avx512-vnni", "AVX-512 VNNI"},
                             {HWY_AVX3, "avx512", "AVX-512"},
                             {HWY_AVX2, "avx-vnni", "AVX2 and VNNI", true},
                             {HWY_AVX2, "avx2", "AVX2"},
                             {HWY_SSE4, "sse4", "SSE4"},
                             {HWY_NEON, "neon", "NEON"},
                             {HWY_EMU128 | HWY_SCALAR, "scalar", "scalar"}};

int64_t usable() { return hwy::SupportedTargets() & HWY_TARGETS; }

bool isHere(const Level& level) {
  return (level.targets & usable()) != 0 && (!level.avxVnni || hasAvxVnni());
}

}  // namespace

bool usesAvxVnni() {
  static const bool here = hasAvxVnni();
  return here && avxVnniAllowed().load(std::memory_order_relaxed);
}

const char* instructionSet() {
  const int64_t best = usable() & -usable();
  for (const Level& level : kLevels) {
    if ((level.targets & best) != 0 && (!level.avxVnni || usesAvxVnni())) return level.name;
  }
  return "scalar";
}

Result<void> limitInstructionSet(std::string_view option) {
  std::string known;
  for (const Level& level : kLevels) {
    if (isHere(level)) known += (known.empty() ? "" : ", ") + std::string(level.option);
    if (level.option != option) continue;
    if (!isHere(level)) {
      return Error("this processor, or this build of Hearth, has no " + std::string(level.name));
    }
    const int64_t lowest = level.targets & -level.targets;
    // Not DisableTargets(): in Highway 1.0.3 the next look at SupportedTargets() undoes it for the kernels.
    hwy::SetSupportedTargetsForTest(hwy::SupportedTargets() & ~(lowest - 1));
    avxVnniAllowed().store(level.avxVnni, std::memory_order_relaxed);
    return {};
  }
  return Error(quoted(option) + " is none of " + known);
}

}  // namespace hearth::cpu
