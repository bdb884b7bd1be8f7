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
  // Each is false when there is no such folder, or it is in the trash.
  Result<bool> rename(int64_t id, const std::string& name);
  Result<bool> setSystemPrompt(int64_t id, const std::string& text);
  Result<bool> setModel(int64_t id, const std::string& modelPath);
  Result<bool> setParameters(int64_t id, const std::string& json);
  Result<bool> place(int64_t id, std::optional<int64_t> parentId, int64_t position);
  Result<bool> setPosition(int64_t id, int64_t position);

  // Folders inside one in the trash count as its parent's.
  Result<std::vector<Folder>> all();
  Result<std::vector<Folder>> inTrash();
  Result<bool> trash(int64_t id, int64_t time);
  Result<bool> restore(int64_t id);
  Result<int64_t> countInTrash(int64_t deletedUpTo);
  // For good. Folders inside move up to the parent; conversations are without a folder.
  Result<void> purge(int64_t deletedUpTo);

 private:
  Result<bool> changed(Result<void> done);
  Database& database_;
  Statement insert_, rename_, setSystemPrompt_, setModel_, setParameters_, place_, setPosition_, all_,
      inTrash_, trash_, restore_, countInTrash_, moveUp_, purge_;
};

}  // namespace hearth::storage
