// Full-text search over titles and messages. What the user types is data, never FTS5 syntax. Storage thread
// only.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/base/result.h"
#include "storage/database.h"
#include "storage/records.h"
#include "storage/search_query.h"
#include "storage/statement.h"

namespace hearth::storage {

class SearchIndex {
 public:
  explicit SearchIndex(Database& database);
  // Titles first, then messages, each best first; with filters, newest first. Filters alone find
  // conversations. Nothing from the trash. `folders` are all there are.
  Result<std::vector<SearchHit>> search(const SearchQuery& query, std::span<const Folder> folders,
                                        uint32_t limit);
  // The messages of a conversation in which the words occur, in all its branches, oldest first.
  Result<std::vector<int64_t>> within(int64_t conversationId, const SearchQuery& query);
  // Makes the index anew from the texts.
  Result<void> rebuild();

 private:
  Result<std::vector<SearchHit>> searchFiltered(const SearchQuery& query, std::span<const Folder> folders,
                                                uint32_t limit);
  Database& database_;
  Statement titles_, messages_, within_;
};

}  // namespace hearth::storage
