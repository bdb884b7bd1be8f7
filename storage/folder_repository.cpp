#include "storage/folder_repository.h"

#include <unordered_map>
#include <utility>

namespace hearth::storage {
namespace {

Folder folderFrom(Row row) {
  return {.id = row.integer(0),
          .parentId = row.optionalInteger(1),
          .name = row.text(2),
          .systemPrompt = row.text(3),
          .position = row.integer(4),
          .modelPath = row.text(5),
          .parameters = row.text(6),
          .deletedAt = row.optionalInteger(7)};
}

}  // namespace

FolderRepository::FolderRepository(Database& database)
    : database_(database),
      insert_(
          database,
          "INSERT INTO folders (name, parent_id, position)"
          " VALUES (?1, ?2, (SELECT coalesce(max(position), -1) + 1 FROM folders WHERE parent_id IS ?2))"),
      rename_(database, "UPDATE folders SET name = ?2 WHERE id = ?1 AND deleted_at IS NULL"),
      setSystemPrompt_(database,
                       "UPDATE folders SET system_prompt = ?2 WHERE id = ?1 AND deleted_at IS NULL"),
      setModel_(database, "UPDATE folders SET model_path = ?2 WHERE id = ?1 AND deleted_at IS NULL"),
      setParameters_(database, "UPDATE folders SET parameters = ?2 WHERE id = ?1 AND deleted_at IS NULL"),
      place_(database,
             "UPDATE folders SET parent_id = ?2, position = ?3 WHERE id = ?1 AND deleted_at IS NULL"),
      setPosition_(database, "UPDATE folders SET position = ?2 WHERE id = ?1 AND deleted_at IS NULL"),
      all_(database,
           "SELECT id, parent_id, name, system_prompt, position, model_path, parameters, deleted_at"
           " FROM folders ORDER BY position, id"),
      inTrash_(database,
               "SELECT id, parent_id, name, system_prompt, position, model_path, parameters, deleted_at FROM "
               "folders"
               " WHERE deleted_at IS NOT NULL ORDER BY deleted_at DESC, id DESC"),
      trash_(database, "UPDATE folders SET deleted_at = ?2 WHERE id = ?1 AND deleted_at IS NULL"),
      restore_(database, "UPDATE folders SET deleted_at = NULL WHERE id = ?1 AND deleted_at IS NOT NULL"),
      countInTrash_(database, "SELECT count(*) FROM folders WHERE deleted_at <= ?1"),
      moveUp_(
          database,
          "UPDATE folders SET parent_id = (SELECT p.parent_id FROM folders p WHERE p.id = folders.parent_id)"
          " WHERE parent_id = ?1"),
      purge_(database, "DELETE FROM folders WHERE id = ?1") {}

Result<bool> FolderRepository::changed(Result<void> done) {
  if (!done) return std::move(done).error();
  return database_.changes() == 1;
}

Result<int64_t> FolderRepository::add(const std::string& name, std::optional<int64_t> parentId) {
  if (auto added = insert_.run(name, parentId); !added) return std::move(added).error();
  return database_.lastInsertedId();
}

Result<bool> FolderRepository::rename(int64_t id, const std::string& name) {
  return changed(rename_.run(id, name));
}

Result<bool> FolderRepository::setSystemPrompt(int64_t id, const std::string& text) {
  return changed(setSystemPrompt_.run(id, text));
}

Result<bool> FolderRepository::setModel(int64_t id, const std::string& modelPath) {
  return changed(setModel_.run(id, modelPath));
}

Result<bool> FolderRepository::setParameters(int64_t id, const std::string& json) {
  return changed(setParameters_.run(id, json));
}

Result<bool> FolderRepository::place(int64_t id, std::optional<int64_t> parentId, int64_t position) {
  return changed(place_.run(id, parentId, position));
}

Result<bool> FolderRepository::setPosition(int64_t id, int64_t position) {
  return changed(setPosition_.run(id, position));
}

Result<std::vector<Folder>> FolderRepository::all() {
  std::vector<Folder> list;
  std::unordered_map<int64_t, std::optional<int64_t>> parentOfTrashed;
  auto read = all_.forEachRow([&](Row row) {
    Folder folder = folderFrom(row);
    if (row.optionalInteger(7)) {
      parentOfTrashed[folder.id] = folder.parentId;
    } else {
      list.push_back(std::move(folder));
    }
  });
  if (!read) return std::move(read).error();
  for (Folder& folder : list) {
    // A damaged file may hold a circle of folders: no more steps than there are.
    for (size_t steps = parentOfTrashed.size() + 1; folder.parentId && steps > 0; --steps) {
      const auto trashed = parentOfTrashed.find(*folder.parentId);
      if (trashed == parentOfTrashed.end()) break;
      folder.parentId = steps == 1 ? std::nullopt : trashed->second;
    }
  }
  return list;
}

Result<std::vector<Folder>> FolderRepository::inTrash() {
  std::vector<Folder> list;
  auto read = inTrash_.forEachRow([&](Row row) { list.push_back(folderFrom(row)); });
  if (!read) return std::move(read).error();
  return list;
}

Result<bool> FolderRepository::trash(int64_t id, int64_t time) { return changed(trash_.run(id, time)); }

Result<bool> FolderRepository::restore(int64_t id) { return changed(restore_.run(id)); }

Result<int64_t> FolderRepository::countInTrash(int64_t deletedUpTo) {
  int64_t count = 0;
  auto read = countInTrash_.forEachRow([&](Row row) { count = row.integer(0); }, deletedUpTo);
  if (!read) return std::move(read).error();
  return count;
}

Result<void> FolderRepository::purge(int64_t deletedUpTo) {
  std::vector<int64_t> ids;
  Statement due(database_, "SELECT id FROM folders WHERE deleted_at <= ?1");
  auto read = due.forEachRow([&](Row row) { ids.push_back(row.integer(0)); }, deletedUpTo);
  if (!read) return std::move(read).error();
  for (const int64_t id : ids) {
    if (auto moved = moveUp_.run(id); !moved) return moved;
    if (auto removed = purge_.run(id); !removed) return removed;
  }
  return {};
}

}  // namespace hearth::storage
