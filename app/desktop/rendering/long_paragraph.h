// A paragraph of many pages in pieces that a window can lay out one at a time.
#pragma once

#include <string>
#include <vector>

namespace hearth::desktop {

inline constexpr size_t kParagraphBytesMax = 4096;  // about 2 ms of layout

// Cuts inline HTML behind a space where there is one. Tags that are open at a cut are closed and opened
// again; a formula, a tag, an entity or a character is never cut. Text that is added at the end moves no cut
// before it.
std::vector<std::string> paragraphPieces(std::string html, size_t bytesMax = kParagraphBytesMax);

}  // namespace hearth::desktop
