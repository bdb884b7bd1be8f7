// The parts matmul() is made of, each compiled for every instruction set.
#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/cpu/kernels/activations.h"
#include "runtime/tensor/tensor_view.h"

namespace hearth::cpu {

// Whether kernels for AVX2 may use AVX-VNNI, which is no instruction set of its own to Highway 1.0.3.
bool usesAvxVnni();

void multiplyFormats32(DType type, const QuantizedProduct& p);
void multiplyFormats256(DType type, const QuantizedProduct& p);
void multiplyFormatsGrids(DType type, const QuantizedProduct& p);
// Any quantised format, on any processor.
void multiplyScalar(DType type, const QuantizedProduct& p);

// One product of float activations with a matrix of F32, F16, BF16 or F8_E4M3, cut to a range of its rows.
struct FloatProduct {
  const TensorView& weights;
  uint32_t cols;
  uint32_t firstRow, lastRow;
  const float* x;  // [xRows, xStride], zeros after cols
  size_t xStride;
  uint32_t xRows;
  float* y;
  size_t yStride;
};
void multiplyFloats(const FloatProduct& p);

// out: [chunksOf(cols)]
void quantizeActivations(const float* x, uint32_t cols, ActivationChunk* out);

}  // namespace hearth::cpu
