#include "storage/statement.h"

#include <sqlite3.h>

#include "storage/database.h"

namespace hearth::storage {

int64_t Row::integer(int column) const { return sqlite3_column_int64(handle_, column); }

std::optional<int64_t> Row::optionalInteger(int column) const {
  if (sqlite3_column_type(handle_, column) == SQLITE_NULL) return std::nullopt;
  return integer(column);
}

double Row::real(int column) const { return sqlite3_column_double(handle_, column); }

std::optional<double> Row::optionalReal(int column) const {
  if (sqlite3_column_type(handle_, column) == SQLITE_NULL) return std::nullopt;
  return real(column);
}

std::string Row::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
  if (bytes == nullptr) return {};
  return std::string(bytes, static_cast<size_t>(sqlite3_column_bytes(handle_, column)));
}

std::string Row::bytes(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(handle_, column));
  if (bytes == nullptr) return {};
  return std::string(bytes, static_cast<size_t>(sqlite3_column_bytes(handle_, column)));
}

uint32_t Row::byteCount(int column) const {
  return static_cast<uint32_t>(sqlite3_column_bytes(handle_, column));
}

void Statement::Finalize::operator()(sqlite3_stmt* handle) const { sqlite3_finalize(handle); }

Result<void> Statement::prepare() {
  if (handle_) return {};
  sqlite3_stmt* handle = nullptr;
  const int status = sqlite3_prepare_v3(database_->handle(), sql_.c_str(), static_cast<int>(sql_.size()) + 1,
                                        SQLITE_PREPARE_PERSISTENT, &handle, nullptr);
  handle_.reset(handle);
  if (status != SQLITE_OK) return database_->error(status);
  return {};
}

Result<bool> Statement::step() {
  const int status = bindStatus_ != SQLITE_OK ? bindStatus_ : sqlite3_step(handle_.get());
  if (status == SQLITE_ROW) return true;
  if (status == SQLITE_DONE) return false;
  // In a damaged file, what could be read before the damage is the answer.
  if (database_->salvaging() && isDamage(status)) return false;
  return database_->error(status);
}

void Statement::reset() {
  sqlite3_reset(handle_.get());
  sqlite3_clear_bindings(handle_.get());
  bindStatus_ = SQLITE_OK;
}

void Statement::bind(int parameter, int64_t value) {
  const int status = sqlite3_bind_int64(handle_.get(), parameter, value);
  if (bindStatus_ == SQLITE_OK) bindStatus_ = status;
}

void Statement::bind(int parameter, double value) {
  const int status = sqlite3_bind_double(handle_.get(), parameter, value);
  if (bindStatus_ == SQLITE_OK) bindStatus_ = status;
}

void Statement::bind(int parameter, std::string_view value) {
  // A null pointer would bind NULL. The bytes outlive the run, which ends with reset(), so they are not
  // copied.
  const char* bytes = value.empty() ? "" : value.data();
  const int status =
      sqlite3_bind_text64(handle_.get(), parameter, bytes, value.size(), SQLITE_STATIC, SQLITE_UTF8);
  if (bindStatus_ == SQLITE_OK) bindStatus_ = status;
}

void Statement::bind(int parameter, const std::optional<int64_t>& value) {
  if (value) return bind(parameter, *value);
  const int status = sqlite3_bind_null(handle_.get(), parameter);
  if (bindStatus_ == SQLITE_OK) bindStatus_ = status;
}

void Statement::bind(int parameter, const std::optional<double>& value) {
  if (value) return bind(parameter, *value);
  const int status = sqlite3_bind_null(handle_.get(), parameter);
  if (bindStatus_ == SQLITE_OK) bindStatus_ = status;
}

void Statement::bind(int parameter, std::span<const std::byte> value) {
  // As with texts: a null pointer would bind NULL, and nothing is copied.
  const void* bytes = value.empty() ? static_cast<const void*>("") : value.data();
  const int status = sqlite3_bind_blob64(handle_.get(), parameter, bytes, value.size(), SQLITE_STATIC);
  if (bindStatus_ == SQLITE_OK) bindStatus_ = status;
}

}  // namespace hearth::storage
