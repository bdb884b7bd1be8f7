#include "storage/folder_repository.h"

#include <utility>

namespace hearth::storage {

FolderRepository::FolderRepository(Database& database)
    : database_(database),
      insert_(
          database,
          "INSERT INTO folders (name, parent_id, position)"
          " VALUES (?1, ?2, (SELECT coalesce(max(position), -1) + 1 FROM folders WHERE parent_id IS ?2))"),
      rename_(database, "UPDATE folders SET name = ?2 WHERE id = ?1"),
      moveUp_(database,
              "UPDATE folders SET parent_id = (SELECT parent_id FROM folders WHERE id = ?1) WHERE parent_id "
              "= ?1"),
      remove_(database, "DELETE FROM folders WHERE id = ?1"),
      all_(database,
           "SELECT id, parent_id, name, system_prompt, position FROM folders ORDER BY position, id") {}

Result<int64_t> FolderRepository::add(const std::string& name, std::optional<int64_t> parentId) {
  if (auto added = insert_.run(name, parentId); !added) return std::move(added).error();
  return database_.lastInsertedId();
}

Result<bool> FolderRepository::rename(int64_t id, const std::string& name) {
  if (auto done = rename_.run(id, name); !done) return std::move(done).error();
  return database_.changes() == 1;
}

Result<bool> FolderRepository::remove(int64_t id) {
  if (auto done = moveUp_.run(id); !done) return std::move(done).error();
  if (auto done = remove_.run(id); !done) return std::move(done).error();
  return database_.changes() == 1;
}

Result<std::vector<Folder>> FolderRepository::all() {
  std::vector<Folder> list;
  auto read = all_.forEachRow([&](Row row) {
    list.push_back({.id = row.integer(0),
                    .parentId = row.optionalInteger(1),
                    .name = row.text(2),
                    .systemPrompt = row.text(3),
                    .position = row.integer(4)});
  });
  if (!read) return std::move(read).error();
  return list;
}

}  // namespace hearth::storage
