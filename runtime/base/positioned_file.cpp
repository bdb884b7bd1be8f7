#include "runtime/base/positioned_file.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#ifdef _WIN32
#ifndef NOMINMAX
#define NOMINMAX
#endif
#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#include <windows.h>
#else
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#endif

#include "runtime/base/quoted.h"

namespace hearth {
namespace {

constexpr intptr_t kNone = -1;
// One system call reads at most so much; both systems take less than 2 GiB.
constexpr size_t kReadBytesMax = size_t{1} << 30;

Error cannotOpen(const std::string& path, const std::string& reason) {
  return Error("cannot open " + quotedPath(path) + ": " + reason);
}

// -1 with a reason, 0 at the end of the file, or the bytes read.
struct Outcome {
  int64_t bytes = 0;
  std::string reason;
};

#ifdef _WIN32

Result<intptr_t> openHandle(const std::string& path, ReadMode mode) {
  const int length = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, path.data(),
                                         static_cast<int>(path.size()), nullptr, 0);
  if (length <= 0) return cannotOpen(path, "the name is empty or not valid UTF-8");
  std::wstring wide(static_cast<size_t>(length), L'\0');
  MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, path.data(), static_cast<int>(path.size()), wide.data(),
                      length);
  const DWORD flags = mode == ReadMode::Direct ? FILE_FLAG_NO_BUFFERING : FILE_FLAG_RANDOM_ACCESS;
  const HANDLE file = CreateFileW(wide.c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr,
                                  OPEN_EXISTING, flags, nullptr);
  if (file == INVALID_HANDLE_VALUE)
    return cannotOpen(path, "Windows error " + std::to_string(GetLastError()));
  return reinterpret_cast<intptr_t>(file);
}

void closeHandle(intptr_t handle) { CloseHandle(reinterpret_cast<HANDLE>(handle)); }

Outcome readAt(intptr_t handle, uint64_t offset, std::span<std::byte> to) {
  OVERLAPPED place{};
  place.Offset = static_cast<DWORD>(offset);
  place.OffsetHigh = static_cast<DWORD>(offset >> 32);
  DWORD got = 0;
  const auto wanted = static_cast<DWORD>(std::min(to.size(), kReadBytesMax));
  if (ReadFile(reinterpret_cast<HANDLE>(handle), to.data(), wanted, &got, &place)) return {got, {}};
  if (GetLastError() == ERROR_HANDLE_EOF) return {0, {}};
  return {-1, "Windows error " + std::to_string(GetLastError())};
}

void forgetAt(intptr_t, uint64_t, size_t) {}

#else

Result<intptr_t> openHandle(const std::string& path, ReadMode mode) {
  int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK;  // as in mapped_file.cpp
#ifdef O_DIRECT
  if (mode == ReadMode::Direct) flags |= O_DIRECT;
#else
  if (mode == ReadMode::Direct) return cannotOpen(path, "this system has no direct reading");
#endif
  const int file = ::open(path.c_str(), flags);
  if (file < 0) return cannotOpen(path, std::strerror(errno));
#ifdef POSIX_FADV_RANDOM
  ::posix_fadvise(file, 0, 0, POSIX_FADV_RANDOM);  // no reading ahead: whole pieces are asked for
#endif
  return file;
}

void closeHandle(intptr_t handle) { ::close(static_cast<int>(handle)); }

Outcome readAt(intptr_t handle, uint64_t offset, std::span<std::byte> to) {
  for (;;) {
    const ssize_t got = ::pread(static_cast<int>(handle), to.data(), std::min(to.size(), kReadBytesMax),
                                static_cast<off_t>(offset));
    if (got >= 0) return {got, {}};
    if (errno != EINTR) return {-1, std::strerror(errno)};
  }
}

void forgetAt(intptr_t handle, uint64_t offset, size_t bytes) {
#ifdef POSIX_FADV_DONTNEED
  ::posix_fadvise(static_cast<int>(handle), static_cast<off_t>(offset), static_cast<off_t>(bytes),
                  POSIX_FADV_DONTNEED);
#else
  (void)handle, (void)offset, (void)bytes;
#endif
}

#endif

}  // namespace

Result<PositionedFile> PositionedFile::open(const std::string& path, ReadMode mode) {
  auto handle = openHandle(path, mode);
  if (!handle) return std::move(handle).error();
  return PositionedFile(path, *handle, mode);
}

PositionedFile::PositionedFile(PositionedFile&& other) noexcept
    : path_(std::move(other.path_)), handle_(std::exchange(other.handle_, kNone)), mode_(other.mode_) {}

PositionedFile& PositionedFile::operator=(PositionedFile&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(handle_, other.handle_);
  std::swap(mode_, other.mode_);
  return *this;
}

PositionedFile::~PositionedFile() {
  if (handle_ != kNone) closeHandle(handle_);
}

Result<void> PositionedFile::read(uint64_t offset, std::span<std::byte> to, size_t needed) const {
  size_t done = 0;
  while (done < needed) {
    const Outcome outcome = readAt(handle_, offset + done, to.subspan(done));
    if (outcome.bytes < 0) {
      return Error("reading " + quotedPath(path_) + " at byte " + std::to_string(offset + done) +
                   " failed: " + outcome.reason + "; check the disk, then load the model again");
    }
    // A direct read may only go on from an aligned place; a short one elsewhere is the end of the file.
    const bool misaligned =
        mode_ == ReadMode::Direct && static_cast<size_t>(outcome.bytes) % kDirectAlignment != 0;
    done += static_cast<size_t>(outcome.bytes);
    if (done < needed && (outcome.bytes == 0 || misaligned)) {
      return Error(quotedPath(path_) + " ends at byte " + std::to_string(offset + done) +
                   ", before the weights do: it was cut off or replaced while in use; download it again or "
                   "load it again");
    }
  }
  if (mode_ == ReadMode::Cached) forget(offset, done);
  return {};
}

void PositionedFile::forget(uint64_t offset, size_t bytes) const { forgetAt(handle_, offset, bytes); }

void leaveOnDisk(std::span<const std::byte> mapped) {
#ifndef _WIN32
  const auto page = static_cast<uintptr_t>(::sysconf(_SC_PAGESIZE));
  const auto begin = (reinterpret_cast<uintptr_t>(mapped.data()) + page - 1) / page * page;
  const auto end = reinterpret_cast<uintptr_t>(mapped.data() + mapped.size()) / page * page;
  if (begin >= end) return;
  ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_RANDOM);
  ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
#else
  (void)mapped;
#endif
}

}  // namespace hearth
