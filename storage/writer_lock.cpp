#include "storage/writer_lock.h"

#include <filesystem>
#include <random>
#include <string_view>
#include <system_error>
#include <utility>

#include "storage/files.h"

#ifdef _WIN32
#include <windows.h>
#else
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>
#endif

namespace hearth::storage {
namespace {

constexpr intptr_t kNoFile = -1;
constexpr std::string_view kInfix = "-writer-";

enum class Lock { Own, Probe };  // a probe does not disturb other probes

// The locked file, or kNoFile when another holds it or it cannot be opened. Only an owner creates it.
#ifdef _WIN32
intptr_t openLocked(const std::string& path, Lock lock) {
  // Not sharing the file is the lock.
  const HANDLE file =
      CreateFileW(toPath(path).c_str(), GENERIC_READ | GENERIC_WRITE, 0, nullptr,
                  lock == Lock::Own ? OPEN_ALWAYS : OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
  return reinterpret_cast<intptr_t>(file);  // INVALID_HANDLE_VALUE is -1
}
void closeFile(intptr_t file) { CloseHandle(reinterpret_cast<HANDLE>(file)); }
void removeAndClose(intptr_t file, const std::string& path) {
  closeFile(file);
  removeFile(path);
}
#else
intptr_t openLocked(const std::string& path, Lock lock) {
  const int create = lock == Lock::Own ? O_CREAT : 0;
  const int file = ::open(path.c_str(), O_RDWR | O_CLOEXEC | create, 0600);
  if (file < 0) return kNoFile;
  if (::flock(file, (lock == Lock::Own ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0) return file;
  ::close(file);
  return kNoFile;
}
void closeFile(intptr_t file) { ::close(static_cast<int>(file)); }
void removeAndClose(intptr_t file, const std::string& path) {
  removeFile(path);  // while still locked, so that nobody locks a file that is about to go
  closeFile(file);
}
#endif

std::string lockPath(const std::string& databasePath, int64_t id) {
  return databasePath + std::string(kInfix) + std::to_string(id);
}

}  // namespace

WriterLock WriterLock::acquire(const std::string& databasePath) {
  std::random_device random;
  std::string path;
  int64_t id = 0;
  // A process that clears abandoned locks may take a new one for such; then another id is tried.
  constexpr int kAttempts = 3;
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    // 62 random bits: two writers never meet, and no id is ever used again.
    id = static_cast<int64_t>(random() >> 1) << 31 | static_cast<int64_t>(random() >> 1);
    path = lockPath(databasePath, id);
    const intptr_t file = openLocked(path, Lock::Own);
    if (file == kNoFile) continue;
    if (fileExists(path)) return WriterLock(std::move(path), id, file);
    closeFile(file);
  }
  return WriterLock(std::move(path), id, kNoFile);
}

bool WriterLock::isHeld(const std::string& databasePath, int64_t id) {
  const std::string path = lockPath(databasePath, id);
  if (!fileExists(path)) return false;
  const intptr_t file = openLocked(path, Lock::Probe);
  if (file == kNoFile) return fileExists(path);  // it may have gone meanwhile
  closeFile(file);
  return false;
}

void WriterLock::removeAbandoned(const std::string& databasePath) {
  namespace fs = std::filesystem;
  const fs::path database = toPath(databasePath);
  const std::string prefix = toUtf8(database.filename()) + std::string(kInfix);
  std::error_code code;
  for (fs::directory_iterator entry(database.parent_path(), code), end; !code && entry != end;
       entry.increment(code)) {
    if (!toUtf8(entry->path().filename()).starts_with(prefix)) continue;
    const std::string path = toUtf8(entry->path());
    const intptr_t file = openLocked(path, Lock::Probe);
    if (file != kNoFile) removeAndClose(file, path);
  }
}

WriterLock::WriterLock(WriterLock&& other) noexcept
    : path_(std::move(other.path_)), id_(other.id_), file_(std::exchange(other.file_, kNoFile)) {}

WriterLock& WriterLock::operator=(WriterLock&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(id_, other.id_);
  std::swap(file_, other.file_);
  return *this;
}

WriterLock::~WriterLock() {
  if (file_ != kNoFile) removeAndClose(file_, path_);
}

}  // namespace hearth::storage
