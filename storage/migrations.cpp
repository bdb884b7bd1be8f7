#include "storage/migrations.h"

#include <string>

#include "storage/files.h"
#include "storage/schema.h"
#include "storage/statement.h"

namespace hearth::storage {
namespace {

constexpr Migration kMigrations[] = {{1, kSchemaVersion1}};

// A consistent copy, whatever the write-ahead log holds.
Result<void> backUp(Database& database, const std::string& copyPath) {
  const std::string unfinished = copyPath + ".part";
  removeFile(unfinished);
  Statement copy(database, "VACUUM INTO ?1");
  if (auto copied = copy.run(unfinished); !copied)
    return std::move(copied).error().during("Writing " + copyPath);
  return moveIntoPlace(unfinished, copyPath);
}

}  // namespace

std::span<const Migration> migrations() { return kMigrations; }

int64_t currentSchemaVersion() { return kMigrations[std::size(kMigrations) - 1].version; }

Result<void> migrate(Database& database, std::span<const Migration> steps) {
  const auto version = database.integer("PRAGMA user_version");
  if (!version) return version.error();
  if (*version >= steps.back().version) return {};
  if (*version > 0) {
    const std::string copyPath = database.path() + ".before-v" + std::to_string(steps.back().version);
    if (auto copied = backUp(database, copyPath); !copied) {
      return std::move(copied).error().during("Copying the database before changing its format");
    }
  }
  for (const Migration& step : steps) {
    auto done = database.write([&]() -> Result<void> {
      // Read again inside the transaction: another process may have taken this step meanwhile.
      const auto present = database.integer("PRAGMA user_version");
      if (!present) return present.error();
      if (*present >= step.version) return {};
      return database.execute(std::string(step.sql) +
                              "; PRAGMA application_id = " + std::to_string(kApplicationId) +
                              "; PRAGMA user_version = " + std::to_string(step.version));
    });
    if (!done)
      return std::move(done).error().during("Changing the database to format " +
                                            std::to_string(step.version));
  }
  return {};
}

}  // namespace hearth::storage
