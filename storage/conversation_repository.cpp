#include "storage/conversation_repository.h"

#include <utility>

namespace hearth::storage {
namespace {

// A folder in the trash is none.
const std::string kColumns =
    "id, (SELECT f.id FROM folders f WHERE f.id = folder_id AND f.deleted_at IS NULL), title, "
    "title_is_automatic,"
    " pinned, model_path, system_prompt, created_at, updated_at, deleted_at, active_leaf, parameters, source,"
    " preset_id ";

Conversation conversationFrom(Row row) {
  return {.id = row.integer(0),
          .folderId = row.optionalInteger(1),
          .title = row.text(2),
          .titleIsAutomatic = row.integer(3) != 0,
          .pinned = row.integer(4) != 0,
          .modelPath = row.text(5),
          .systemPrompt = row.text(6),
          .createdAt = row.integer(7),
          .updatedAt = row.integer(8),
          .deletedAt = row.optionalInteger(9),
          .activeLeaf = row.optionalInteger(10),
          .parameters = row.text(11),
          .source = row.text(12),
          .presetId = row.optionalInteger(13)};
}

}  // namespace

ConversationRepository::ConversationRepository(Database& database)
    : database_(database),
      insert_(database,
              "INSERT INTO conversations (folder_id, created_at, updated_at, title, title_is_automatic, "
              "model_path,"
              " system_prompt, pinned, parameters, source, preset_id)"
              " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"),
      byId_(database, "SELECT " + kColumns + "FROM conversations WHERE id = ?1"),
      listed_(database, "SELECT " + kColumns +
                            "FROM conversations WHERE deleted_at IS NULL"
                            " ORDER BY pinned DESC, updated_at DESC, id DESC LIMIT ?1 OFFSET ?2"),
      inTrash_(database,
               "SELECT " + kColumns +
                   "FROM conversations WHERE deleted_at IS NOT NULL ORDER BY deleted_at DESC, id DESC"),
      rename_(database, "UPDATE conversations SET title = ?2, title_is_automatic = ?3 WHERE id = ?1"),
      setPinned_(database, "UPDATE conversations SET pinned = ?2 WHERE id = ?1"),
      setModel_(database, "UPDATE conversations SET model_path = ?2 WHERE id = ?1"),
      setSystemPrompt_(database, "UPDATE conversations SET system_prompt = ?2 WHERE id = ?1"),
      setParameters_(database, "UPDATE conversations SET parameters = ?2 WHERE id = ?1"),
      setPreset_(database, "UPDATE conversations SET preset_id = ?2 WHERE id = ?1"),
      moveToFolder_(database, "UPDATE conversations SET folder_id = ?2 WHERE id = ?1"),
      setDeletedAt_(database, "UPDATE conversations SET deleted_at = ?2 WHERE id = ?1"),
      setActiveLeaf_(database, "UPDATE conversations SET active_leaf = ?2 WHERE id = ?1"),
      touch_(database, "UPDATE conversations SET updated_at = ?2 WHERE id = ?1"),
      withSource_(database, "SELECT id FROM conversations WHERE source = ?1 AND source <> ''"),
      remove_(database, "DELETE FROM conversations WHERE id = ?1 AND deleted_at IS NOT NULL"),
      purge_(database, "DELETE FROM conversations WHERE deleted_at <= ?1") {}

Result<bool> ConversationRepository::changed(Result<void> done) {
  if (!done) return std::move(done).error();
  return database_.changes() == 1;
}

Result<int64_t> ConversationRepository::add(const Conversation& c) {
  auto added =
      insert_.run(c.folderId, c.createdAt, c.updatedAt, c.title, int64_t{c.titleIsAutomatic}, c.modelPath,
                  c.systemPrompt, int64_t{c.pinned}, c.parameters, c.source, c.presetId);
  if (!added) return std::move(added).error();
  return database_.lastInsertedId();
}

Result<std::optional<Conversation>> ConversationRepository::conversation(int64_t id) {
  std::optional<Conversation> found;
  auto read = byId_.forEachRow([&](Row row) { found = conversationFrom(row); }, id);
  if (!read) return std::move(read).error();
  return found;
}

Result<std::vector<Conversation>> ConversationRepository::listed(uint32_t limit, uint32_t offset) {
  std::vector<Conversation> list;
  auto read = listed_.forEachRow([&](Row row) { list.push_back(conversationFrom(row)); }, limit, offset);
  if (!read) return std::move(read).error();
  return list;
}

Result<std::vector<Conversation>> ConversationRepository::inTrash() {
  std::vector<Conversation> list;
  auto read = inTrash_.forEachRow([&](Row row) { list.push_back(conversationFrom(row)); });
  if (!read) return std::move(read).error();
  return list;
}

Result<bool> ConversationRepository::rename(int64_t id, const std::string& title, bool automatic) {
  return changed(rename_.run(id, title, int64_t{automatic}));
}

Result<bool> ConversationRepository::setPinned(int64_t id, bool pinned) {
  return changed(setPinned_.run(id, int64_t{pinned}));
}

Result<bool> ConversationRepository::setModel(int64_t id, const std::string& modelPath) {
  return changed(setModel_.run(id, modelPath));
}

Result<bool> ConversationRepository::setSystemPrompt(int64_t id, const std::string& text) {
  return changed(setSystemPrompt_.run(id, text));
}

Result<bool> ConversationRepository::setParameters(int64_t id, const std::string& json) {
  return changed(setParameters_.run(id, json));
}

Result<bool> ConversationRepository::setPreset(int64_t id, std::optional<int64_t> presetId) {
  return changed(setPreset_.run(id, presetId));
}

Result<bool> ConversationRepository::moveToFolder(int64_t id, std::optional<int64_t> folderId) {
  return changed(moveToFolder_.run(id, folderId));
}

Result<bool> ConversationRepository::setDeletedAt(int64_t id, std::optional<int64_t> time) {
  return changed(setDeletedAt_.run(id, time));
}

Result<bool> ConversationRepository::setActiveLeaf(int64_t id, int64_t messageId) {
  return changed(setActiveLeaf_.run(id, messageId));
}

Result<bool> ConversationRepository::touch(int64_t id, int64_t time) { return changed(touch_.run(id, time)); }

Result<std::optional<int64_t>> ConversationRepository::withSource(std::string_view source) {
  std::optional<int64_t> id;
  auto read = withSource_.forEachRow([&](Row row) { id = row.integer(0); }, source);
  if (!read) return std::move(read).error();
  return id;
}

Result<bool> ConversationRepository::remove(int64_t id) { return changed(remove_.run(id)); }

Result<uint32_t> ConversationRepository::purge(int64_t deletedUpTo) {
  if (auto done = purge_.run(deletedUpTo); !done) return std::move(done).error();
  return static_cast<uint32_t>(database_.changes());
}

}  // namespace hearth::storage
