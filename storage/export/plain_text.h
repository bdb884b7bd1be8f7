// The active branch as text, as it was written.
#pragma once

#include <string>

#include "storage/export/formats.h"

namespace hearth::storage {

std::string plainTextOf(const ConversationTree& tree, const ExportOptions& options);

}  // namespace hearth::storage
