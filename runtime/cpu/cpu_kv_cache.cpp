#include "runtime/cpu/cpu_kv_cache.h"

#include <cstring>

#include "runtime/base/host_memory.h"
#include "runtime/cpu/kernels/kernels.h"

namespace hearth::cpu {

Result<std::unique_ptr<KvCache>> CpuKvCache::create(const KvShape& shape) {
  constexpr size_t kLineBytes = 64;
  const size_t bytes = (shape.bytes() + kLineBytes - 1) / kLineBytes * kLineBytes;
  const size_t available = availableMemoryBytes();
  std::byte* memory = nullptr;
  if (bytes <= available) memory = static_cast<std::byte*>(std::aligned_alloc(kLineBytes, bytes));
  if (memory == nullptr) {
    const size_t fits = available / 10 * 9 / shape.bytesPerToken();  // a tenth stays for everything else
    return Error("A context of " + std::to_string(shape.positions) + " tokens needs " + gibibytes(bytes) +
                 " of memory, and " + gibibytes(available) + " are free; choose a context of at most " +
                 std::to_string(fits) + " tokens, or close other programs");
  }
  return std::unique_ptr<KvCache>(new CpuKvCache(shape, memory));
}

void CpuKvCache::storeKeys(uint32_t layer, uint32_t first, const float* x, size_t xStride, uint32_t rows) {
  store(layerAt(layer), shape().keyWidth, first, x, xStride, rows);
}

void CpuKvCache::storeValues(uint32_t layer, uint32_t first, const float* x, size_t xStride, uint32_t rows) {
  store(layerAt(layer) + keyBytes(), shape().valueWidth, first, x, xStride, rows);
}

void CpuKvCache::store(std::byte* rows, uint32_t width, uint32_t first, const float* x, size_t xStride,
                       uint32_t count) {
  CHECK(size_t{first} + count <= shape().positions);
  const size_t rowBytes = width * shape().numberBytes();
  for (uint32_t r = 0; r < count; ++r) {
    std::byte* to = rows + (first + r) * rowBytes;
    if (shape().precision == KvPrecision::Half) {
      floatToHalf(x + r * xStride, width, reinterpret_cast<uint16_t*>(to));
    } else {
      std::memcpy(to, x + r * xStride, rowBytes);
    }
  }
}

}  // namespace hearth::cpu
