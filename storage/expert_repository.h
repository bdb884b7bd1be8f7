// All SQL on the experts that conversations used. Storage thread only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/base/result.h"
#include "storage/database.h"
#include "storage/statement.h"

namespace hearth::storage {

class ExpertRepository {
 public:
  explicit ExpertRepository(Database& database);
  // Empty when there is none.
  Result<std::string> profile(int64_t conversationId);
  // Replaces the one before.
  Result<void> setProfile(int64_t conversationId, int64_t time, std::string_view profile);

 private:
  Statement get_, set_;
};

}  // namespace hearth::storage
