#include "runtime/cpu/cpu_matmul.h"

#include <algorithm>

#include "runtime/cpu/kernels/kernels.h"
#include "runtime/cpu/kernels/residual.h"
#include "runtime/cpu/workers.h"
#include "runtime/forward/ops.h"

namespace hearth::cpu {

namespace {

constexpr uint32_t kTaskRowsMax = 128;  // the weights of a task stay in the cache for the next input rows

constexpr uint32_t ceilDiv(uint32_t a, uint32_t b) { return (a + b - 1) / b; }

// y += weight . residual, piece by piece through a buffer on the stack.
void addResidual(const Product& p, uint32_t first, uint32_t last) {
  constexpr uint32_t kRowsAtOnce = 32;
  float piece[kRowsAtOnce * kTaskRowsMax];
  const size_t rowBytes = packedRowBytes(p.weight.type(), p.weight.cols());
  const std::byte* residual = p.packed + p.xRows * rowBytes;
  for (uint32_t o = first; o < last; o += kTaskRowsMax) {
    const uint32_t outputs = std::min(kTaskRowsMax, last - o);
    for (uint32_t r = 0; r < p.xRows; r += kRowsAtOnce) {
      const uint32_t rows = std::min(kRowsAtOnce, p.xRows - r);
      matmul(p.weight.rowRange(o, outputs), residual + r * rowBytes, rows, 0, outputs, piece, outputs);
      for (uint32_t i = 0; i < rows; ++i) {
        addScaled(p.y + (r + i) * p.yStride + o, piece + i * outputs, 1.0f, outputs);
      }
    }
  }
}

// Few inputs: rounded ones and residuals go through the weights together, which are then decoded once. Not
// where only both together would be enough rows for the kernels' panels, which add in another order: a row's
// result must not depend on how few there are beside it.
constexpr uint32_t kTogetherMost = 16;
constexpr bool goTogether(uint32_t rows) {
  return 2 * rows < kRecordedRows || (rows >= kRecordedRows && rows <= kTogetherMost);
}
void multiplyTogether(const Product& p, uint32_t first, uint32_t last) {
  float both[2 * kTogetherMost * kTaskRowsMax];
  for (uint32_t o = first; o < last; o += kTaskRowsMax) {
    const uint32_t outputs = std::min(kTaskRowsMax, last - o);
    matmul(p.weight.rowRange(o, outputs), p.packed, 2 * p.xRows, 0, outputs, both, outputs);
    for (uint32_t r = 0; r < p.xRows; ++r) {
      float* y = std::copy_n(both + r * outputs, outputs, p.y + r * p.yStride + o) - outputs;
      addScaled(y, both + (p.xRows + r) * outputs, 1.0f, outputs);
    }
  }
}

}  // namespace

Precision precisionFor(DType type, uint32_t rows, uint32_t cols) {
  const bool quantised = layoutOf(type).values > 1;
  return quantised ? hearth::precisionFor(rows, cols) : Precision::Rounded;
}

Precision precisionFor(const TensorView& matrix) {
  return precisionFor(matrix.type(), matrix.rows(), matrix.cols());
}

size_t packedBytes(DType type, uint32_t rows, uint32_t cols, Precision precision) {
  return packedRowBytes(type, cols) * rows * (precision == Precision::Fine ? 2 : 1);
}

void packHere(DType type, const float* x, size_t xStride, uint32_t rows, uint32_t cols, Precision precision,
              std::byte* packed) {
  packRows(type, x, xStride, rows, cols, packed);
  if (precision == Precision::Fine) {
    packResidualRows(type, x, xStride, rows, cols, packed, packed + rows * packedRowBytes(type, cols));
  }
}

void packShared(ThreadPool& pool, DType type, const float* x, size_t xStride, uint32_t rows, uint32_t cols,
                Precision precision, std::byte* packed) {
  const size_t bytesEach = packedRowBytes(type, cols);
  std::byte* residual = packed + rows * bytesEach;
  forItems(pool, rows, cols, [&](uint32_t first, uint32_t last) {
    const float* from = x + first * xStride;
    std::byte* rounded = packed + first * bytesEach;
    packRows(type, from, xStride, last - first, cols, rounded);
    if (precision == Precision::Fine) {
      packResidualRows(type, from, xStride, last - first, cols, rounded, residual + first * bytesEach);
    }
  });
}

void multiplyRows(const Product& p, uint32_t first, uint32_t last) {
  if (p.precision == Precision::Fine && goTogether(p.xRows)) {
    multiplyTogether(p, first, last);
  } else {
    matmul(p.weight, p.packed, p.xRows, first, last, p.y, p.yStride);
    if (p.precision == Precision::Fine) addResidual(p, first, last);
  }
  if (p.bias == nullptr) return;
  for (uint32_t r = 0; r < p.xRows; ++r)
    addScaled(p.y + r * p.yStride + first, p.bias + first, 1.0f, last - first);
}

uint32_t rowsPerTask(const ThreadPool& pool, uint32_t totalRows) {
  constexpr uint32_t kTasksPerThread = 4;  // enough to even out threads that the system interrupts
  constexpr uint32_t kRowBlock = 16;       // a multiple of the rows that kernels take at once
  const uint32_t even = ceilDiv(totalRows, pool.threadCount() * kTasksPerThread);
  return std::clamp(ceilDiv(even, kRowBlock) * kRowBlock, kRowBlock, kTaskRowsMax);
}

void multiply(ThreadPool& pool, std::span<const Product> products) {
  uint32_t totalRows = 0;
  for (const Product& p : products) totalRows += p.weight.rows();
  const uint32_t rowsEach = rowsPerTask(pool, totalRows);
  uint32_t tasks = 0;
  for (const Product& p : products) tasks += ceilDiv(p.weight.rows(), rowsEach);
  pool.parallelFor(tasks, 1, [&](uint32_t firstTask, uint32_t lastTask, uint32_t) {
    for (uint32_t task = firstTask; task < lastTask; ++task) {
      uint32_t local = task;
      const Product* p = products.data();
      for (; local >= ceilDiv(p->weight.rows(), rowsEach); ++p) local -= ceilDiv(p->weight.rows(), rowsEach);
      const uint32_t first = local * rowsEach;
      multiplyRows(*p, first, std::min(p->weight.rows(), first + rowsEach));
    }
  });
}

}  // namespace hearth::cpu
