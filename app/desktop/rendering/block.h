// One leaf of a message: a paragraph, a piece of code, a table. Plain data, free of theme and size.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hearth::desktop {

enum class BlockKind { Paragraph, Heading, Code, Table, Rule, Math, Picture };
enum class CellAlignment { Left, Centre, Right };

// Containers (lists, quotes) are flattened into depths and markers, so that every block is a leaf and hostile
// nesting costs nothing.
struct Block {
  BlockKind kind = BlockKind::Paragraph;
  // Paragraph, Heading: inline HTML, theme-free, with <math>TeX</math> for formulas (inline_runs.h reads it).
  // Code: the source as written. Math: the TeX. Picture: what stands for it in words.
  std::string text;
  std::string language;  // Code: first word of the info string
  std::string address;   // Picture: as written
  std::string link;      // Picture: where it leads on the web; empty: nowhere
  std::string
      marker;  // "•", "3." or a task box, a footnote's label; empty for further blocks of the same item
  uint32_t level = 0;      // Heading: 1-6
  uint32_t listDepth = 0;  // 0: not in a list
  uint32_t quoteDepth = 0;
  bool footnote = false;
  bool continues = false;  // Paragraph: the same one as the block before, which was too long for one piece
  bool open = false;       // Math: its end has not arrived, shown as source
  std::vector<std::vector<std::string>> cells;  // Table: rows of inline HTML; the first row is the header
  std::vector<CellAlignment> alignments;        // Table: one a column
  friend bool operator==(const Block&, const Block&) = default;
};

}  // namespace hearth::desktop
