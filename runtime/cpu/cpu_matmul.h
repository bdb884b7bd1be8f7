// Matrix products shared among threads, for inputs of any number of rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "runtime/base/thread_pool.h"
#include "runtime/tensor/tensor_view.h"

namespace hearth::cpu {

// y[r * yStride + o] = weight.row(o) . x[r] + bias[o] for one packed input x.
struct Product {
  TensorView weight;
  const std::byte* packed = nullptr;  // of the input, for weight.type()
  const float* bias = nullptr;        // [weight.rows()], or null
  float* y = nullptr;
  size_t yStride = 0;
};

// All products in one parallel region: no barrier between them, and small ones fill gaps that big ones leave.
void multiply(ThreadPool& pool, std::span<const Product> products, uint32_t xRows);

// Rows of output per task so that every thread gets several tasks out of `totalRows`.
uint32_t rowsPerTask(const ThreadPool& pool, uint32_t totalRows);

// Packs rows for weights of `type`, in parallel when there are many.
void packShared(ThreadPool& pool, DType type, const float* x, size_t xStride, uint32_t rows, uint32_t cols,
                std::byte* packed);

}  // namespace hearth::cpu
