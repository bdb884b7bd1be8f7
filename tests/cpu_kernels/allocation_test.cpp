// No kernel allocates: operator new is counted while each runs.
#include <atomic>
#include <cstdlib>
#include <new>
#include <vector>

#include <gtest/gtest.h>

#include "runtime/base/thread_pool.h"
#include "runtime/cpu/kernels/kernels.h"
#include "tests/cpu_kernels/random_weights.h"

namespace {

std::atomic<size_t> allocations{0};

void* counted(size_t bytes, size_t alignment) {
  allocations.fetch_add(1, std::memory_order_relaxed);
  void* memory = alignment <= alignof(std::max_align_t)
                     ? std::malloc(bytes)
                     : std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

void* operator new(size_t bytes) { return counted(bytes, 1); }
void* operator new(size_t bytes, std::align_val_t alignment) {
  return counted(bytes, static_cast<size_t>(alignment));
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, size_t, std::align_val_t) noexcept { std::free(memory); }

namespace hearth::test {
namespace {

TEST(Allocation, IsCounted) {
  const size_t before = allocations;
  const std::vector<float> x(100);
  EXPECT_EQ(allocations, before + 1) << x.size();
}

TEST(Allocation, DoesNotHappenInMatrixProducts) {
  std::vector<DType> types(std::begin(kQuantized), std::end(kQuantized));
  types.insert(types.end(), std::begin(kFloats), std::end(kFloats));
  for (const DType type : types) {
    constexpr uint32_t kRows = 20, kCols = 512, kXRows = 9;
    const std::vector<std::byte> bytes = randomWeights(type, kRows, kCols, 1);
    const std::vector<float> scales = randomScales(type, kRows, kCols, 1);
    const TensorView weights(bytes, type, kRows, kCols, scales.data());
    const std::vector<float> x = gaussian(kXRows * kCols, 2);
    std::vector<std::byte> packed(cpu::packedRowBytes(type, kCols) * kXRows);
    std::vector<float> y(kXRows * kRows), row(kCols);
    const size_t before = allocations;
    cpu::packRows(type, x.data(), kCols, kXRows, kCols, packed.data());
    cpu::matmul(weights, packed.data(), kXRows, 0, kRows, y.data(), kRows);
    cpu::matmul(weights, packed.data(), 1, 0, kRows, y.data(), kRows);
    cpu::dequantizeRow(weights, 1, row.data());
    EXPECT_EQ(allocations, before) << layoutOf(type).name;
  }
}

TEST(Allocation, DoesNotHappenInSmallVerbs) {
  std::vector<float> x = gaussian(128, 1), y = gaussian(128, 2);
  std::vector<uint16_t> halves(128);
  const size_t before = allocations;
  cpu::rmsNorm(x.data(), y.data(), 1e-6f, 128, x.data());
  cpu::swiglu(x.data(), y.data(), 128, x.data());
  cpu::addScaled(x.data(), y.data(), 0.5f, 128);
  cpu::floatToHalf(x.data(), 128, halves.data());
  x[0] = cpu::dot(x.data(), y.data(), 128) + cpu::dotF16(x.data(), halves.data(), 128);
  cpu::addScaledF16(x.data(), halves.data(), 0.5f, 128);
  cpu::rope(x.data(), 2, 64, RopePairing::Halves, 64, y.data(), y.data() + 32);
  cpu::softmax(x.data(), 128);
  EXPECT_EQ(allocations, before);
}

TEST(Allocation, DoesNotHappenInThreadPoolRuns) {
  ThreadPool pool(4);
  std::atomic<uint32_t> sum = 0;
  pool.run([&](uint32_t worker) { sum += worker; });  // threads have started
  const size_t before = allocations;
  for (int i = 0; i < 100; ++i) {
    pool.parallelFor(64, 4, [&](uint32_t first, uint32_t last, uint32_t) { sum += last - first; });
  }
  EXPECT_EQ(allocations, before);
}

}  // namespace
}  // namespace hearth::test
