// Full-text search over titles and messages. What the user types is data, never FTS5 syntax. Storage thread
// only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/base/result.h"
#include "storage/database.h"
#include "storage/records.h"
#include "storage/statement.h"

namespace hearth::storage {

class SearchIndex {
 public:
  explicit SearchIndex(Database& database);
  // Titles first, then messages, each best first. Nothing from the trash.
  Result<std::vector<SearchHit>> search(std::string_view words, uint32_t limit);
  // Makes the index anew from the texts.
  Result<void> rebuild();

 private:
  Database& database_;
  Statement titles_, messages_;
};

// The FTS5 query in which every word is a quoted phrase and the last may go on; empty when there is no word.
std::string ftsQuery(std::string_view words);

}  // namespace hearth::storage
