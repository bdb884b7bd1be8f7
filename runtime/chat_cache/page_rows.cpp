#include "runtime/chat_cache/page_rows.h"

#include <algorithm>
#include <array>

#include "runtime/base/check.h"

namespace hearth {
namespace {

// Visits each run of rows of equal size: visit(first byte in the page, first byte in the rows, bytes of one).
template <class Visit>
void eachRun(const KvShape& shape, uint32_t count, const Visit& visit) {
  const std::array<size_t, 3> runs = {shape.keyRowBytes(), shape.valueRowBytes(), shape.indexRowBytes()};
  size_t inPage = 0, inRows = 0;
  for (uint32_t layer = 0; layer < shape.layers; ++layer) {
    for (const size_t rowBytes : runs) {
      visit(inPage, inRows, rowBytes);
      inPage += kKvPagePositions * rowBytes;
      inRows += count * rowBytes;
    }
  }
}

}  // namespace

void takeRows(const KvShape& shape, PageRows which, std::span<const std::byte> page,
              std::span<std::byte> rows) {
  CHECK(which.first < which.end && which.end <= kKvPagePositions);
  CHECK(page.size() == shape.pageBytes() && rows.size() == which.bytes(shape));
  const uint32_t count = which.end - which.first;
  eachRun(shape, count, [&](size_t inPage, size_t inRows, size_t rowBytes) {
    const auto from = page.subspan(inPage + which.first * rowBytes, count * rowBytes);
    std::copy(from.begin(), from.end(), rows.subspan(inRows).begin());
  });
}

void putRows(const KvShape& shape, PageRows which, std::span<const std::byte> rows,
             std::span<std::byte> page) {
  const uint32_t count = which.end - which.first;
  CHECK(which.first < which.end && which.end <= kKvPagePositions);
  CHECK(page.size() == shape.pageBytes() && rows.size() == which.bytes(shape));
  eachRun(shape, count, [&](size_t inPage, size_t inRows, size_t rowBytes) {
    const auto from = rows.subspan(inRows, count * rowBytes);
    std::copy(from.begin(), from.end(), page.subspan(inPage + which.first * rowBytes).begin());
  });
}

void clearRowsFrom(const KvShape& shape, uint32_t first, std::span<std::byte> page) {
  CHECK(page.size() == shape.pageBytes() && first <= kKvPagePositions);
  eachRun(shape, 0, [&](size_t inPage, size_t, size_t rowBytes) {
    const auto unused = page.subspan(inPage + first * rowBytes, (kKvPagePositions - first) * rowBytes);
    std::fill(unused.begin(), unused.end(), std::byte{0});
  });
}

}  // namespace hearth
