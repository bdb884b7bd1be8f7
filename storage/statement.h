// One compiled SQL statement, kept for the life of its repository. Compiled at first use, so that a table
// which a damaged or newer file lacks fails only the calls that need it. Used on the storage thread only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "runtime/base/result.h"

struct sqlite3_stmt;

namespace hearth::storage {

class Database;

// The current row of a running statement; valid inside the callback that receives it. Columns count from 0.
// A NULL reads as 0 or as an empty text: an absent field must never hide a whole conversation.
class Row {
 public:
  explicit Row(sqlite3_stmt* handle) : handle_(handle) {}
  int64_t integer(int column) const;
  std::optional<int64_t> optionalInteger(int column) const;
  double real(int column) const;
  std::optional<double> optionalReal(int column) const;
  std::string bytes(int column) const;   // of a BLOB
  uint32_t byteCount(int column) const;  // of a text, without copying it
  std::string text(int column) const;    // the bytes as stored: may hold NULs and invalid UTF-8

 private:
  sqlite3_stmt* handle_;
};

class Statement {
 public:
  // The database must outlive the statement.
  Statement(Database& database, std::string sql) : database_(&database), sql_(std::move(sql)) {}

  // Binds ?1, ?2, …, calls take(Row) for each row, and resets on every way out.
  template <class Take, class... Args>
  Result<void> forEachRow(Take&& take, const Args&... args) {
    if (auto ready = prepare(); !ready) return ready;
    const ResetOnExit reset{*this};
    int parameter = 0;
    (bind(++parameter, args), ...);
    for (;;) {
      auto more = step();
      if (!more) return std::move(more).error();
      if (!*more) return {};
      take(Row(handle_.get()));
    }
  }

  // For statements whose rows, if any, are not wanted.
  template <class... Args>
  Result<void> run(const Args&... args) {
    return forEachRow([](Row) {}, args...);
  }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* handle) const;
  };
  struct ResetOnExit {
    Statement& statement;
    ~ResetOnExit() { statement.reset(); }
  };

  Result<void> prepare();
  Result<bool> step();  // true: a row is ready
  void reset();
  void bind(int parameter, int64_t value);
  void bind(int parameter, uint32_t value) { bind(parameter, int64_t{value}); }
  void bind(int parameter, double value);
  void bind(int parameter, std::string_view value);
  void bind(int parameter, const std::string& value) { bind(parameter, std::string_view(value)); }
  void bind(int parameter, const std::optional<int64_t>& value);
  void bind(int parameter, const std::optional<double>& value);
  void bind(int parameter, std::span<const std::byte> value);
  void bind(int parameter, std::span<const std::string> values) {  // the last one: as many as there are
    for (const std::string& value : values) bind(parameter++, value);
  }

  Database* database_;
  std::string sql_;
  int bindStatus_ = 0;  // the first failure of bind(), told by step()
  std::unique_ptr<sqlite3_stmt, Finalize> handle_;
};

}  // namespace hearth::storage
