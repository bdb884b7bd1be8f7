// All SQL on messages that wait until an answer is finished. Storage thread only; the caller opens the
// transactions.
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

class QueueRepository {
 public:
  explicit QueueRepository(Database& database);
  Result<int64_t> add(int64_t conversationId, const std::string& text, int64_t time);
  Result<std::optional<QueuedMessage>> queued(int64_t id);
  Result<std::vector<QueuedMessage>> of(int64_t conversationId);  // in the order of sending
  // Each is false when there is no such message.
  Result<bool> change(int64_t id, const std::string& text);
  Result<bool> remove(int64_t id);

 private:
  Result<bool> changed(Result<void> done);
  Database& database_;
  Statement insert_, byId_, ofConversation_, change_, remove_;
};

}  // namespace hearth::storage
