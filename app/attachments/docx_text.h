// The text of a DOCX (ECMA-376): a zip of XML. Paragraphs, headings, lists, tables and footnotes, as
// Markdown.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "runtime/base/result.h"

namespace hearth::attachments {

Result<std::string> docxText(std::span<const std::byte> content);

}  // namespace hearth::attachments
