#include "storage/setting_repository.h"

#include <utility>

namespace hearth::storage {

SettingRepository::SettingRepository(Database& database)
    : get_(database, "SELECT value FROM settings WHERE key = ?1"),
      set_(database,
           "INSERT INTO settings (key, value) VALUES (?1, ?2)"
           " ON CONFLICT (key) DO UPDATE SET value = excluded.value") {}

Result<std::optional<std::string>> SettingRepository::get(std::string_view key) {
  std::optional<std::string> value;
  if (auto read = get_.forEachRow([&](Row row) { value = row.text(0); }, key); !read)
    return std::move(read).error();
  return value;
}

Result<void> SettingRepository::set(std::string_view key, std::string_view value) {
  return set_.run(key, value);
}

}  // namespace hearth::storage
