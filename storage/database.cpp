#include "storage/database.h"

#include <sqlite3.h>

#include <chrono>
#include <thread>

#include "storage/statement.h"
#include "storage/word_tokenizer.h"

namespace hearth::storage {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kBusyTimeout{5000};
constexpr milliseconds kPauseBetweenSwitches{5};

void setBusyTimeout(sqlite3* handle, milliseconds timeout) {
  sqlite3_busy_timeout(handle, static_cast<int>(timeout.count()));
}

std::string remedyFor(int status) {
  switch (status & 0xff) {  // the low byte is the primary result code
    case SQLITE_FULL:
      return "the disk is full; free some space on it, then try again";
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return "writing is not permitted; make the file and its folder writable for you, or set "
             "HEARTH_DATA_DIR to a "
             "folder that is";
    case SQLITE_CANTOPEN:
      return "it cannot be opened; check that its folder exists and that you may write there, or set "
             "HEARTH_DATA_DIR to another folder";
    case SQLITE_BUSY:
      return "another program keeps the database locked; close it, then try again";
    case SQLITE_LOCKED:
      return "Hearth is still reading what it was about to change; try again";
    case SQLITE_IOERR:
      return "reading or writing the disk failed; check the disk and its free space, then try again";
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return "the file is damaged; restart Hearth, which keeps a copy and shows what can still be read";
    case SQLITE_NOMEM:
      return "there is not enough memory; close other programs, then try again";
    case SQLITE_CONSTRAINT:
      return "what it belongs to was deleted meanwhile, or is not there";
    case SQLITE_TOOBIG:
      return "the text is longer than a database cell can hold (1 GB)";
    default:
      return {};
  }
}

}  // namespace

bool isDamage(int sqliteStatus) {
  return (sqliteStatus & 0xff) == SQLITE_CORRUPT || (sqliteStatus & 0xff) == SQLITE_NOTADB;
}

bool isIndexDamage(int sqliteStatus) {
  // A damaged FTS5 index may also collide with its own rows; Hearth itself never inserts a key that may
  // exist.
  return sqliteStatus == SQLITE_CORRUPT_VTAB || sqliteStatus == SQLITE_CONSTRAINT_PRIMARYKEY;
}

// "unsupported file format" has no code of its own.
bool isUnknownFormat(int sqliteStatus) { return sqliteStatus == SQLITE_ERROR; }

void Database::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

Result<std::unique_ptr<Database>> Database::open(const std::string& path, Access access) {
  std::unique_ptr<Database> database(new Database(path, access));
  const int mode =
      access == Access::ReadWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  sqlite3* handle = nullptr;
  const int status =
      sqlite3_open_v2(path.c_str(), &handle, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  database->handle_.reset(handle);
  if (status != SQLITE_OK) return database->error(status);

  setBusyTimeout(handle, kBusyTimeout);
  database->setCheckpointOnClose(false);
  // None of these reads the file, which may be damaged. cell_size_check finds damage as pages are read.
  const char* settings = "PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON";
  if (auto set = database->execute(settings); !set) return std::move(set).error();
  if (access == Access::Salvage) {
    // Lets SQLite read a file that is shorter than its header says.
    if (auto set = database->execute("PRAGMA writable_schema = ON"); !set) return std::move(set).error();
  }
  if (const int registered = registerWordTokenizer(handle); registered != SQLITE_OK) {
    return database->error(registered).during("Setting up the search");
  }
  return database;
}

Error Database::error(int sqliteStatus) {
  lastStatus_ = sqliteStatus;
  const std::string remedy = remedyFor(sqliteStatus);
  const std::string cause = handle_ ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(sqliteStatus);
  return Error(remedy.empty() ? cause : remedy + " (" + cause + ")");
}

Result<void> Database::execute(const std::string& sql) {
  const int status = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (status != SQLITE_OK) return error(status);
  return {};
}

Result<int64_t> Database::integer(const char* sql) {
  Statement statement(*this, sql);
  int64_t first = 0;
  bool seen = false;
  auto read = statement.forEachRow([&](Row row) {
    if (!std::exchange(seen, true)) first = row.integer(0);
  });
  if (!read) return std::move(read).error();
  return first;
}

Result<void> Database::useWriteAheadLog() {
  // The switch turns a lock for reading into one for writing. Where another connection writes meanwhile (it
  // may be making the same switch), SQLite gives up at once instead of waiting: with both reading, neither
  // could go on. The failure lets go of the lock, so trying again gets through.
  using Clock = std::chrono::steady_clock;
  const auto deadline = Clock::now() + kBusyTimeout;
  auto switched = execute("PRAGMA journal_mode = WAL");
  while (!switched && (lastStatus_ & 0xff) == SQLITE_BUSY) {
    std::this_thread::sleep_for(kPauseBetweenSwitches);
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - Clock::now());
    if (left <= milliseconds::zero()) break;
    setBusyTimeout(handle_.get(), left);
    switched = execute("PRAGMA journal_mode = WAL");
  }
  setBusyTimeout(handle_.get(), kBusyTimeout);
  return switched;
}

int64_t Database::lastInsertedId() const { return sqlite3_last_insert_rowid(handle_.get()); }

int64_t Database::changes() const { return sqlite3_changes64(handle_.get()); }

void Database::setCheckpointOnClose(bool enabled) {
  sqlite3_db_config(handle_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, enabled ? 0 : 1, nullptr);
}

void Database::rollBackIfOpen() {
  // SQLite has already rolled back by itself after some failures (a full disk, for one).
  if (sqlite3_get_autocommit(handle_.get()) == 0) {
    sqlite3_exec(handle_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

}  // namespace hearth::storage
