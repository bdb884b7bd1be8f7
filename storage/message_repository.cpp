#include "storage/message_repository.h"

#include <cmath>
#include <utility>

#include "storage/message_columns.h"

namespace hearth::storage {
namespace {

// SQLite stores NaN as NULL, which the column refuses; a missing figure must not cost an answer.
double finite(double seconds) { return std::isfinite(seconds) ? seconds : 0; }

}  // namespace

MessageRepository::MessageRepository(Database& database)
    : insert_(database,
              "INSERT INTO messages (conversation_id, parent_id, role, state, writer, created_at, "
              "model_name, error,"
              " text, thinking, edited) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"),
      flush_(database, "UPDATE messages SET text = ?2, thinking = ?3 WHERE id = ?1 AND state = 0"),
      finish_(database,
              "UPDATE messages SET text = ?2, thinking = ?3, state = ?4, error = ?5, writer = NULL WHERE id "
              "= ?1"),
      setStats_(database,
                "INSERT OR REPLACE INTO generation_stats (message_id, prompt_tokens, reused_tokens, "
                "generated_tokens,"
                " prompt_seconds, generate_seconds, first_token_seconds, thinking_seconds, expert_hits,"
                " expert_uses, drafted_tokens, accepted_tokens, energy_joules, parameters,"
                " left_out_messages)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"),
      byId_(database,
            "SELECT " + kMessageColumns +
                "FROM messages m LEFT JOIN generation_stats g ON g.message_id = m.id WHERE m.id = ?1"),
      // Parents are older than their children: the condition ends the walk even in a damaged file with a
      // cycle.
      branch_(database,
              "WITH RECURSIVE chain (id, parent_id) AS ("
              " SELECT id, parent_id FROM messages WHERE id = ?1"
              " UNION ALL"
              " SELECT p.id, p.parent_id FROM chain c JOIN messages p ON p.id = c.parent_id AND p.id < c.id)"
              " SELECT " +
                  kMessageColumns +
                  "FROM chain JOIN messages m ON m.id = chain.id"
                  " LEFT JOIN generation_stats g ON g.message_id = m.id ORDER BY m.id"),
      siblings_(database,
                "SELECT " + kMessageColumns +
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
  auto added =
      insert_.run(message.conversationId, message.parentId, static_cast<int64_t>(message.role),
                  static_cast<int64_t>(message.state),
                  writing ? std::optional<int64_t>(writer) : std::nullopt, message.createdAt,
                  message.modelName, message.error, message.text, message.thinking, int64_t{message.edited});
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
  return setStats_.run(
      id, stats.promptTokens, stats.reusedTokens, stats.generatedTokens, finite(stats.promptSeconds),
      finite(stats.generateSeconds), finite(stats.firstTokenSeconds), finite(stats.thinkingSeconds),
      static_cast<int64_t>(stats.expertHits), static_cast<int64_t>(stats.expertUses), stats.draftedTokens,
      stats.acceptedTokens, stats.energyJoules ? std::optional(finite(*stats.energyJoules)) : std::nullopt,
      stats.parameters, stats.leftOutMessages);
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
