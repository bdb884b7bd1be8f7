// Quantised matrix products without vectors, for processors Highway has no instruction set for.
#include <algorithm>
#include <array>

#include "runtime/cpu/kernels/matmul.h"
#include "runtime/tensor/dequantize.h"

namespace hearth::cpu {

void multiplyScalar(DType type, const QuantizedProduct& p) {
  const BlockLayout layout = layoutOf(type);
  const uint32_t chunks = chunksOf(p.cols);
  std::array<float, kChunk> weights;
  for (uint32_t o = p.firstRow; o < p.lastRow; ++o) {
    for (uint32_t r = 0; r < p.xRows; ++r) p.y[r * p.yStride + o] = 0.0f;
    for (uint32_t c = 0; c < chunks; ++c) {
      const uint32_t count = std::min(kChunk, p.cols - c * kChunk);
      const size_t skipped = size_t{c} * kChunk / layout.values * layout.bytes;
      const auto* row = reinterpret_cast<const std::byte*>(p.weights + o * p.rowBytes + skipped);
      dequantize(type, {row, size_t{count} / layout.values * layout.bytes}, {weights.data(), count});
      for (uint32_t r = 0; r < p.xRows; ++r) {
        const ActivationChunk& x = p.x[size_t{r} * chunks + c];
        float sum = 0.0f;
        for (uint32_t i = 0; i < count; ++i)
          sum += weights[i] * x.scales[i / 32] * static_cast<float>(x.q[i]);
        p.y[r * p.yStride + o] += sum;
      }
    }
  }
}

}  // namespace hearth::cpu
