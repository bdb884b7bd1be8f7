#include "runtime/cpu/kernels/residual.h"

#include <algorithm>

#include "runtime/cpu/kernels/kernels.h"
#include "runtime/cpu/kernels/matmul.h"

namespace hearth::cpu {

void packResidualRows(DType type, const float* x, size_t xStride, uint32_t rows, uint32_t cols,
                      const std::byte* packed, std::byte* residual) {
  const size_t rowBytes = packedRowBytes(type, cols);
  for (uint32_t r = 0; r < rows; ++r) {
    const auto* rounded = reinterpret_cast<const ActivationChunk*>(packed + r * rowBytes);
    auto* out = reinterpret_cast<ActivationChunk*>(residual + r * rowBytes);
    for (uint32_t at = 0; at < cols; at += kChunk, ++rounded, ++out) {
      const uint32_t count = std::min(kChunk, cols - at);
      float left[kChunk];
      for (uint32_t i = 0; i < count; ++i) {
        left[i] = x[r * xStride + at + i] - rounded->scales[i / 32] * static_cast<float>(rounded->q[i]);
      }
      quantizeActivations(left, count, out);
    }
  }
}

}  // namespace hearth::cpu
