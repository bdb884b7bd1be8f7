#include "tests/vulkan/attention_support.h"

#include <algorithm>
#include <numeric>

#include "tests/support/kv_rows.h"

namespace hearth::vulkan::test {

std::vector<uint32_t> shuffledPages(hearth::test::Random& random, uint32_t positions) {
  constexpr uint32_t kSpare = 2;
  std::vector<uint32_t> pages(kvPages(positions) + kSpare);
  std::iota(pages.begin(), pages.end(), 0u);
  for (auto left = static_cast<uint32_t>(pages.size()); left > 1; --left) {
    std::swap(pages[left - 1], pages[random.below(left)]);
  }
  pages.resize(kvPages(positions));
  return pages;
}

uint32_t placeOf(std::span<const uint32_t> pages, uint32_t position) {
  return pages[position / kKvPagePositions] * kKvPagePositions + position % kKvPagePositions;
}

std::vector<uint32_t> stepOf(uint32_t first, uint32_t rows, std::span<const uint32_t> pages) {
  std::vector<uint32_t> step{first, first + rows};
  step.insert(step.end(), pages.begin(), pages.end());
  return step;
}

Cache makeCache(hearth::test::Random& random, uint32_t width, uint32_t written,
                std::span<const uint32_t> pages, KvForm form) {
  Cache cache;
  cache.positions = (*std::max_element(pages.begin(), pages.end()) + 1) * kKvPagePositions;
  cache.numbers.reserve(size_t{written} * width);
  const size_t rowBytes = kvRowBytes(form, width);
  cache.bytes.assign(cache.positions * rowBytes, std::byte{0xFF});
  for (uint32_t position = 0; position < written; ++position) {
    const auto row = hearth::test::encodeKvRow(form, random.normals(width));
    const auto numbers = hearth::test::decodeKvRow(form, row, width);
    cache.numbers.insert(cache.numbers.end(), numbers.begin(), numbers.end());
    std::copy(row.begin(), row.end(), &cache.bytes[placeOf(pages, position) * rowBytes]);
  }
  return cache;
}

}  // namespace hearth::vulkan::test
