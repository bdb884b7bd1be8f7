// The active branch as one HTML file: Markdown rendered, what is HTML in it shown as text, no scripts,
// nothing loaded from anywhere.
#pragma once

#include <string>
#include <string_view>

#include "storage/export/formats.h"

namespace hearth::storage {

std::string htmlOf(const ConversationTree& tree, const ExportOptions& options);
// Markdown as an HTML fragment. Links only where they lead on the web or by mail; images as links.
std::string htmlFromMarkdown(std::string_view markdown);
// Bytes that are no UTF-8 become U+FFFD.
std::string escapedHtml(std::string_view text);

}  // namespace hearth::storage
