#include "storage/files.h"

#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <random>
#include <system_error>
#include <utility>

#ifdef _WIN32
#include <io.h>
#else
#include <fcntl.h>
#include <unistd.h>
#endif

namespace hearth::storage {
namespace {

namespace fs = std::filesystem;

Error fileError(std::string_view doing, const std::string& path, const std::error_code& code) {
  const std::string remedy =
      code == std::errc::no_space_on_device
          ? "; free some space on the disk, then try again"
          : "; make the folder writable for you, or set HEARTH_DATA_DIR to one that is";
  return Error(std::string(doing) + " " + path + ": " + code.message() + remedy);
}

std::error_code lastErrno() { return {errno, std::generic_category()}; }

// Asks the system to bring a file's content (or a folder's entries) to the disk.
std::error_code makeDurable(const std::string& path) {
#ifdef _WIN32
  std::FILE* file = _wfopen(toPath(path).c_str(), L"rb+");
  if (file == nullptr) return lastErrno();
  const bool failed = _commit(_fileno(file)) != 0;
  const std::error_code code = failed ? lastErrno() : std::error_code();
  std::fclose(file);
  return code;
#else
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return lastErrno();
  const std::error_code code = ::fsync(file) != 0 ? lastErrno() : std::error_code();
  ::close(file);
  return code;
#endif
}

// What a process that died left of its unfinished files is removed once it is this old.
constexpr std::chrono::hours kLeftoverAge{24};

// A name beside `path` that no other process, and no other thread of this one, writes to at the same time.
std::string unfinishedName(const std::string& path) {
  const std::string beginning = toUtf8(toPath(path).filename()) + ".part-";
  const auto old = fs::file_time_type::clock::now() - kLeftoverAge;
  std::error_code code;
  for (fs::directory_iterator entry(toPath(path).parent_path(), code), end; !code && entry != end;
       entry.increment(code)) {
    if (!toUtf8(entry->path().filename()).starts_with(beginning)) continue;
    std::error_code gone;
    if (entry->last_write_time(gone) < old && !gone) fs::remove(entry->path(), gone);
  }
  std::random_device random;
  char suffix[24];
  std::snprintf(suffix, sizeof suffix, ".part-%08x%08x", random(), random());
  return path + suffix;
}

// As moveIntoPlace(), but leaves nothing behind when that fails.
Result<void> finish(const std::string& unfinished, const std::string& path) {
  auto moved = moveIntoPlace(unfinished, path);
  if (!moved) removeFile(unfinished);
  return moved;
}

}  // namespace

fs::path toPath(std::string_view utf8) { return fs::path(std::u8string(utf8.begin(), utf8.end())); }

std::string toUtf8(const fs::path& path) {
  const std::u8string text = path.u8string();
  return std::string(text.begin(), text.end());
}

bool fileExists(const std::string& path) {
  std::error_code code;
  return fs::exists(toPath(path), code);
}

uint64_t fileBytes(const std::string& path) {
  std::error_code code;
  const auto bytes = fs::file_size(toPath(path), code);
  return code ? 0 : bytes;
}

void removeFile(const std::string& path) {
  std::error_code code;
  fs::remove(toPath(path), code);
}

std::string lastWritten(const std::string& path) {
  std::error_code code;
  const auto fileTime = fs::last_write_time(toPath(path), code);
  const auto time =
      code ? std::chrono::system_clock::now()
           : std::chrono::file_clock::to_sys(std::chrono::time_point_cast<std::chrono::seconds>(fileTime));
  const std::time_t seconds = std::chrono::system_clock::to_time_t(
      std::chrono::time_point_cast<std::chrono::system_clock::duration>(time));
  std::tm utc{};
#ifdef _WIN32
  gmtime_s(&utc, &seconds);
#else
  gmtime_r(&seconds, &utc);
#endif
  char text[32];
  std::strftime(text, sizeof text, "%Y%m%dT%H%M%SZ", &utc);
  return text;
}

Result<void> createPrivateFolder(const std::string& path) {
  std::error_code code;
  const bool created = fs::create_directories(toPath(path), code);
  if (code) return fileError("Creating the folder", path, code);
  if (created) fs::permissions(toPath(path), fs::perms::owner_all, code);
  return {};
}

Result<void> moveIntoPlace(const std::string& from, const std::string& to) {
  std::error_code code = makeDurable(from);
  if (!code) fs::rename(toPath(from), toPath(to), code);
#ifndef _WIN32
  if (!code) code = makeDurable(toUtf8(toPath(to).parent_path()));
#endif
  if (code) return fileError("Writing", to, code);
  return {};
}

Result<void> copyFile(const std::string& from, const std::string& to) {
  const std::string unfinished = unfinishedName(to);
  std::error_code code;
  fs::copy_file(toPath(from), toPath(unfinished), code);
  if (code) {
    removeFile(unfinished);
    return fileError("Copying to", to, code);
  }
  return finish(unfinished, to);
}

Result<void> writeFile(const std::string& path, std::span<const std::byte> content) {
  const std::string unfinished = unfinishedName(path);
  {
    std::ofstream file(toPath(unfinished), std::ios::binary | std::ios::trunc);
    file.write(reinterpret_cast<const char*>(content.data()), static_cast<std::streamsize>(content.size()));
    file.close();
    if (!file) {
      const std::error_code code = lastErrno();
      removeFile(unfinished);
      return fileError("Writing", path, code);
    }
  }
  return finish(unfinished, path);
}

Result<std::vector<std::byte>> readFile(const std::string& path) {
  std::ifstream file(toPath(path), std::ios::binary);
  if (!file) return fileError("Reading", path, lastErrno());
  std::vector<std::byte> content(fileBytes(path));
  file.read(reinterpret_cast<char*>(content.data()), static_cast<std::streamsize>(content.size()));
  if (static_cast<size_t>(file.gcount()) != content.size()) return fileError("Reading", path, lastErrno());
  return content;
}

}  // namespace hearth::storage
