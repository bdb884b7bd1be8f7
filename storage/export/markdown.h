// The active branch as Markdown with front matter.
#pragma once

#include <string>

#include "storage/export/formats.h"

namespace hearth::storage {

std::string markdownOf(const ConversationTree& tree, const ExportOptions& options);

}  // namespace hearth::storage
