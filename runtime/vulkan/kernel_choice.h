// Which variants of the kernels a device gets: the one place that turns capabilities, and what the self-check
// found wrong, into names of shaders and sizes of workgroups.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "runtime/vulkan/instance.h"

namespace hearth::vulkan {

// What products with Precision::Rounded may calculate in. Each falls back to Float32 where a format has no
// such kernel or the self-check vetoed it.
enum class Arithmetic {
  Float32,
  Int8,     // activations rounded to int8 in groups of 32, four products per instruction
  Float16,  // operands rounded to halves, sums in float32
  Matrix,   // the same by cooperative matrices
};

struct KernelChoice {
  bool software = false;      // runs on the processor: small workgroups, as few as keep its cores busy
  bool subgroups = false;     // sums by subgroups instead of through shared memory
  uint32_t matvecLanes = 32;  // workgroup size of mat-vec for long rows
  // Outputs from which on one workgroup of mat-vec takes two, and four: fewer would leave parts of the device
  // without work.
  uint32_t twoOutputsFrom = 0, fourOutputsFrom = UINT32_MAX;
  Arithmetic matvec = Arithmetic::Float32;
  Arithmetic matmul = Arithmetic::Float32;
  uint32_t invocationsMax = 128, sharedBytesMax = 16384;  // of a workgroup
  // Shaders that the self-check forbids, with a sentence why.
  std::map<std::string, std::string, std::less<>> vetoes;

  bool allows(std::string_view shader) const { return vetoes.find(shader) == vetoes.end(); }
  // The variant of a shader that sums over its workgroup: `shader`_subgroup or `shader`_shared.
  std::string summing(std::string_view shader) const;
  bool allowsSumming(std::string_view shader) const;  // one of them
};

KernelChoice chooseKernels(const Capabilities& can);

}  // namespace hearth::vulkan
