#include "app/desktop/rendering/table_head.h"

#include <algorithm>

#include "app/desktop/rendering/markdown_lines.h"

namespace hearth::desktop {
namespace {

constexpr std::string_view kWhiteSpace = " \t\r";

std::string_view trimmed(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(kWhiteSpace), text.size()));
  return text.substr(0, text.find_last_not_of(kWhiteSpace) + 1);
}

// Behind the code that begins at `start`; behind its ticks alone where it has no end.
size_t behindCode(std::string_view line, size_t start) {
  const size_t begin = std::min(line.find_first_not_of('`', start), line.size());
  const size_t ticks = begin - start;
  for (size_t at = line.find('`', begin); at != std::string_view::npos; at = line.find('`', at)) {
    const size_t end = std::min(line.find_first_not_of('`', at), line.size());
    if (end - at == ticks) return end;
    at = end;
  }
  return begin;
}

// A bar that is escaped or within code divides nothing.
std::vector<std::string> cellsOf(std::string_view line) {
  std::vector<std::string> cells;
  std::string cell;
  const auto finish = [&] {
    cells.emplace_back(trimmed(cell));
    cell.clear();
  };
  for (size_t at = 0; at < line.size();) {
    size_t end = at + 1;
    if (line[at] == '|') {
      finish();
      at = end;
      continue;
    }
    if (line[at] == '\\' && end < line.size()) {
      if (line[end] == '|') ++at;  // the backslash was there for the table alone
      ++end;
    } else if (line[at] == '`') {
      end = behindCode(line, at);
    }
    cell += line.substr(at, std::max(end, at + 1) - at);
    at = std::max(end, at + 1);
  }
  finish();
  return cells;
}

}  // namespace

std::vector<std::string> cellsBeyond(std::string_view line, size_t columns) {
  line = trimmed(line.substr(linePrefix(line).length));
  if (line.starts_with('|')) line.remove_prefix(1);
  std::vector<std::string> cells = cellsOf(line);
  while (!cells.empty() && cells.back().empty()) cells.pop_back();
  cells.erase(cells.begin(), cells.begin() + static_cast<std::ptrdiff_t>(std::min(columns, cells.size())));
  return cells;
}

}  // namespace hearth::desktop
