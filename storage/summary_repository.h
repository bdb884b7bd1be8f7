// All SQL on summaries. Storage thread only.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/base/result.h"
#include "storage/database.h"
#include "storage/records.h"
#include "storage/statement.h"

namespace hearth::storage {

class SummaryRepository {
 public:
  explicit SummaryRepository(Database& database);
  Result<void> set(const Summary& summary);  // replaces the one before of this message
  Result<void> remove(int64_t messageId);
  Result<void> copy(int64_t fromMessage, int64_t toMessage);
  Result<std::vector<Summary>> of(int64_t conversationId);  // by message

 private:
  Statement set_, remove_, copy_, of_;
};

}  // namespace hearth::storage
