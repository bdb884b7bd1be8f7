// Tells whether the process that was writing an answer still lives. Each Store that may write holds a lock on
// a small file of its own beside the database, "<database>-writer-<id>"; the system lets go of it when the
// process ends, however it ends.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace hearth::storage {

class WriterLock {
 public:
  // Where the file system offers no locks, the writer works without one; another process that opens the
  // database meanwhile then takes its answers for interrupted ones until they are finished.
  static WriterLock acquire(const std::string& databasePath);
  // Whether a living process (this one included) holds the lock of writer `id`.
  static bool isHeld(const std::string& databasePath, int64_t id);
  // Removes the files that crashed writers left.
  static void removeAbandoned(const std::string& databasePath);

  WriterLock(WriterLock&& other) noexcept;
  WriterLock& operator=(WriterLock&& other) noexcept;
  ~WriterLock();  // lets go and removes the file
  int64_t id() const { return id_; }

 private:
  WriterLock(std::string path, int64_t id, intptr_t file) : path_(std::move(path)), id_(id), file_(file) {}
  std::string path_;
  int64_t id_;
  intptr_t file_;  // descriptor or handle; kNoFile after a move, or without locks
};

}  // namespace hearth::storage
