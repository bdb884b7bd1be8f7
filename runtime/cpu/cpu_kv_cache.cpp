#include "runtime/cpu/cpu_kv_cache.h"

#include <algorithm>

#include "runtime/base/host_memory.h"
#include "runtime/base/node_memory.h"
#include "runtime/cpu/kernels/kv_forms.h"

namespace hearth::cpu {

Result<std::unique_ptr<KvCache>> CpuKvCache::create(const KvShape& wanted, std::span<const uint32_t> nodes) {
  KvShape shape = wanted;
  shape.positions = kvPages(wanted.positions) * kKvPagePositions;
  CHECK(!inBlocks(shape.form) || (shape.keyWidth % kKvBlock == 0 && shape.valueWidth % kKvBlock == 0));
  constexpr size_t kLineBytes = 64;
  const size_t bytes = (shape.bytes() + kLineBytes - 1) / kLineBytes * kLineBytes;
  const size_t available = availableMemoryBytes();
  std::byte* memory = nullptr;
  if (bytes <= available) memory = static_cast<std::byte*>(std::aligned_alloc(kLineBytes, bytes));
  if (memory == nullptr) {
    const size_t fits = available / 10 * 9 / shape.bytesPerToken();  // a tenth stays for everything else
    return Error("A context of " + std::to_string(wanted.positions) + " tokens needs " + gibibytes(bytes) +
                 " of memory, and " + gibibytes(available) + " are free; choose a context of at most " +
                 std::to_string(fits) + " tokens, or close other programs");
  }
  (void)interleave({memory, bytes}, nodes);  // refused, it lies where the first touch puts it
  return std::unique_ptr<KvCache>(new CpuKvCache(shape, memory));
}

void CpuKvCache::storeKeys(uint32_t layer, const NewRows& rows) {
  store(layerAt(layer), shape().keyWidth, shape().form, rows);
}

void CpuKvCache::storeValues(uint32_t layer, const NewRows& rows) {
  store(layerAt(layer) + keyBytes(), shape().valueWidth, shape().form, rows);
}

void CpuKvCache::storeIndex(uint32_t layer, const NewRows& rows) {
  store(layerAt(layer) + keyBytes() + valueBytes(), shape().indexWidth, shape().indexForm(), rows);
}

void CpuKvCache::store(std::byte* to, uint32_t width, KvForm form, const NewRows& rows) {
  const size_t rowBytes = kvRowBytes(form, width);
  for (uint32_t r = 0; r < rows.count; ++r) {
    const size_t row = CachedRows::rowOf(rows.pages, rows.first + r);
    CHECK(row < shape().positions);
    encodeKvRow(form, rows.x + size_t{r} * width, width, to + row * rowBytes);
  }
}

template <class Visit>
void CpuKvCache::eachRun(uint32_t page, const Visit& visit) const {
  CHECK(page < shape().positions / kKvPagePositions);
  const size_t keys = kKvPagePositions * shape().keyRowBytes();
  const size_t values = kKvPagePositions * shape().valueRowBytes();
  const size_t index = kKvPagePositions * shape().indexRowBytes();
  for (uint32_t layer = 0; layer < shape().layers; ++layer) {
    visit(std::span(layerAt(layer) + page * keys, keys));
    visit(std::span(layerAt(layer) + keyBytes() + page * values, values));
    visit(std::span(layerAt(layer) + keyBytes() + valueBytes() + page * index, index));
  }
}

bool CpuKvCache::readPage(uint32_t page, std::span<std::byte> out) {
  eachRun(page, [&](std::span<const std::byte> run) {
    std::copy(run.begin(), run.end(), out.begin());
    out = out.subspan(run.size());
  });
  return true;
}

bool CpuKvCache::writePage(uint32_t page, std::span<const std::byte> bytes) {
  eachRun(page, [&](std::span<std::byte> run) {
    std::copy_n(bytes.begin(), run.size(), run.begin());
    bytes = bytes.subspan(run.size());
  });
  return true;
}

bool CpuKvCache::copyPage(uint32_t from, uint32_t to) {
  CHECK(to < shape().positions / kKvPagePositions);
  const auto distance = static_cast<std::ptrdiff_t>(to) - static_cast<std::ptrdiff_t>(from);
  eachRun(from, [&](std::span<std::byte> run) {
    std::copy(run.begin(), run.end(), run.data() + distance * static_cast<std::ptrdiff_t>(run.size()));
  });
  return true;
}

}  // namespace hearth::cpu
