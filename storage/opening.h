// Decides how a database file may be used: as it is, reading only, or set aside. The rule: never lose what is
// there, never hang, and always open.
#pragma once

#include <memory>
#include <string>

#include "runtime/base/result.h"
#include "storage/database.h"
#include "storage/store.h"

namespace hearth::storage {

struct OpenedDatabase {
  std::unique_ptr<Database> database;
  OpenState state = OpenState::Normal;
  std::string notice;  // for the user; empty when there is nothing to say
};

// - Sound or absent: opened for writing and migrated.
// - Written by a newer Hearth: read-only; a copy is kept as "<path>.newer-v<version>".
// - Damaged: read-only; a copy is kept as "<path>.damaged-<time of its last change>".
// - Not readable at all: renamed to "<path>.damaged-<time>", and a new database begins in its place.
// - Another program's database, no permission, a full disk: an Error with a remedy; the file is not touched.
Result<OpenedDatabase> openDatabase(const std::string& path);

// What openDatabase() does with a file that it finds damaged.
Result<OpenedDatabase> openDamagedDatabase(const std::string& path);

// Never touches the disk, not even for what SQLite sets aside while it sorts.
Result<OpenedDatabase> openInMemoryDatabase();

}  // namespace hearth::storage
