// Turns a piece of Markdown that stands for itself into leaf blocks: CommonMark, GitHub's tables, task lists,
// strikethrough and autolinks, footnotes, and mathematics.
#pragma once

#include <string_view>
#include <vector>

#include "app/desktop/rendering/block.h"
#include "app/desktop/rendering/math_spans.h"

namespace hearth::desktop {

// Bounds against hostile text. What lies beyond is shown as plain text, never dropped.
inline constexpr size_t kTableCellsMax = 1500;
inline constexpr size_t kSegmentBytesMax = size_t{256} << 10;

// `definitions`: lines like "[name]: address" from elsewhere that the segment's links may mean.
std::vector<Block> parseSegment(std::string_view segment, TextEnd end, std::string_view definitions);

// The text as one block of code.
Block plainBlock(std::string_view text);

}  // namespace hearth::desktop
