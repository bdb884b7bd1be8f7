// One connection to a SQLite file, set up the way Hearth needs it. Used on the storage thread only.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "runtime/base/result.h"

struct sqlite3;

namespace hearth::storage {

enum class Access {
  ReadWrite,  // created when absent
  ReadOnly,
  Salvage,  // ReadOnly, and damage ends a read quietly instead of failing it
};

// Whether a SQLite result code says that the file's content is broken.
bool isDamage(int sqliteStatus);
// Whether it says so of a derived table only (a search index), which can be rebuilt.
bool isIndexDamage(int sqliteStatus);

// Whether it says, of a query that is correct for any file, that the header describes no format SQLite knows.
bool isUnknownFormat(int sqliteStatus);

class Database {
 public:
  static Result<std::unique_ptr<Database>> open(const std::string& path, Access access);

  sqlite3* handle() const { return handle_.get(); }
  const std::string& path() const { return path_; }
  bool salvaging() const { return access_ == Access::Salvage; }

  // A failure of SQLite as a sentence with a remedy. Remembers the status.
  Error error(int sqliteStatus);
  int lastStatus() const { return lastStatus_; }  // of the latest failure since write() began

  // Runs SQL that returns no rows; several statements may follow each other.
  Result<void> execute(const std::string& sql);
  // The first column of the first row, e.g. of a PRAGMA; 0 when there is none.
  Result<int64_t> integer(const char* sql);

  // Runs body() (which returns a Result) in one write transaction: committed when it succeeds, else rolled
  // back.
  template <class Body>
  std::invoke_result_t<Body> write(Body&& body) {
    lastStatus_ = 0;
    if (auto begun = execute("BEGIN IMMEDIATE"); !begun) return std::move(begun).error();
    RollBackOnExit rollBack{*this};
    auto outcome = body();
    if (!outcome) return outcome;
    if (auto committed = execute("COMMIT"); !committed) return std::move(committed).error();
    return outcome;
  }

  // Switches the file to a write-ahead log, waiting for others that write as long as any statement does. A
  // file system without shared memory stays with a rollback journal, which is no failure.
  Result<void> useWriteAheadLog();

  int64_t lastInsertedId() const;
  int64_t changes() const;  // rows changed by the latest statement

  // Whether closing may move the write-ahead log into the file. Off while a file is only being examined.
  void setCheckpointOnClose(bool enabled);

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  struct RollBackOnExit {
    Database& database;
    ~RollBackOnExit() { database.rollBackIfOpen(); }
  };
  Database(std::string path, Access access) : path_(std::move(path)), access_(access) {}
  void rollBackIfOpen();

  std::string path_;
  Access access_;
  int lastStatus_ = 0;
  std::unique_ptr<sqlite3, Close> handle_;
};

}  // namespace hearth::storage
