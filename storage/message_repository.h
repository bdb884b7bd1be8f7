// All SQL on messages and their generation statistics. Storage thread only; the caller opens the
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

class MessageRepository {
 public:
  explicit MessageRepository(Database& database);

  // Returns the new id. `writer` is the WriterLock's id, kept while the message is in state Writing.
  Result<int64_t> add(const Message& message, int64_t writer);
  // False when the message is not being written (any more).
  Result<bool> flush(int64_t id, const std::string& text, const std::string& thinking);
  // False when there is no such message.
  Result<bool> finish(int64_t id, const std::string& text, const std::string& thinking, MessageState state,
                      const std::string& error);
  Result<void> setStats(int64_t id, const MessageStats& stats);

  Result<std::optional<Message>> message(int64_t id);
  // From the first message to `leaf`.
  Result<std::vector<Message>> branch(int64_t leaf);
  Result<std::vector<Message>> siblings(int64_t id);
  // The newest message in the tree below `id`, which is `id` itself when nothing is below.
  Result<int64_t> newestDescendant(int64_t id);
  Result<std::optional<int64_t>> newestIn(int64_t conversationId);

  Result<std::vector<int64_t>> writers();  // of messages in state Writing
  Result<void> interrupt(int64_t writer);

 private:
  Statement insert_, flush_, finish_, setStats_, byId_, branch_, siblings_, newestDescendant_, newestIn_,
      writers_, interrupt_;
  Database& database_;
};

}  // namespace hearth::storage
