// Which variants of the kernels a device gets: the one place that turns capabilities, and what the self-check
// found wrong, into names of shaders and sizes of workgroups.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/vulkan/instance.h"

namespace hearth::vulkan {

// What products with Precision::Rounded may calculate in, beside float32.
enum class Arithmetic {
  Int8,    // activations rounded to int8 in groups of 32, four products per instruction
  Half,    // operands rounded to halves, products and sums in float32
  Matrix,  // operands rounded to halves, on matrix units, sums in float32
};

struct KernelChoice {
  bool software = false;      // runs on the processor: small workgroups, as few as keep its cores busy
  bool subgroups = false;     // sums by subgroups instead of through shared memory
  uint32_t matvecLanes = 32;  // workgroup size of mat-vec for long rows
  // Outputs from which on one workgroup of mat-vec takes two, and four: fewer would leave parts of the device
  // without work.
  uint32_t twoOutputsFrom = 0, fourOutputsFrom = UINT32_MAX;
  // Up to here products go through mat-vec, in batches of 8 rows: tiles of matmul that are mostly empty, or
  // too few to fill the device, take longer than reading the weights again.
  uint32_t matvecRowsMax = 8;
  // Tiles of 128 outputs from so many on: they read less, but few of them leave parts of the device without
  // work.
  uint64_t largeTilesFrom = 128;
  bool int8Matvec = false;
  // The first that a format has a kernel for and that is not vetoed is taken, else float32.
  std::vector<Arithmetic> matmul;
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
