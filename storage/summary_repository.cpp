#include "storage/summary_repository.h"

#include <utility>

namespace hearth::storage {

SummaryRepository::SummaryRepository(Database& database)
    : set_(database,
           "INSERT INTO summaries (message_id, created_at, model_name, text) VALUES (?1, ?2, ?3, ?4)"
           " ON CONFLICT (message_id) DO UPDATE SET created_at = excluded.created_at,"
           " model_name = excluded.model_name, text = excluded.text"),
      remove_(database, "DELETE FROM summaries WHERE message_id = ?1"),
      copy_(database,
            "INSERT INTO summaries (message_id, created_at, model_name, text)"
            " SELECT ?2, created_at, model_name, text FROM summaries WHERE message_id = ?1"),
      of_(database,
          "SELECT s.message_id, s.created_at, s.model_name, s.text FROM summaries s"
          " JOIN messages m ON m.id = s.message_id WHERE m.conversation_id = ?1 ORDER BY s.message_id") {}

Result<void> SummaryRepository::set(const Summary& summary) {
  return set_.run(summary.messageId, summary.createdAt, summary.modelName, summary.text);
}

Result<void> SummaryRepository::remove(int64_t messageId) { return remove_.run(messageId); }

Result<void> SummaryRepository::copy(int64_t fromMessage, int64_t toMessage) {
  return copy_.run(fromMessage, toMessage);
}

Result<std::vector<Summary>> SummaryRepository::of(int64_t conversationId) {
  std::vector<Summary> list;
  auto read = of_.forEachRow(
      [&](Row row) {
        list.push_back({row.integer(0), row.integer(1), row.text(2), row.text(3)});
      },
      conversationId);
  if (!read) return std::move(read).error();
  return list;
}

}  // namespace hearth::storage
