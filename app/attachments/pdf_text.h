// The text of a PDF, page by page, by Poppler. Only in hearth-extract.
#pragma once

#include <string>
#include <vector>

#include "runtime/base/result.h"

namespace hearth::attachments {

Result<std::string> pdfText(std::vector<char> content);

}  // namespace hearth::attachments
