#include "app/desktop/rendering/parse_segment.h"

#include <algorithm>
#include <utility>

#include <md4c.h>

#include "app/desktop/rendering/block_writer.h"
#include "runtime/base/markdown_tables.h"

namespace hearth::desktop {
namespace {

// A table too large for one delegate a cell is shown as it was written.
bool holdsHugeTable(const std::vector<Block>& blocks) {
  return std::any_of(blocks.begin(), blocks.end(), [](const Block& block) {
    size_t cells = 0;
    for (const auto& row : block.cells) cells += row.size();
    return cells > kTableCellsMax;
  });
}

}  // namespace

Block plainBlock(std::string_view text) {
  Block block;
  block.kind = BlockKind::Code;
  block.text = text;
  return block;
}

std::vector<Block> parseSegment(std::string_view segment, TextEnd end, std::string_view definitions) {
  std::vector<Block> blocks;
  if (segment.find_first_not_of(" \t\r\n") == std::string_view::npos) return blocks;
  if (segment.size() > kSegmentBytesMax) return {plainBlock(segment)};
  MathText math = extractMath(segment, end);
  if (!definitions.empty()) math.markdown.insert(0, std::string(definitions) + "\n");
  const TableText source = withWideDelimiters(std::move(math.markdown));
  BlockWriter writer(blocks, source, math.spans);
  MD_PARSER parser{};
  parser.flags = MD_DIALECT_GITHUB | MD_FLAG_NOHTML;
  parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
    static_cast<BlockWriter*>(self)->enter(type, detail);
    return 0;
  };
  parser.leave_block = [](MD_BLOCKTYPE type, void*, void* self) {
    static_cast<BlockWriter*>(self)->leave(type);
    return 0;
  };
  parser.enter_span = [](MD_SPANTYPE type, void* detail, void* self) {
    static_cast<BlockWriter*>(self)->enter(type, detail);
    return 0;
  };
  parser.leave_span = [](MD_SPANTYPE type, void*, void* self) {
    static_cast<BlockWriter*>(self)->leave(type);
    return 0;
  };
  parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* self) {
    static_cast<BlockWriter*>(self)->text(type, {text, size});
    return 0;
  };
  const auto size = static_cast<MD_SIZE>(source.markdown.size());
  if (md_parse(source.markdown.data(), size, &parser, &writer) != 0) return {plainBlock(segment)};
  if (holdsHugeTable(blocks)) return {plainBlock(segment)};
  return blocks;
}

}  // namespace hearth::desktop
