// Brings an older database to the present schema, step by step. The version is SQLite's user_version; 0 is an
// empty file.
#pragma once

#include <cstdint>
#include <span>

#include "runtime/base/result.h"
#include "storage/database.h"

namespace hearth::storage {

// One step: the SQL that turns the version before it into this one.
struct Migration {
  int64_t version;
  const char* sql;
};

// In ascending order, the versions 1, 2, 3, … without a gap.
std::span<const Migration> migrations();

// The version that this program reads and writes.
int64_t currentSchemaVersion();

// SQLite's application_id of Hearth's databases: "Hrth". Tells them from other programs' files.
inline constexpr int64_t kApplicationId = 0x48727468;

// Runs the steps that the database lacks, all in one transaction. Before the first one a database that is not
// empty is copied to "<path>.before-v<version>", which is kept.
Result<void> migrate(Database& database, std::span<const Migration> steps);

}  // namespace hearth::storage
