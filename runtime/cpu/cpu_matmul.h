// Matrix products shared among threads, for inputs of any number of rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/base/thread_pool.h"
#include "runtime/forward/precision.h"
#include "runtime/tensor/tensor_view.h"

namespace hearth::cpu {

// How an input is packed for quantised weights: rounded to int8, or (Fine) with a second int8 for what the
// rounding took away. Float weights round nothing: Rounded.
Precision precisionFor(const TensorView& matrix);
Precision precisionFor(DType type, uint32_t rows, uint32_t cols);

size_t packedBytes(DType type, uint32_t rows, uint32_t cols, Precision precision);
// Packs rows for weights of `type`. A Fine input starts with the Rounded one. packHere() works on the calling
// thread, packShared() on all when there are many rows.
void packHere(DType type, const float* x, size_t xStride, uint32_t rows, uint32_t cols, Precision precision,
              std::byte* packed);
void packShared(ThreadPool& pool, DType type, const float* x, size_t xStride, uint32_t rows, uint32_t cols,
                Precision precision, std::byte* packed);

// y[r * yStride + o] = weight.row(o) . x[r] + bias[o] for one packed input x of `xRows` rows.
struct Product {
  TensorView weight;
  const std::byte* packed = nullptr;  // for weight.type(), at least as fine as `precision`
  Precision precision = Precision::Rounded;
  uint32_t xRows = 0;
  const float* bias = nullptr;  // [weight.rows()], or null
  float* y = nullptr;
  size_t yStride = 0;
};

// Outputs [first, last) of a product, on the calling thread.
void multiplyRows(const Product& product, uint32_t first, uint32_t last);

// All products in one parallel region: no barrier between them, and small ones fill gaps that big ones leave.
void multiply(ThreadPool& pool, std::span<const Product> products);

// Rows of output per task so that every thread gets several tasks out of `totalRows`.
uint32_t rowsPerTask(const ThreadPool& pool, uint32_t totalRows);

}  // namespace hearth::cpu
