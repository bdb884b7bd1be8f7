#include "storage/migrations.h"

#include <string>

#include "storage/files.h"
#include "storage/schema.h"
#include "storage/statement.h"

namespace hearth::storage {
namespace {

constexpr Migration kMigrations[] = {
    {1, kSchemaVersion1}, {2, kSchemaVersion2}, {3, kSchemaVersion3}, {4, kSchemaVersion4}};

// A consistent copy, whatever the write-ahead log holds. Read by a second connection, as SQLite copies
// nothing within a transaction.
Result<void> backUp(const std::string& path, const std::string& copyPath) {
  auto database = Database::open(path, Access::ReadOnly);
  if (!database) return std::move(database).error();
  const std::string unfinished = copyPath + ".part";
  removeFile(unfinished);
  if (auto copied = Statement(**database, "VACUUM INTO ?1").run(unfinished); !copied)
    return std::move(copied).error().during("Writing " + copyPath);
  return moveIntoPlace(unfinished, copyPath);
}

}  // namespace

std::span<const Migration> migrations() { return kMigrations; }

int64_t currentSchemaVersion() { return kMigrations[std::size(kMigrations) - 1].version; }

Result<void> migrate(Database& database, std::span<const Migration> steps) {
  const int64_t wanted = steps.back().version;
  // Looked up first, so that opening a database that another program is writing does not wait for it.
  const auto found = database.integer("PRAGMA user_version");
  if (!found) return found.error();
  if (*found >= wanted) return {};
  // One transaction, the copy included: another process that does the same neither meets a copy being written
  // nor replaces it with one of the new format.
  return database.write([&]() -> Result<void> {
    const auto version = database.integer("PRAGMA user_version");
    if (!version) return version.error();
    if (*version > 0 && *version < wanted) {
      if (auto copied = backUp(database.path(), database.path() + ".before-v" + std::to_string(wanted));
          !copied)
        return std::move(copied).error().during("Copying the database before changing its format");
    }
    for (const Migration& step : steps) {
      if (step.version <= *version) continue;
      auto done = database.execute(std::string(step.sql) +
                                   "; PRAGMA application_id = " + std::to_string(kApplicationId) +
                                   "; PRAGMA user_version = " + std::to_string(step.version));
      if (!done)
        return std::move(done).error().during("Changing the database to format " +
                                              std::to_string(step.version));
    }
    return {};
  });
}

}  // namespace hearth::storage
