// Reads long branches in parts: what a list needs of all messages at once, texts by the page. Storage thread
// only.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "runtime/base/result.h"
#include "storage/database.h"
#include "storage/records.h"
#include "storage/statement.h"

namespace hearth::storage {

class BranchReader {
 public:
  explicit BranchReader(Database& database);

  // The last `count` messages of the branch that ends with `leaf`, oldest first.
  Result<std::vector<Message>> end(int64_t leaf, uint32_t count);
  // From the first message to `leaf`.
  Result<std::vector<BranchEntry>> outline(int64_t conversationId, int64_t leaf);
  Result<std::vector<int64_t>> ids(int64_t conversationId, int64_t leaf);
  // In the order asked; those that are not there are left out.
  Result<std::vector<Message>> messages(std::span<const int64_t> ids);
  // Of all branches, oldest first.
  Result<std::vector<Message>> all(int64_t conversationId);

 private:
  struct Links;
  Result<Links> links(int64_t conversationId);
  Statement end_, links_, entry_, message_, all_;
};

}  // namespace hearth::storage
