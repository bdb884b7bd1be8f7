// What a single line of Markdown tells without the lines around it: enough to find fences and finished
// blocks.
#pragma once

#include <cstddef>
#include <string_view>

namespace hearth {

// A line without its indent and end.
struct Line {
  size_t indent = 0;  // columns
  std::string_view text;
};
Line lineOf(std::string_view line);

bool startsListItem(std::string_view text);
// The number of ticks or tildes that open fenced code at the start of `text`; 0: they do not.
size_t fenceLength(std::string_view text);

struct FenceLine {
  char character = 0;
  size_t length = 0;
  bool bare = false;  // nothing behind it: it may close one
};
FenceLine fenceOf(std::string_view text);

// Indent, quote marks and list markers at the start of a line.
struct LinePrefix {
  size_t length = 0;  // bytes
  size_t quotes = 0;
};
LinePrefix linePrefix(std::string_view line);

}  // namespace hearth
