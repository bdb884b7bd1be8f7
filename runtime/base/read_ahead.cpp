#include "runtime/base/read_ahead.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <numeric>
#include <vector>

#ifndef _WIN32
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace hearth {
namespace {

// Enough to keep a disk busy, little enough to tell progress and to stop soon: 80 ms of a slow disk.
constexpr size_t kPieceBytes = size_t{8} << 20;

using Bytes = std::span<const std::byte>;

#ifdef __linux__

size_t pageBytes() { return static_cast<size_t>(sysconf(_SC_PAGESIZE)); }

// `bytes` from the border of the page that it begins in.
Bytes fromPageBorder(Bytes bytes) {
  const size_t before = reinterpret_cast<uintptr_t>(bytes.data()) % pageBytes();
  return {bytes.data() - before, bytes.size() + before};
}

size_t pieceOnDisk(Bytes piece) {
  const Bytes whole = fromPageBorder(piece);
  const size_t page = pageBytes();
  std::vector<unsigned char> resident((whole.size() + page - 1) / page);
  if (::mincore(const_cast<std::byte*>(whole.data()), whole.size(), resident.data()) != 0) return 0;
  const auto missing =
      std::count_if(resident.begin(), resident.end(), [](unsigned char flags) { return (flags & 1) == 0; });
  return static_cast<size_t>(missing) * page;
}

void readPiece(Bytes piece) {
  const Bytes whole = fromPageBorder(piece);
  auto* start = const_cast<std::byte*>(whole.data());
#ifdef MADV_POPULATE_READ
  // Large pages in large reads, and a file that shrank is an error, not a signal. Linux before 5.14 has it
  // not.
  if (::madvise(start, whole.size(), MADV_POPULATE_READ) == 0) return;
#endif
  ::madvise(start, whole.size(), MADV_WILLNEED);
}

#else

// Elsewhere the first token reads what it touches.
size_t pieceOnDisk(Bytes) { return 0; }
void readPiece(Bytes) {}

#endif

std::vector<Bytes> piecesOf(Bytes bytes) {
  std::vector<Bytes> pieces;
  for (; bytes.size() > kPieceBytes; bytes = bytes.subspan(kPieceBytes)) {
    pieces.push_back(bytes.first(kPieceBytes));
  }
  if (!bytes.empty()) pieces.push_back(bytes);
  return pieces;
}

std::vector<size_t> onDisk(ThreadPool& pool, const std::vector<Bytes>& pieces) {
  std::vector<size_t> missing(pieces.size());
  pool.parallelFor(static_cast<uint32_t>(pieces.size()), 1, [&](uint32_t first, uint32_t last, uint32_t) {
    for (uint32_t i = first; i < last; ++i) missing[i] = pieceOnDisk(pieces[i]);
  });
  return missing;
}

}  // namespace

size_t bytesOnDisk(ThreadPool& pool, std::span<const std::byte> bytes) {
  const std::vector<size_t> missing = onDisk(pool, piecesOf(bytes));
  return std::accumulate(missing.begin(), missing.end(), size_t{0});
}

bool readAhead(ThreadPool& pool, std::span<const std::span<const std::byte>> ranges,
               const std::function<bool(float)>& onProgress) {
  std::vector<Bytes> pieces;
  for (const Bytes range : ranges) {
    const std::vector<Bytes> more = piecesOf(range);
    pieces.insert(pieces.end(), more.begin(), more.end());
  }
  const std::vector<size_t> missing = onDisk(pool, pieces);
  size_t all = 0;
  std::vector<uint32_t> wanted;
  for (uint32_t i = 0; i < pieces.size(); ++i) {
    if (missing[i] > 0) wanted.push_back(i);
    all += missing[i];
  }
  if (wanted.empty()) return true;
  std::atomic<size_t> done{0};
  std::atomic<bool> going{onProgress(0)};
  // A chunk is a piece, and worker 0 is the calling thread, which reads too and tells between its pieces.
  pool.parallelFor(static_cast<uint32_t>(wanted.size()), 1,
                   [&](uint32_t first, uint32_t last, uint32_t worker) {
                     for (uint32_t i = first; i < last && going; ++i) {
                       readPiece(pieces[wanted[i]]);
                       const size_t now = done += missing[wanted[i]];
                       if (worker == 0 && !onProgress(static_cast<float>(now) / static_cast<float>(all)))
                         going = false;
                     }
                   });
  return going && onProgress(1);
}

}  // namespace hearth
