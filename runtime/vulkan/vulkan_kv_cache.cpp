#include "runtime/vulkan/vulkan_kv_cache.h"

#include <algorithm>

#include "runtime/base/check.h"

namespace hearth::vulkan {

namespace {

size_t aligned(size_t bytes) {
  constexpr size_t kAlignment = 256;
  return (bytes + kAlignment - 1) / kAlignment * kAlignment;
}

}  // namespace

size_t VulkanKvCache::valuesAt(const KvShape& shape) {
  return aligned(shape.positions * shape.keyRowBytes());
}

size_t VulkanKvCache::indexAt(const KvShape& shape) {
  return valuesAt(shape) + aligned(shape.positions * shape.valueRowBytes());
}

Result<std::unique_ptr<KvCache>> VulkanKvCache::create(Memory& memory, Pipelines& pipelines,
                                                       Handshake& handshake, const KvShape& wanted) {
  KvShape shape = wanted;
  shape.positions = kvPages(wanted.positions) * kKvPagePositions;
  const auto during = [&shape](Error error) {
    return std::move(error).during("Making room for a context of " + std::to_string(shape.positions) +
                                   " tokens on the GPU");
  };
  auto program = Program::create(pipelines, handshake);
  if (!program) return during(std::move(program).error());
  std::unique_ptr<VulkanKvCache> cache(new VulkanKvCache(shape, std::move(*program)));
  const size_t bytes = indexAt(shape) + shape.positions * shape.indexRowBytes();
  for (uint32_t layer = 0; layer < shape.layers; ++layer) {
    auto rows = memory.allocate(bytes, MemoryKind::Device, MemoryUse::KvCache);
    if (!rows) return during(std::move(rows).error());
    cache->layers_.push_back(std::move(*rows));
  }
  // Now, because experts take what memory is left, and then no page could be kept or brought back.
  auto staging = memory.allocate(shape.pageBytes(), MemoryKind::HostRead, MemoryUse::Staging);
  if (!staging) return during(std::move(staging).error());
  cache->staging_ = std::move(*staging);
  return std::unique_ptr<KvCache>(std::move(cache));
}

template <class Visit>
bool VulkanKvCache::eachRun(uint32_t page, const Visit& visit) {
  CHECK(page < shape().positions / kKvPagePositions);
  const size_t keys = kKvPagePositions * shape().keyRowBytes();
  const size_t values = kKvPagePositions * shape().valueRowBytes();
  const size_t index = kKvPagePositions * shape().indexRowBytes();
  program_->begin(Recorder::Replay::Once);
  for (const Buffer& layer : layers_) {
    visit(program_->recorder(), layer, page * keys, keys);
    if (values > 0) visit(program_->recorder(), layer, valuesAt(shape()) + page * values, values);
    if (index > 0) visit(program_->recorder(), layer, indexAt(shape()) + page * index, index);
  }
  program_->endRecording();
  return program_->run();
}

bool VulkanKvCache::readPage(uint32_t page, std::span<std::byte> out) {
  CHECK(out.size() == shape().pageBytes());
  size_t at = 0;
  const bool done = eachRun(page, [&](Recorder& r, const Buffer& layer, size_t from, size_t bytes) {
    r.copy(layer, from, staging_, at, bytes);
    at += bytes;
  });
  if (done) std::copy_n(staging_.mapped(), out.size(), out.begin());
  return done;
}

bool VulkanKvCache::writePage(uint32_t page, std::span<const std::byte> bytes) {
  CHECK(bytes.size() == shape().pageBytes());
  std::copy(bytes.begin(), bytes.end(), staging_.mapped());
  size_t at = 0;
  return eachRun(page, [&](Recorder& r, const Buffer& layer, size_t to, size_t count) {
    r.copy(staging_, at, layer, to, count);
    at += count;
  });
}

bool VulkanKvCache::copyPage(uint32_t from, uint32_t to) {
  CHECK(to < shape().positions / kKvPagePositions);
  if (from == to) return true;
  const auto pagesOn = static_cast<std::ptrdiff_t>(to) - static_cast<std::ptrdiff_t>(from);
  return eachRun(from, [&](Recorder& r, const Buffer& layer, size_t at, size_t bytes) {
    r.copy(layer, at, layer, at + static_cast<size_t>(pagesOn * static_cast<std::ptrdiff_t>(bytes)), bytes);
  });
}

}  // namespace hearth::vulkan
