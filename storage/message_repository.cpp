#include "storage/message_repository.h"

#include <cmath>

namespace hearth::storage {
namespace {

// Columns 0-19 of every query that yields whole messages; the query calls them m and their statistics g.
const std::string kColumns =
    "m.id, m.conversation_id, m.parent_id, m.role, m.state, m.text, m.thinking, m.error, m.model_name, "
    "m.created_at,"
    " (SELECT count(*) FROM messages s WHERE s.conversation_id = m.conversation_id AND s.parent_id IS "
    "m.parent_id"
    "  AND s.id < m.id),"
    " (SELECT count(*) FROM messages s WHERE s.conversation_id = m.conversation_id AND s.parent_id IS "
    "m.parent_id),"
    " g.message_id, g.prompt_tokens, g.reused_tokens, g.generated_tokens, g.prompt_seconds, "
    "g.generate_seconds,"
    " g.first_token_seconds, g.thinking_seconds ";

// A role or state of a newer Hearth is shown as the nearest that this one knows.
Role roleFrom(int64_t number) {
  return number >= 0 && number <= 2 ? static_cast<Role>(number) : Role::Assistant;
}
MessageState stateFrom(int64_t number) {
  return number >= 0 && number <= 4 ? static_cast<MessageState>(number) : MessageState::Finished;
}

Message messageFrom(Row row) {
  Message message{.id = row.integer(0),
                  .conversationId = row.integer(1),
                  .parentId = row.optionalInteger(2),
                  .role = roleFrom(row.integer(3)),
                  .state = stateFrom(row.integer(4)),
                  .text = row.text(5),
                  .thinking = row.text(6),
                  .error = row.text(7),
                  .modelName = row.text(8),
                  .createdAt = row.integer(9),
                  .stats = std::nullopt,
                  .siblingIndex = static_cast<uint32_t>(row.integer(10)),
                  .siblingCount = static_cast<uint32_t>(row.integer(11))};
  if (row.optionalInteger(12)) {
    message.stats = MessageStats{.promptTokens = static_cast<uint32_t>(row.integer(13)),
                                 .reusedTokens = static_cast<uint32_t>(row.integer(14)),
                                 .generatedTokens = static_cast<uint32_t>(row.integer(15)),
                                 .promptSeconds = row.real(16),
                                 .generateSeconds = row.real(17),
                                 .firstTokenSeconds = row.real(18),
                                 .thinkingSeconds = row.real(19)};
  }
  return message;
}

// SQLite stores NaN as NULL, which the column refuses; a missing figure must not cost an answer.
double finite(double seconds) { return std::isfinite(seconds) ? seconds : 0; }

}  // namespace

MessageRepository::MessageRepository(Database& database)
    : insert_(database,
              "INSERT INTO messages (conversation_id, parent_id, role, state, writer, created_at, "
              "model_name, error,"
              " text, thinking) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"),
      flush_(database, "UPDATE messages SET text = ?2, thinking = ?3 WHERE id = ?1 AND state = 0"),
      finish_(database,
              "UPDATE messages SET text = ?2, thinking = ?3, state = ?4, error = ?5, writer = NULL WHERE id "
              "= ?1"),
      setStats_(database,
                "INSERT OR REPLACE INTO generation_stats (message_id, prompt_tokens, reused_tokens, "
                "generated_tokens,"
                " prompt_seconds, generate_seconds, first_token_seconds, thinking_seconds)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
      byId_(database,
            "SELECT " + kColumns +
                "FROM messages m LEFT JOIN generation_stats g ON g.message_id = m.id WHERE m.id = ?1"),
      // Parents are older than their children: the condition ends the walk even in a damaged file with a
      // cycle.
      branch_(database,
              "WITH RECURSIVE chain (id, parent_id) AS ("
              " SELECT id, parent_id FROM messages WHERE id = ?1"
              " UNION ALL"
              " SELECT p.id, p.parent_id FROM chain c JOIN messages p ON p.id = c.parent_id AND p.id < c.id)"
              " SELECT " +
                  kColumns +
                  "FROM chain JOIN messages m ON m.id = chain.id"
                  " LEFT JOIN generation_stats g ON g.message_id = m.id ORDER BY m.id"),
      siblings_(database,
                "SELECT " + kColumns +
                    "FROM messages self JOIN messages m ON m.conversation_id = self.conversation_id"
                    " AND m.parent_id IS self.parent_id"
                    " LEFT JOIN generation_stats g ON g.message_id = m.id WHERE self.id = ?1 ORDER BY m.id"),
      newestDescendant_(database,
                        "WITH RECURSIVE below (id, conversation_id) AS ("
                        " SELECT id, conversation_id FROM messages WHERE id = ?1"
                        " UNION ALL"
                        " SELECT c.id, c.conversation_id FROM below b JOIN messages c"
                        " ON c.conversation_id = b.conversation_id AND c.parent_id = b.id AND c.id > b.id)"
                        " SELECT max(id) FROM below"),
      newestIn_(database, "SELECT max(id) FROM messages WHERE conversation_id = ?1"),
      writers_(database, "SELECT DISTINCT coalesce(writer, 0) FROM messages WHERE state = 0"),
      interrupt_(database,
                 "UPDATE messages SET state = 3, writer = NULL WHERE state = 0 AND coalesce(writer, 0) = ?1"),
      database_(database) {}

Result<int64_t> MessageRepository::add(const Message& message, int64_t writer) {
  const bool writing = message.state == MessageState::Writing;
  auto added = insert_.run(message.conversationId, message.parentId, static_cast<int64_t>(message.role),
                           static_cast<int64_t>(message.state),
                           writing ? std::optional<int64_t>(writer) : std::nullopt, message.createdAt,
                           message.modelName, message.error, message.text, message.thinking);
  if (!added) return std::move(added).error();
  return database_.lastInsertedId();
}

Result<bool> MessageRepository::flush(int64_t id, const std::string& text, const std::string& thinking) {
  if (auto done = flush_.run(id, text, thinking); !done) return std::move(done).error();
  return database_.changes() == 1;
}

Result<bool> MessageRepository::finish(int64_t id, const std::string& text, const std::string& thinking,
                                       MessageState state, const std::string& error) {
  auto done = finish_.run(id, text, thinking, static_cast<int64_t>(state), error);
  if (!done) return std::move(done).error();
  return database_.changes() == 1;
}

Result<void> MessageRepository::setStats(int64_t id, const MessageStats& stats) {
  return setStats_.run(id, stats.promptTokens, stats.reusedTokens, stats.generatedTokens,
                       finite(stats.promptSeconds), finite(stats.generateSeconds),
                       finite(stats.firstTokenSeconds), finite(stats.thinkingSeconds));
}

Result<std::optional<Message>> MessageRepository::message(int64_t id) {
  std::optional<Message> found;
  if (auto read = byId_.forEachRow([&](Row row) { found = messageFrom(row); }, id); !read) {
    return std::move(read).error();
  }
  return found;
}

Result<std::vector<Message>> MessageRepository::branch(int64_t leaf) {
  std::vector<Message> messages;
  auto read = branch_.forEachRow([&](Row row) { messages.push_back(messageFrom(row)); }, leaf);
  if (!read) return std::move(read).error();
  return messages;
}

Result<std::vector<Message>> MessageRepository::siblings(int64_t id) {
  std::vector<Message> messages;
  auto read = siblings_.forEachRow([&](Row row) { messages.push_back(messageFrom(row)); }, id);
  if (!read) return std::move(read).error();
  return messages;
}

Result<int64_t> MessageRepository::newestDescendant(int64_t id) {
  int64_t newest = id;
  auto read =
      newestDescendant_.forEachRow([&](Row row) { newest = row.optionalInteger(0).value_or(id); }, id);
  if (!read) return std::move(read).error();
  return newest;
}

Result<std::optional<int64_t>> MessageRepository::newestIn(int64_t conversationId) {
  std::optional<int64_t> newest;
  auto read = newestIn_.forEachRow([&](Row row) { newest = row.optionalInteger(0); }, conversationId);
  if (!read) return std::move(read).error();
  return newest;
}

Result<std::vector<int64_t>> MessageRepository::writers() {
  std::vector<int64_t> ids;
  if (auto read = writers_.forEachRow([&](Row row) { ids.push_back(row.integer(0)); }); !read) {
    return std::move(read).error();
  }
  return ids;
}

Result<void> MessageRepository::interrupt(int64_t writer) { return interrupt_.run(writer); }

}  // namespace hearth::storage
