// Limits what the kernels may use, and sees what is dispatched to then.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "tests/cpu_kernels/instruction_set_test.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "runtime/cpu/kernels/kernels.h"

HWY_BEFORE_NAMESPACE();
namespace hearth::cpu::HWY_NAMESPACE {
int64_t TargetOfKernels() { return HWY_TARGET; }
}  // namespace hearth::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include <string>

#include <gtest/gtest.h>

namespace hearth::cpu {
namespace {

HWY_EXPORT(TargetOfKernels);

class InstructionSetTest : public testing::Test {
 protected:
  void TearDown() override { hwy::SetSupportedTargetsForTest(0); }
};

TEST_F(InstructionSetTest, IsNoBetterThanAskedFor) {
  const int64_t here = hwy::SupportedTargets() & HWY_TARGETS;
  const struct {
    const char* option;
    int64_t targets;
    const char* name;
  } cases[] = {{"avx512-vnni", HWY_AVX3_DL, "AVX-512 VNNI"},
               {"avx512", HWY_AVX3, "AVX-512"},
               {"avx2", HWY_AVX2, "AVX2"},
               {"sse4", HWY_SSE4, "SSE4"},
               {"neon", HWY_NEON, "NEON"},
               {"scalar", HWY_EMU128 | HWY_SCALAR, "scalar"}};
  for (const auto& each : cases) {
    const auto limited = limitInstructionSet(each.option);
    if ((each.targets & here) == 0) {
      EXPECT_NE(limited.error().what().find("has no " + std::string(each.name)), std::string::npos);
    } else {
      EXPECT_TRUE(limited) << each.option;
      // Twice: the name must not undo the limit.
      for (int i = 0; i < 2; ++i) {
        EXPECT_STREQ(instructionSet(), each.name);
        EXPECT_NE(HWY_DYNAMIC_DISPATCH(TargetOfKernels)() & each.targets, 0) << each.option;
      }
    }
    hwy::SetSupportedTargetsForTest(0);
  }
}

TEST_F(InstructionSetTest, MustBeOneThatIsKnown) {
  const auto limited = limitInstructionSet("avx3");
  EXPECT_NE(limited.error().what().find("'avx3' is none of "), std::string::npos);
}

}  // namespace
}  // namespace hearth::cpu
#endif
