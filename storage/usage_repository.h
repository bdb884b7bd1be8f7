// What the answers that are kept amount to. Storage thread only.
#pragma once

#include <cstdint>
#include <vector>

#include "runtime/base/result.h"
#include "storage/database.h"
#include "storage/records.h"
#include "storage/statement.h"

namespace hearth::storage {

class UsageRepository {
 public:
  explicit UsageRepository(Database& database);
  // Of answers begun in [from, until).
  Result<std::vector<UsageTotal>> totals(int64_t from, int64_t until);

 private:
  Statement totals_;
};

}  // namespace hearth::storage
