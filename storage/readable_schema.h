// Lets this program read a file whose tables lack columns it knows, or lack altogether.
#pragma once

#include "runtime/base/result.h"
#include "storage/database.h"

namespace hearth::storage {

// For each table that the repositories read and that is not complete, a temporary view of the same name takes
// its place on this connection, with NULL for what is missing. The file is not changed.
Result<void> makeReadable(Database& database);

}  // namespace hearth::storage
