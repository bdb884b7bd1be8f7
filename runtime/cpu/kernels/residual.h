// What rounding activations to int8 takes away, packed as activations of its own: the two together keep about
// 15 bits. For products small enough that doing them twice costs nothing worth mentioning.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/tensor/dtype.h"

namespace hearth::cpu {

// `packed` is what packRows() made of x; `residual` becomes the same form of the difference.
void packResidualRows(DType type, const float* x, size_t xStride, uint32_t rows, uint32_t cols,
                      const std::byte* packed, std::byte* residual);

}  // namespace hearth::cpu
