// All SQL on folders. Storage thread only; the caller opens the transactions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "runtime/base/result.h"
#include "storage/database.h"
#include "storage/records.h"
#include "storage/statement.h"

namespace hearth::storage {

class FolderRepository {
 public:
  explicit FolderRepository(Database& database);
  Result<int64_t> add(const std::string& name, std::optional<int64_t> parentId);
  Result<bool> rename(int64_t id, const std::string& name);
  // Folders inside it move up to its parent; its conversations stay, without a folder.
  Result<bool> remove(int64_t id);
  Result<std::vector<Folder>> all();

 private:
  Database& database_;
  Statement insert_, rename_, moveUp_, remove_, all_;
};

}  // namespace hearth::storage
