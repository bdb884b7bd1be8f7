// All SQL on settings: small values by key. Storage thread only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "runtime/base/result.h"
#include "storage/database.h"
#include "storage/statement.h"

namespace hearth::storage {

class SettingRepository {
 public:
  explicit SettingRepository(Database& database);
  Result<std::optional<std::string>> get(std::string_view key);
  Result<void> set(std::string_view key, std::string_view value);

 private:
  Statement get_, set_;
};

}  // namespace hearth::storage
