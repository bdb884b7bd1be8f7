#include "storage/expert_repository.h"

#include <span>
#include <utility>

namespace hearth::storage {

ExpertRepository::ExpertRepository(Database& database)
    : get_(database, "SELECT profile FROM conversation_experts WHERE conversation_id = ?1"),
      set_(database,
           "INSERT INTO conversation_experts (conversation_id, updated_at, profile) VALUES (?1, ?2, ?3)"
           " ON CONFLICT (conversation_id) DO UPDATE"
           " SET updated_at = excluded.updated_at, profile = excluded.profile") {}

Result<std::string> ExpertRepository::profile(int64_t conversationId) {
  std::string profile;
  auto read = get_.forEachRow([&](Row row) { profile = row.bytes(0); }, conversationId);
  if (!read) return std::move(read).error();
  return profile;
}

Result<void> ExpertRepository::setProfile(int64_t conversationId, int64_t time, std::string_view profile) {
  return set_.run(conversationId, time, std::as_bytes(std::span(profile)));
}

}  // namespace hearth::storage
