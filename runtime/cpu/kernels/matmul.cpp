// Packs activations and sends a matrix product to the kernel of its number format.
#include "runtime/cpu/kernels/matmul.h"

#include <algorithm>

#include "runtime/cpu/kernels/kernels.h"
#include "runtime/tensor/dequantize.h"
#include "runtime/tensor/grid_blocks.h"

namespace hearth::cpu {

namespace {

enum PackedForm : int { kFloats, kInt8 };

// Floats are filled up with zeros to the widest vector.
constexpr uint32_t kFloatPadding = 16;
uint32_t paddedCols(uint32_t cols) { return (cols + kFloatPadding - 1) / kFloatPadding * kFloatPadding; }

}  // namespace

int packedForm(DType type) { return layoutOf(type).values == 1 ? kFloats : kInt8; }

size_t packedRowBytes(DType type, uint32_t cols) {
  if (packedForm(type) == kFloats) return paddedCols(cols) * sizeof(float);
  return chunksOf(cols) * sizeof(ActivationChunk);
}

void packRows(DType type, const float* x, size_t xStride, uint32_t rows, uint32_t cols, std::byte* packed) {
  for (uint32_t r = 0; r < rows; ++r, x += xStride, packed += packedRowBytes(type, cols)) {
    if (packedForm(type) == kFloats) {
      float* out = std::copy_n(x, cols, reinterpret_cast<float*>(packed));
      std::fill_n(out, paddedCols(cols) - cols, 0.0f);
    } else {
      quantizeActivations(x, cols, reinterpret_cast<ActivationChunk*>(packed));
    }
  }
}

void matmul(const TensorView& w, const std::byte* packed, uint32_t xRows, uint32_t firstRow, uint32_t lastRow,
            float* y, size_t yStride) {
  CHECK(canDequantize(w.type()) && lastRow <= w.rows());
  if (packedForm(w.type()) == kFloats) {
    const FloatProduct product = {.weights = w,
                                  .cols = w.cols(),
                                  .firstRow = firstRow,
                                  .lastRow = lastRow,
                                  .x = reinterpret_cast<const float*>(packed),
                                  .xStride = paddedCols(w.cols()),
                                  .xRows = xRows,
                                  .y = y,
                                  .yStride = yStride};
    return multiplyFloats(product);
  }
  const auto* weights = reinterpret_cast<const uint8_t*>(w.data());
  const QuantizedProduct product = {.weights = weights,
                                    .end = weights + w.bytes().size(),
                                    .rowBytes = w.rowBytes(),
                                    .cols = w.cols(),
                                    .firstRow = firstRow,
                                    .lastRow = lastRow,
                                    .x = reinterpret_cast<const ActivationChunk*>(packed),
                                    .xRows = xRows,
                                    .y = y,
                                    .yStride = yStride};
  if (layoutOf(w.type()).values == 32) {
    multiplyFormats32(w.type(), product);
  } else if (isGridFormat(w.type())) {
    multiplyFormatsGrids(w.type(), product);
  } else {
    multiplyFormats256(w.type(), product);
  }
}

void dequantizeRow(const TensorView& w, uint32_t row, float* out) { hearth::dequantizeRow(w, row, out); }

}  // namespace hearth::cpu
