// All SQL on conversations. Storage thread only; the caller opens the transactions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/base/result.h"
#include "storage/database.h"
#include "storage/records.h"
#include "storage/statement.h"

namespace hearth::storage {

class ConversationRepository {
 public:
  explicit ConversationRepository(Database& database);

  Result<int64_t> add(const Conversation& conversation);
  Result<std::optional<Conversation>> conversation(int64_t id);
  Result<std::vector<Conversation>> listed(uint32_t limit, uint32_t offset);
  Result<std::vector<Conversation>> inTrash();

  // Each is false when there is no such conversation.
  Result<bool> rename(int64_t id, const std::string& title, bool automatic);
  Result<bool> setPinned(int64_t id, bool pinned);
  Result<bool> setModel(int64_t id, const std::string& modelPath);
  Result<bool> setSystemPrompt(int64_t id, const std::string& text);
  Result<bool> setParameters(int64_t id, const std::string& json);
  Result<bool> setPreset(int64_t id, std::optional<int64_t> presetId);
  Result<bool> moveToFolder(int64_t id, std::optional<int64_t> folderId);
  Result<bool> setDeletedAt(int64_t id, std::optional<int64_t> time);
  Result<bool> setActiveLeaf(int64_t id, int64_t messageId);
  Result<bool> touch(int64_t id, int64_t time);  // the time it is ordered by

  Result<std::optional<int64_t>> withSource(std::string_view source);

  // For good, when it is in the trash.
  Result<bool> remove(int64_t id);
  // For good; returns how many.
  Result<uint32_t> purge(int64_t deletedUpTo);

 private:
  Result<bool> changed(Result<void> done);
  Database& database_;
  Statement insert_, byId_, listed_, inTrash_, rename_, setPinned_, setModel_, setSystemPrompt_,
      setParameters_, setPreset_, moveToFolder_, setDeletedAt_, setActiveLeaf_, touch_, withSource_, remove_,
      purge_;
};

}  // namespace hearth::storage
