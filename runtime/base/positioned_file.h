// Reading parts of a file into memory of one's own, from any number of threads, where page faults of a
// mapping would come at the wrong time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "runtime/base/result.h"

namespace hearth {

// Cached: through the system's page cache, which is told afterwards to forget what was read. Direct: from the
// disk into the caller's memory, which must then be aligned, like offset and size, to kDirectAlignment.
enum class ReadMode { Cached, Direct };
inline constexpr size_t kDirectAlignment = 4096;

class PositionedFile {
 public:
  // Direct fails on file systems that cannot do it.
  static Result<PositionedFile> open(const std::string& path, ReadMode mode);
  PositionedFile(PositionedFile&& other) noexcept;
  PositionedFile& operator=(PositionedFile&& other) noexcept;
  ~PositionedFile();

  // Reads at least `needed` bytes at `offset` into `to`; more, up to to.size(), where the file goes on.
  // Blocks. Safe from several threads.
  Result<void> read(uint64_t offset, std::span<std::byte> to, size_t needed) const;
  // Asks the system to drop these bytes from its cache.
  void forget(uint64_t offset, size_t bytes) const;

 private:
  PositionedFile(std::string path, intptr_t handle, ReadMode mode)
      : path_(std::move(path)), handle_(handle), mode_(mode) {}
  std::string path_;
  intptr_t handle_;  // a file descriptor, or a HANDLE on Windows; kNone when moved from
  ReadMode mode_;
};

// The mapping's pages of these bytes are given back, and no others are read ahead of use. A hint.
void leaveOnDisk(std::span<const std::byte> mapped);

}  // namespace hearth
