#include "storage/opening.h"

#include <filesystem>
#include <utility>
#include <vector>

#include "storage/files.h"
#include "storage/migrations.h"
#include "storage/readable_schema.h"
#include "storage/statement.h"

namespace hearth::storage {
namespace {

// Files up to this size are examined whole at each start: some 10 ms. In a larger one it is done with what
// the window needs first, and the messages are examined as they are read.
constexpr uint64_t kWholeCheckBytesMax = 16 << 20;
// After a crash or a power cut (a write-ahead log was left behind) it is worth looking longer: some 100 ms.
constexpr uint64_t kWholeCheckBytesMaxAfterCrash = 512 << 20;

enum class Health { Sound, Newer, Damaged, Foreign };

std::string walPath(const std::string& path) { return path + "-wal"; }

enum class Extent { WholeFile, SmallTables };

// Whether SQLite finds the file's structure broken. Rows that break a rule of the schema (a NULL where none
// should be) are no damage: they are read leniently.
Result<bool> structureIsBroken(Database& database, Extent extent) {
  bool broken = false;
  const auto take = [&](Row row) {
    const std::string finding = row.text(0);
    const auto begins = [&](const char* words) { return finding.starts_with(words); };
    broken |= finding != "ok" && !begins("NULL value in") && !begins("non-") &&
              !begins("CHECK constraint failed") && !begins("TEXT value in") && !begins("NUMERIC value in");
  };
  std::vector<std::string> checks = {"PRAGMA quick_check"};
  if (extent == Extent::SmallTables) {
    checks = {"PRAGMA quick_check('sqlite_schema')", "PRAGMA quick_check('conversations')",
              "PRAGMA quick_check('folders')", "PRAGMA quick_check('settings')"};
  }
  for (const std::string& check : checks) {
    auto read = Statement(database, check).forEachRow(take);
    if (!read && isDamage(database.lastStatus())) return true;
    if (!read) return std::move(read).error();
  }
  return broken;
}

// Looks, and writes nothing.
Result<Health> examine(Database& database, Extent extent) {
  const auto damagedOr = [&](Error error) -> Result<Health> {
    const int status = database.lastStatus();
    if (isDamage(status) || isUnknownFormat(status)) return Health::Damaged;
    return error;
  };
  const auto version = database.integer("PRAGMA user_version");
  if (!version) return damagedOr(version.error());
  const auto tables = database.integer("SELECT count(*) FROM sqlite_schema");
  if (!tables) return damagedOr(tables.error());
  const auto application = database.integer("PRAGMA application_id");
  if (!application) return damagedOr(application.error());
  if (*tables > 0 && *application != kApplicationId) return Health::Foreign;
  auto broken = structureIsBroken(database, extent);
  if (!broken) return std::move(broken).error();
  if (*broken) return Health::Damaged;
  return *version > currentSchemaVersion() ? Health::Newer : Health::Sound;
}

// Copies the file and its write-ahead log, unless that was done before. Returns the copy's path.
Result<std::string> keepCopy(const std::string& path, const std::string& copyPath) {
  if (fileExists(copyPath)) return copyPath;
  if (fileBytes(walPath(path)) > 0) {
    if (auto copied = copyFile(walPath(path), walPath(copyPath)); !copied) return std::move(copied).error();
  }
  if (auto copied = copyFile(path, copyPath); !copied) return std::move(copied).error();
  return copyPath;
}

std::string whereTheCopyIs(const Result<std::string>& copy) {
  return copy ? "A copy is kept at " + *copy + "." : "No copy could be made (" + copy.error().what() + ").";
}

Result<OpenedDatabase> openNewer(const std::string& path) {
  auto database = Database::open(path, Access::ReadOnly);
  if (!database) return std::move(database).error();
  const auto version = (*database)->integer("PRAGMA user_version");
  if (!version) return version.error();
  if (auto readable = makeReadable(**database); !readable) return std::move(readable).error();
  const auto copy = keepCopy(path, path + ".newer-v" + std::to_string(*version));
  return OpenedDatabase{
      std::move(*database), OpenState::ReadOnlyNewer,
      "Your chats were saved by a newer Hearth (format " + std::to_string(*version) + "; this one knows " +
          std::to_string(currentSchemaVersion()) +
          "). They can be read but not changed. Install the newer Hearth to go on with them. " +
          whereTheCopyIs(copy)};
}

std::string damagedName(const std::string& path) { return path + ".damaged-" + lastWritten(path); }

// What can still be read, or an Error when that is nothing.
Result<OpenedDatabase> openReadable(const std::string& path) {
  auto database = Database::open(path, Access::Salvage);
  if (!database) return std::move(database).error();
  if (auto readable = makeReadable(**database); !readable) return std::move(readable).error();
  const auto conversations =
      (*database)->integer("SELECT count(*) FROM (SELECT id FROM conversations LIMIT 1)");
  if (!conversations) return conversations.error();
  if (*conversations == 0) return Error("no conversation is readable");
  const auto copy = keepCopy(path, damagedName(path));
  return OpenedDatabase{
      std::move(*database), OpenState::ReadOnlyDamaged,
      "The file with your chats is damaged. What can still be read is shown but cannot be changed. " +
          whereTheCopyIs(copy) + " To begin anew, close Hearth and move " + path + " elsewhere."};
}

// Renames the file and its log out of the way. Returns the new name.
Result<std::string> setAside(const std::string& path) {
  std::string name = damagedName(path);
  for (int next = 2; fileExists(name); ++next) name = damagedName(path) + "-" + std::to_string(next);
  if (fileExists(walPath(path))) {
    if (auto moved = moveIntoPlace(walPath(path), walPath(name)); !moved) return std::move(moved).error();
  }
  removeFile(path + "-shm");
  if (auto moved = moveIntoPlace(path, name); !moved) return std::move(moved).error();
  return name;
}

Result<void> prepareForWriting(Database& database) {
  if (auto wal = database.useWriteAheadLog(); !wal) return wal;
  if (auto durable = database.execute("PRAGMA synchronous = FULL"); !durable) return durable;
  if (auto migrated = migrate(database, migrations()); !migrated) return migrated;
  database.setCheckpointOnClose(true);
  return {};
}

Result<OpenedDatabase> createNew(const std::string& path) {
  auto database = Database::open(path, Access::ReadWrite);
  if (!database) return std::move(database).error();
  std::error_code ignored;  // a file system without permissions is no reason not to open
  namespace fs = std::filesystem;
  fs::permissions(toPath(path), fs::perms::owner_read | fs::perms::owner_write, ignored);
  if (auto ready = prepareForWriting(**database); !ready) return std::move(ready).error();
  return OpenedDatabase{std::move(*database), OpenState::Normal, {}};
}

Result<OpenedDatabase> beginAnew(const std::string& path) {
  auto kept = setAside(path);
  if (!kept) return std::move(kept).error().during("Setting the unreadable file aside");
  auto opened = createNew(path);
  if (!opened) return std::move(opened).error();
  opened->notice = "The file with your chats could not be read at all. It was kept as " + *kept +
                   ", and Hearth began a new one.";
  return opened;
}

Result<OpenedDatabase> openExisting(const std::string& path) {
  const bool unclean = fileBytes(walPath(path)) > 0;
  // SQLite would discard the log of an empty file.
  if (fileBytes(path) == 0 && unclean) return beginAnew(path);
  if (fileBytes(path) == 0) return createNew(path);

  auto database = Database::open(path, Access::ReadWrite);
  if (!database) return std::move(database).error();
  const uint64_t wholeBytesMax = unclean ? kWholeCheckBytesMaxAfterCrash : kWholeCheckBytesMax;
  auto health =
      examine(**database, fileBytes(path) <= wholeBytesMax ? Extent::WholeFile : Extent::SmallTables);
  if (!health) return std::move(health).error();
  if (*health == Health::Sound) {
    auto ready = prepareForWriting(**database);
    if (ready) return OpenedDatabase{std::move(*database), OpenState::Normal, {}};
    if (!isDamage((*database)->lastStatus())) return std::move(ready).error();
    health = Health::Damaged;
  }

  database->reset();  // reopened below without the right to write
  if (*health == Health::Newer) return openNewer(path);
  if (*health == Health::Foreign) {
    return Error(
        "it is a database of another program and was left as it is; move it elsewhere, or set "
        "HEARTH_DATA_DIR to another folder");
  }
  return openDamagedDatabase(path);
}

}  // namespace

Result<OpenedDatabase> openDamagedDatabase(const std::string& path) {
  auto opened = openReadable(path);
  return opened ? std::move(opened) : beginAnew(path);
}

Result<OpenedDatabase> openDatabase(const std::string& path) {
  if (path.empty()) return Error("No database path was given");
  // Absolute, so that SQLite takes nothing in it for a URI or a special name.
  const std::string absolute = toUtf8(std::filesystem::absolute(toPath(path)).lexically_normal());
  const std::string step = "Opening " + absolute;
  if (std::error_code code; std::filesystem::is_directory(toPath(absolute), code)) {
    return Error(step + ": it is a folder; set HEARTH_DATA_DIR to the folder that shall hold hearth.db");
  }
  auto folder = createPrivateFolder(toUtf8(toPath(absolute).parent_path()));
  if (!folder) return std::move(folder).error().during(step);
  auto opened = fileExists(absolute) ? openExisting(absolute) : createNew(absolute);
  if (!opened) return std::move(opened).error().during(step);
  return opened;
}

Result<OpenedDatabase> openInMemoryDatabase() {
  const auto during = [](Error error) { return std::move(error).during("Opening a database in memory"); };
  auto database = Database::open(":memory:", Access::ReadWrite);
  if (!database) return during(std::move(database).error());
  if (auto set = (*database)->execute("PRAGMA temp_store = MEMORY"); !set)
    return during(std::move(set).error());
  if (auto migrated = migrate(**database, migrations()); !migrated)
    return during(std::move(migrated).error());
  return OpenedDatabase{std::move(*database), OpenState::Normal, {}};
}

}  // namespace hearth::storage
