// Limits what the kernels may use. Alone in its process's life: what was disabled stays so, therefore each
// case runs in a child.
#include <cstdio>
#include <cstdlib>
#include <string>

#include <gtest/gtest.h>
#include <hwy/highway.h>

#include "runtime/cpu/kernels/kernels.h"

namespace hearth::cpu {
namespace {

// Names the instruction set that is left, and that a kernel still works, on standard error.
[[noreturn]] void limitAndTell(const char* option) {
  const auto limited = limitInstructionSet(option);
  const float x[5] = {1, 2, 3, 4, 5};
  std::fprintf(stderr, "%s; dot %.0f", limited ? instructionSet() : limited.error().what().c_str(),
               double{dot(x, x, 5)});
  std::exit(0);
}

TEST(InstructionSetDeathTest, IsNoBetterThanAskedFor) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  const int64_t here = hwy::SupportedTargets() & HWY_TARGETS;
  const auto expect = [&](const char* option, int64_t target, const char* name) {
    const std::string told =
        (here & target) != 0 ? std::string(name) + "; dot 55" : "has no " + std::string(name);
    EXPECT_EXIT(limitAndTell(option), testing::ExitedWithCode(0), told) << option;
  };
  expect("avx512", HWY_AVX3, "AVX-512");
  expect("avx2", HWY_AVX2, "AVX2");
  expect("sse4", HWY_SSE4, "SSE4");
  expect("neon", HWY_NEON, "NEON");
  expect("scalar", HWY_EMU128 | HWY_SCALAR, "scalar");
}

TEST(InstructionSetDeathTest, MustBeOneThatIsKnown) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(limitAndTell("avx3"), testing::ExitedWithCode(0), "'avx3' is none of .*scalar; dot 55");
}

}  // namespace
}  // namespace hearth::cpu
