// What the storage tests share: a folder that goes away, and ways to look at a database behind the Store's
// back.
#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <utility>

#include "storage/store.h"

namespace hearth::storage {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "hearth-storage-XXXXXX").string();
    CHECK(mkdtemp(pattern.data()) != nullptr);
    path_ = pattern;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::permissions(path_, std::filesystem::perms::owner_all, ignored);
    std::filesystem::remove_all(path_, ignored);
  }
  std::string file(const std::string& name) const { return (path_ / name).string(); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// The value, or the end of the program with the reason: for steps that a test takes for granted.
template <class T>
T must(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "unexpected: %s\n", result.error().what().c_str());
    std::abort();
  }
  return std::move(*result);
}
inline void must(Result<void> result) {
  if (!result) {
    std::fprintf(stderr, "unexpected: %s\n", result.error().what().c_str());
    std::abort();
  }
}

inline std::string errorOf(const auto& result) { return result ? std::string() : result.error().what(); }

// Plain SQLite, without anything of Hearth's.
class RawDatabase {
 public:
  explicit RawDatabase(const std::string& path) {
    CHECK(sqlite3_open(path.c_str(), &handle_) == SQLITE_OK);
    sqlite3_busy_timeout(handle_, 5000);
  }
  RawDatabase(const RawDatabase&) = delete;
  RawDatabase& operator=(const RawDatabase&) = delete;
  ~RawDatabase() { sqlite3_close(handle_); }

  void run(const std::string& sql) {
    char* message = nullptr;
    if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, &message) != SQLITE_OK) {
      ADD_FAILURE() << sql << ": " << message;
    }
    sqlite3_free(message);
  }
  // Columns joined by '|', rows by newlines.
  std::string ask(const std::string& sql) {
    std::string rows;
    const auto take = [](void* out, int columns, char** values, char**) {
      auto& text = *static_cast<std::string*>(out);
      for (int i = 0; i < columns; ++i) {
        if (i > 0) text += '|';
        text += values[i] != nullptr ? values[i] : "NULL";
      }
      text += '\n';
      return 0;
    };
    char* message = nullptr;
    if (sqlite3_exec(handle_, sql.c_str(), take, &rows, &message) != SQLITE_OK)
      ADD_FAILURE() << sql << ": " << message;
    sqlite3_free(message);
    if (!rows.empty()) rows.pop_back();
    return rows;
  }

 private:
  sqlite3* handle_ = nullptr;
};

inline std::string contentOf(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

inline void writeContent(const std::filesystem::path& path, const std::string& content) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

// The files in the folder whose names contain `part`.
inline std::vector<std::filesystem::path> filesWith(const TemporaryFolder& folder, const std::string& part) {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    if (entry.path().filename().string().find(part) != std::string::npos) found.push_back(entry.path());
  }
  return found;
}

}  // namespace hearth::storage
