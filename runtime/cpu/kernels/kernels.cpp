#include "runtime/cpu/kernels/kernels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "runtime/base/half.h"
#include "runtime/tensor/dequantize.h"

namespace hearth::cpu {

const char* instructionSet() { return "scalar"; }

size_t packedRowBytes(DType, uint32_t cols) { return size_t{cols} * sizeof(float); }
int packedForm(DType) { return 0; }

void packRows(DType, const float* x, size_t xStride, uint32_t rows, uint32_t cols, std::byte* packed) {
  for (uint32_t r = 0; r < rows; ++r) {
    std::memcpy(packed + size_t{r} * cols * sizeof(float), x + r * xStride, size_t{cols} * sizeof(float));
  }
}

void matmul(const TensorView& w, const std::byte* packed, uint32_t xRows, uint32_t firstRow, uint32_t lastRow,
            float* y, size_t yStride) {
  constexpr uint32_t kChunk = 256;
  std::array<float, kChunk> weights;
  const auto* x = reinterpret_cast<const float*>(packed);
  const BlockLayout layout = layoutOf(w.type());
  for (uint32_t o = firstRow; o < lastRow; ++o) {
    for (uint32_t r = 0; r < xRows; ++r) y[r * yStride + o] = 0.0f;
    for (uint32_t c = 0; c < w.cols(); c += kChunk) {
      const uint32_t n = std::min(kChunk, w.cols() - c);
      dequantize(w.type(), w.row(o).subspan(size_t{c} / layout.values * layout.bytes), {weights.data(), n});
      for (uint32_t r = 0; r < xRows; ++r) y[r * yStride + o] += dot(weights.data(), x + size_t{r} * w.cols() + c, n);
    }
  }
}

void dequantizeRow(const TensorView& w, uint32_t row, float* out) { hearth::dequantizeRow(w, row, out); }

void rmsNorm(const float* x, const float* gain, float eps, uint32_t n, float* out) {
  float squares = 0.0f;
  for (uint32_t i = 0; i < n; ++i) squares += x[i] * x[i];
  const float scale = 1.0f / std::sqrt(squares / static_cast<float>(n) + eps);
  for (uint32_t i = 0; i < n; ++i) out[i] = x[i] * scale * gain[i];
}

void swiglu(const float* gate, const float* up, uint32_t n, float* out) {
  for (uint32_t i = 0; i < n; ++i) out[i] = gate[i] / (1.0f + std::exp(-gate[i])) * up[i];
}

void addScaled(float* x, const float* y, float scale, uint32_t n) {
  for (uint32_t i = 0; i < n; ++i) x[i] += y[i] * scale;
}

float dot(const float* a, const float* b, uint32_t n) {
  float sum = 0.0f;
  for (uint32_t i = 0; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

float dotF16(const float* a, const uint16_t* b, uint32_t n) {
  float sum = 0.0f;
  for (uint32_t i = 0; i < n; ++i) sum += a[i] * halfToFloat(b[i]);
  return sum;
}

void addScaledF16(float* y, const uint16_t* x, float scale, uint32_t n) {
  for (uint32_t i = 0; i < n; ++i) y[i] += scale * halfToFloat(x[i]);
}

void floatToHalf(const float* x, uint32_t n, uint16_t* out) {
  for (uint32_t i = 0; i < n; ++i) out[i] = hearth::floatToHalf(x[i]);
}

void rope(float* x, uint32_t heads, uint32_t headStride, RopePairing pairing, uint32_t dims, const float* cosines,
          const float* sines) {
  for (uint32_t h = 0; h < heads; ++h) {
    float* head = x + size_t{h} * headStride;
    for (uint32_t i = 0; i < dims / 2; ++i) {
      float& a = head[pairing == RopePairing::Neighbours ? 2 * i : i];
      float& b = head[pairing == RopePairing::Neighbours ? 2 * i + 1 : i + dims / 2];
      const float first = a, second = b;
      a = first * cosines[i] - second * sines[i];
      b = first * sines[i] + second * cosines[i];
    }
  }
}

void softmax(float* x, uint32_t n) {
  const float top = *std::max_element(x, x + n);
  float sum = 0.0f;
  for (uint32_t i = 0; i < n; ++i) sum += x[i] = std::exp(x[i] - top);
  for (uint32_t i = 0; i < n; ++i) x[i] /= sum;
}

}  // namespace hearth::cpu
