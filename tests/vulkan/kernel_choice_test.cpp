// Capabilities become kernels.
#include "runtime/vulkan/kernel_choice.h"

#include <gtest/gtest.h>

#include "runtime/vulkan/product.h"

namespace hearth::vulkan {
namespace {

Capabilities graphicsCard() {
  Capabilities can;
  can.subgroupSize = can.subgroupSizeMin = can.subgroupSizeMax = 32;
  can.subgroupArithmetic = can.float16 = can.integerDot = can.cooperativeMatrix = true;
  can.workgroupInvocationsMax = 1024;
  can.sharedBytesMax = 49152;
  return can;
}

constexpr Tile kTile{64, 64};

TEST(KernelChoice, TakesTheBestThatTheDeviceHas) {
  const KernelChoice all = chooseKernels(graphicsCard());
  EXPECT_EQ(matmulShader(all, DType::Q4_K, kTile, true).name, "matmul_matrix_q4_k");
  EXPECT_EQ(matvecShader(all, "matvec", DType::Q4_K, true), "matvec_q4_k_int8_subgroup");

  Capabilities can = graphicsCard();
  can.cooperativeMatrix = false;
  EXPECT_EQ(matmulShader(chooseKernels(can), DType::Q4_K, kTile, true).name, "matmul_int8_q4_k");
  EXPECT_EQ(matmulShader(chooseKernels(can), DType::F16, kTile, true).name, "matmul_half_f16")
      << "no int8 form";
  can.integerDot = false;
  EXPECT_EQ(matmulShader(chooseKernels(can), DType::Q4_K, kTile, true).name, "matmul_half_q4_k");
  EXPECT_EQ(matvecShader(chooseKernels(can), "gated", DType::Q4_K, true), "gated_q4_k_subgroup");
  can.float16 = can.subgroupArithmetic = false;
  EXPECT_EQ(matmulShader(chooseKernels(can), DType::Q4_K, kTile, true).name, "matmul_q4_k");
  EXPECT_EQ(matvecShader(chooseKernels(can), "gated", DType::Q4_K, true), "gated_q4_k_shared");
}

TEST(KernelChoice, KeepsFloatsWhereNothingMayBeRounded) {
  const KernelChoice all = chooseKernels(graphicsCard());
  EXPECT_EQ(matmulShader(all, DType::Q4_K, kTile, false).name, "matmul_q4_k");
  EXPECT_EQ(matmulShader(all, DType::F32, kTile, true).name, "matmul_f32");
  EXPECT_EQ(matvecShader(all, "matvec", DType::Q4_K, false), "matvec_q4_k_subgroup");
}

TEST(KernelChoice, FallsBackStepByStepWhenKernelsAreVetoed) {
  KernelChoice choice = chooseKernels(graphicsCard());
  for (const char* expected : {"matmul_matrix_q6_k", "matmul_int8_q6_k", "matmul_half_q6_k", "matmul_q6_k"}) {
    EXPECT_EQ(matmulShader(choice, DType::Q6_K, kTile, true).name, expected);
    choice.vetoes[expected] = "wrong";
  }
  for (const char* expected : {"matvec_q6_k_int8_subgroup", "matvec_q6_k_int8_shared", "matvec_q6_k_subgroup",
                               "matvec_q6_k_shared"}) {
    EXPECT_EQ(matvecShader(choice, "matvec", DType::Q6_K, true), expected);
    choice.vetoes[expected] = "wrong";
  }
}

TEST(KernelChoice, FitsTilesIntoTheDevice) {
  Capabilities can = graphicsCard();
  EXPECT_EQ(tileFor(chooseKernels(can), 4096, 512).outputs, 128u);
  can.workgroupInvocationsMax = 128;
  EXPECT_EQ(tileFor(chooseKernels(can), 4096, 512).outputs, 64u);
  EXPECT_EQ(tileFor(chooseKernels(can), 4096, 512).rows, 64u);
  can.sharedBytesMax = 16384;
  EXPECT_EQ(tileFor(chooseKernels(can), 4096, 512).rows, 32u);
  EXPECT_EQ(tileFor(chooseKernels(can), 4096, 12).rows, 32u) << "matrix units need 32";
  can.cooperativeMatrix = false;
  EXPECT_EQ(tileFor(chooseKernels(can), 4096, 12).rows, 16u);
}

// The shader asks for subgroups of exactly 32.
TEST(KernelChoice, TakesMatrixUnitsOnlyWithSubgroupsOf32) {
  Capabilities can = graphicsCard();
  can.subgroupSize = 64;
  EXPECT_EQ(matmulShader(chooseKernels(can), DType::Q4_K, kTile, true).name, "matmul_int8_q4_k");
}

}  // namespace
}  // namespace hearth::vulkan
