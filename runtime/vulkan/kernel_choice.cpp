#include "runtime/vulkan/kernel_choice.h"

#include <algorithm>

namespace hearth::vulkan {

std::string KernelChoice::summing(std::string_view shader) const {
  if (subgroups) {
    std::string name = std::string(shader) + "_subgroup";
    if (allows(name)) return name;
  }
  return std::string(shader) + "_shared";
}

bool KernelChoice::allowsSumming(std::string_view shader) const {
  return allows(std::string(shader) + "_shared") || (subgroups && allows(std::string(shader) + "_subgroup"));
}

KernelChoice chooseKernels(const Capabilities& can) {
  KernelChoice choice;
  choice.software = can.software;
  choice.subgroups = can.subgroupArithmetic;
  choice.invocationsMax = std::max(can.workgroupInvocationsMax, 128u);  // every device has 128
  choice.sharedBytesMax = std::max(can.sharedBytesMax, 16384u);         // and 16 KiB
  choice.int8Matvec = can.integerDot;
  // The shader divides its work among subgroups of exactly 32.
  if (can.cooperativeMatrix && can.subgroupSize == 32) choice.matmul.push_back(Arithmetic::Matrix);
  if (can.integerDot) choice.matmul.push_back(Arithmetic::Int8);
  // A device that calculates with halves also turns them into floats at no cost.
  if (can.float16 && !can.software) choice.matmul.push_back(Arithmetic::Half);
  if (!can.software) {
    // Two subgroups of most, one of the widest: enough to hide latency, little to wait for at the end.
    choice.matvecLanes = 64;
    choice.twoOutputsFrom = 2048;
    choice.fourOutputsFrom = 16384;
    choice.matvecRowsMax = 16;
  }
  return choice;
}

}  // namespace hearth::vulkan
