// Files that are written in several places by one thread and read by another.
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>

#include <QDir>
#include <QFile>

#include "app/library/downloads.h"
#include "app/library/library_words.h"

#ifdef _WIN32
#include <io.h>
#include <windows.h>
#else
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace hearth::library {
namespace {

#ifndef _WIN32

class OrdinaryFile : public PartialFile {
 public:
  OrdinaryFile(int handle, QString path) : handle_(handle), path_(std::move(path)) {}
  ~OrdinaryFile() override { ::close(handle_); }

  Result<void> reserve(quint64 bytes) override {
#ifdef __linux__
    // Real blocks where the file system has them to give, so that the disk cannot fill up half-way.
    if (::fallocate(handle_, 0, 0, static_cast<off_t>(bytes)) == 0) return {};
    if (errno != EOPNOTSUPP && errno != ENOSYS) return failed();
#endif
    struct stat facts {};
    if (::fstat(handle_, &facts) == 0 && facts.st_size >= static_cast<off_t>(bytes)) return {};
    return ::ftruncate(handle_, static_cast<off_t>(bytes)) == 0 ? Result<void>() : failed();
  }

  Result<void> write(quint64 offset, const char* data, size_t bytes) override {
    while (bytes > 0) {
      const ssize_t written = ::pwrite(handle_, data, bytes, static_cast<off_t>(offset));
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) return failed();
      data += written;
      offset += static_cast<quint64>(written);
      bytes -= static_cast<size_t>(written);
    }
    return {};
  }

  Result<size_t> read(quint64 offset, char* data, size_t bytes) override {
    size_t done = 0;
    while (done < bytes) {
      const ssize_t got = ::pread(handle_, data + done, bytes - done, static_cast<off_t>(offset + done));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return failed().error();
      if (got == 0) break;
      done += static_cast<size_t>(got);
    }
    return done;
  }

#ifdef __linux__
  void startFlush(quint64 offset, quint64 bytes) override {
    ::sync_file_range(handle_, static_cast<off_t>(offset), static_cast<off_t>(bytes), SYNC_FILE_RANGE_WRITE);
  }
#endif
  Result<void> flush() override { return ::fsync(handle_) == 0 ? Result<void>() : failed(); }
  bool full() const override { return full_; }

 private:
  Result<void> failed() {
    full_ = errno == ENOSPC || errno == EDQUOT || errno == EFBIG;
    return errorOf(Words::tr("%1 could not be written or read: %2")
                       .arg(QDir::toNativeSeparators(path_), QString::fromLocal8Bit(std::strerror(errno))));
  }

  int handle_;
  QString path_;
  std::atomic<bool> full_ = false;  // written by the thread that writes, read by both
};

Result<std::unique_ptr<PartialFile>> openOrdinary(const QString& path) {
  const int handle = ::open(QFile::encodeName(path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (handle < 0) {
    return errorOf(Words::tr("%1 could not be made: %2")
                       .arg(QDir::toNativeSeparators(path), QString::fromLocal8Bit(std::strerror(errno))));
  }
  return std::unique_ptr<PartialFile>(new OrdinaryFile(handle, path));
}

#else

class OrdinaryFile : public PartialFile {
 public:
  OrdinaryFile(HANDLE handle, QString path) : handle_(handle), path_(std::move(path)) {}
  ~OrdinaryFile() override { ::CloseHandle(handle_); }

  Result<void> reserve(quint64 bytes) override {
    LARGE_INTEGER size{};
    if (::GetFileSizeEx(handle_, &size) && static_cast<quint64>(size.QuadPart) >= bytes) return {};
    size.QuadPart = static_cast<LONGLONG>(bytes);
    const bool done = ::SetFilePointerEx(handle_, size, nullptr, FILE_BEGIN) && ::SetEndOfFile(handle_);
    return done ? Result<void>() : failed();
  }
  Result<void> write(quint64 offset, const char* data, size_t bytes) override {
    while (bytes > 0) {
      OVERLAPPED place = placeOf(offset);
      DWORD written = 0;
      const auto part = static_cast<DWORD>(std::min<size_t>(bytes, 1u << 30));
      if (!::WriteFile(handle_, data, part, &written, &place) || written == 0) return failed();
      data += written;
      offset += written;
      bytes -= written;
    }
    return {};
  }
  Result<size_t> read(quint64 offset, char* data, size_t bytes) override {
    size_t done = 0;
    while (done < bytes) {
      OVERLAPPED place = placeOf(offset + done);
      DWORD got = 0;
      const auto part = static_cast<DWORD>(std::min<size_t>(bytes - done, 1u << 30));
      if (!::ReadFile(handle_, data + done, part, &got, &place)) {
        if (::GetLastError() == ERROR_HANDLE_EOF) break;
        return failed().error();
      }
      if (got == 0) break;
      done += got;
    }
    return done;
  }
  Result<void> flush() override { return ::FlushFileBuffers(handle_) ? Result<void>() : failed(); }
  bool full() const override { return full_; }

 private:
  static OVERLAPPED placeOf(quint64 offset) {
    OVERLAPPED place{};
    place.Offset = static_cast<DWORD>(offset & 0xffffffffu);
    place.OffsetHigh = static_cast<DWORD>(offset >> 32);
    return place;
  }
  Result<void> failed() {
    const DWORD code = ::GetLastError();
    full_ = code == ERROR_DISK_FULL || code == ERROR_HANDLE_DISK_FULL;
    return errorOf(Words::tr("%1 could not be written or read: %2")
                       .arg(QDir::toNativeSeparators(path_), qt_error_string(static_cast<int>(code))));
  }

  HANDLE handle_;
  QString path_;
  std::atomic<bool> full_ = false;
};

Result<std::unique_ptr<PartialFile>> openOrdinary(const QString& path) {
  const auto name = QDir::toNativeSeparators(path).toStdWString();
  HANDLE handle = ::CreateFileW(name.c_str(), GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ, nullptr,
                                OPEN_ALWAYS, FILE_ATTRIBUTE_NORMAL, nullptr);
  if (handle == INVALID_HANDLE_VALUE) {
    return errorOf(
        Words::tr("%1 could not be made: %2")
            .arg(QDir::toNativeSeparators(path), qt_error_string(static_cast<int>(::GetLastError()))));
  }
  return std::unique_ptr<PartialFile>(new OrdinaryFile(handle, path));
}

#endif

}  // namespace

OpenPartial ordinaryFiles() { return openOrdinary; }

}  // namespace hearth::library
