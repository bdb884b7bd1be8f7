// Scalar decoders, one per number format: the oracle that the fast kernels are tested against.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/tensor/dtype.h"
#include "runtime/tensor/tensor_view.h"

namespace hearth {

// Whether dequantize() knows the format: all that weights come in, not the integers and F64.
bool canDequantize(DType type);
// Decodes out.size() numbers, whole blocks, from `bytes`; codes of F8_E4M3 without their factors.
void dequantize(DType type, std::span<const std::byte> bytes, std::span<float> out);
// Row `row` of `matrix` into out[matrix.cols()].
void dequantizeRow(const TensorView& matrix, uint32_t row, float* out);

}  // namespace hearth
