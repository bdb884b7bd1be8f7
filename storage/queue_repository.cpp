#include "storage/queue_repository.h"

#include <utility>

namespace hearth::storage {
namespace {

QueuedMessage queuedFrom(Row row) {
  return {.id = row.integer(0),
          .conversationId = row.integer(1),
          .text = row.text(2),
          .createdAt = row.integer(3)};
}

}  // namespace

QueueRepository::QueueRepository(Database& database)
    : database_(database),
      insert_(database,
              "INSERT INTO queued_messages (conversation_id, created_at, text) VALUES (?1, ?2, ?3)"),
      byId_(database, "SELECT id, conversation_id, text, created_at FROM queued_messages WHERE id = ?1"),
      ofConversation_(database,
                      "SELECT id, conversation_id, text, created_at FROM queued_messages"
                      " WHERE conversation_id = ?1 ORDER BY id"),
      change_(database, "UPDATE queued_messages SET text = ?2 WHERE id = ?1"),
      remove_(database, "DELETE FROM queued_messages WHERE id = ?1") {}

Result<bool> QueueRepository::changed(Result<void> done) {
  if (!done) return std::move(done).error();
  return database_.changes() == 1;
}

Result<int64_t> QueueRepository::add(int64_t conversationId, const std::string& text, int64_t time) {
  if (auto added = insert_.run(conversationId, time, text); !added) return std::move(added).error();
  return database_.lastInsertedId();
}

Result<std::optional<QueuedMessage>> QueueRepository::queued(int64_t id) {
  std::optional<QueuedMessage> found;
  auto read = byId_.forEachRow([&](Row row) { found = queuedFrom(row); }, id);
  if (!read) return std::move(read).error();
  return found;
}

Result<std::vector<QueuedMessage>> QueueRepository::of(int64_t conversationId) {
  std::vector<QueuedMessage> list;
  auto read = ofConversation_.forEachRow([&](Row row) { list.push_back(queuedFrom(row)); }, conversationId);
  if (!read) return std::move(read).error();
  return list;
}

Result<bool> QueueRepository::change(int64_t id, const std::string& text) {
  return changed(change_.run(id, text));
}

Result<bool> QueueRepository::remove(int64_t id) { return changed(remove_.run(id)); }

}  // namespace hearth::storage
