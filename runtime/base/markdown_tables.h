// Tables as GitHub's Markdown has them, for a parser that wants more: md4c takes the line below a table's
// head only where each of its cells is three characters wide, and has as many columns as that line says.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hearth {

struct TableText {
  // A place in `markdown` where bytes stand that were not written.
  struct Added {
    size_t from = 0;
    size_t to = 0;
  };
  std::string markdown;
  std::vector<Added> added;  // in order
};

// With the line below a head made wide enough: one dash a cell will do, if there are as many cells as in the
// head; and a line of three dashes a cell may lack cells, so that no word of the head is lost and a table is
// one while that line is still being written. What surrounds such lines is not looked at. In code they get
// dashes too: they are taken out again with withoutAdded() wherever the parser hands out text.
TableText withWideDelimiters(std::string markdown);

// `piece` as it was written, where it is a part of `text.markdown`; any other text as it is.
std::string withoutAdded(std::string_view piece, const TableText& text);

}  // namespace hearth
