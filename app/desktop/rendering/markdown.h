// Markdown as a flat list of blocks that grows with a streamed answer: a finished block never changes again, so
// the window lays it out once. Plain C++: the raw text is the truth, blocks are derived from it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hearth::desktop {

enum class BlockKind { Paragraph, Heading, Code, Table, Rule };
enum class CellAlignment { Left, Centre, Right };

// Containers (lists, quotes) are flattened into depths and markers, so that every block is a leaf and hostile
// nesting costs nothing.
struct Block {
  BlockKind kind = BlockKind::Paragraph;
  std::string text;         // Paragraph, Heading: inline HTML, theme-free; Code: the source as written
  std::string language;     // Code: first word of the info string
  std::string marker;       // "•", "3." or a task box; empty for further blocks of the same item
  uint32_t level = 0;       // Heading: 1-6
  uint32_t listDepth = 0;   // 0: not in a list
  uint32_t quoteDepth = 0;
  std::vector<std::vector<std::string>> cells;  // Table: rows of inline HTML; the first row is the header
  std::vector<CellAlignment> alignments;        // Table: one a column
  friend bool operator==(const Block&, const Block&) = default;
};

// Bounds against hostile text. What lies beyond is shown as plain text, never dropped.
inline constexpr size_t kBlocksMax = 2000;
inline constexpr size_t kTableCellsMax = 1500;
inline constexpr size_t kSegmentBytesMax = size_t{256} << 10;

// One message's blocks. Each append looks only at the open tail, so its cost does not grow with the message.
class MarkdownBlocks {
 public:
  void append(std::string_view utf8);
  void clear();
  const std::vector<Block>& blocks() const { return blocks_; }
  // blocks()[0, sealed()) never change again.
  size_t sealed() const { return sealed_; }

 private:
  // What the line scanner knows about the open segment.
  struct Scan {
    size_t position = 0;       // first byte of the first line not yet looked at
    bool previousBlank = false;
    bool inList = false;
    bool unsure = false;       // a fence inside a container: only the parser can tell where it ends
    char fence = 0;            // '`' or '~' while inside a top-level fence
    size_t fenceLength = 0;
  };
  void sealFinishedLines();
  void seal(size_t end);

  std::string tail_;  // the open segment
  Scan scan_;
  std::vector<Block> blocks_;
  size_t sealed_ = 0;
};

// Escapes text for inline HTML.
std::string escapedHtml(std::string_view text);

}  // namespace hearth::desktop
