#include "runtime/cpu/cpu_matmul.h"

#include <algorithm>

#include "runtime/cpu/kernels/kernels.h"
#include "runtime/cpu/workers.h"

namespace hearth::cpu {

namespace {

constexpr uint32_t ceilDiv(uint32_t a, uint32_t b) { return (a + b - 1) / b; }

void multiplyRows(const Product& p, uint32_t xRows, uint32_t first, uint32_t last) {
  matmul(p.weight, p.packed, xRows, first, last, p.y, p.yStride);
  if (p.bias == nullptr) return;
  for (uint32_t r = 0; r < xRows; ++r) addScaled(p.y + r * p.yStride + first, p.bias + first, 1.0f, last - first);
}

}  // namespace

uint32_t rowsPerTask(const ThreadPool& pool, uint32_t totalRows) {
  constexpr uint32_t kTasksPerThread = 4;  // enough to even out threads that the system interrupts
  constexpr uint32_t kRowBlock = 16;       // a multiple of the rows that kernels take at once
  constexpr uint32_t kRowsMax = 128;       // the weights of a task stay in the cache for the next input rows
  const uint32_t even = ceilDiv(totalRows, pool.threadCount() * kTasksPerThread);
  return std::clamp(ceilDiv(even, kRowBlock) * kRowBlock, kRowBlock, kRowsMax);
}

void multiply(ThreadPool& pool, std::span<const Product> products, uint32_t xRows) {
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
      multiplyRows(*p, xRows, first, std::min(p->weight.rows(), first + rowsEach));
    }
  });
}

void packShared(ThreadPool& pool, DType type, const float* x, size_t xStride, uint32_t rows, uint32_t cols,
                std::byte* packed) {
  const size_t bytesEach = packedRowBytes(type, cols);
  forItems(pool, rows, cols, [&](uint32_t first, uint32_t last) {
    packRows(type, x + first * xStride, xStride, last - first, cols, packed + first * bytesEach);
  });
}

}  // namespace hearth::cpu
