#include "runtime/base/markdown_tables.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "runtime/base/markdown_lines.h"

namespace hearth {
namespace {

constexpr std::string_view kWhiteSpace = " \t\r";
constexpr size_t kCellBytesMin = 3;  // that md4c takes for one of the line below the head, colons included

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

struct HeadCells {
  size_t all = 0;
  size_t filled = 0;  // up to the last one that is not empty
};

// A bar that is escaped or within code divides nothing.
HeadCells headCells(std::string_view line) {
  if (line.starts_with('|')) line.remove_prefix(1);
  HeadCells cells;
  bool empty = true;
  const auto finish = [&] {
    ++cells.all;
    if (!std::exchange(empty, true)) cells.filled = cells.all;
  };
  bool barLast = false;
  for (size_t at = 0; at < line.size();) {
    barLast = line[at] == '|';
    if (barLast) {
      finish();
      ++at;
      continue;
    }
    empty = empty && kWhiteSpace.find(line[at]) != std::string_view::npos;
    if (line[at] == '\\') {
      at = std::min(at + 2, line.size());
    } else {
      at = line[at] == '`' ? behindCode(line, at) : at + 1;
    }
  }
  if (!barLast) finish();
  return cells;
}

struct DelimiterCell {
  size_t dashesEnd = 0;  // in the line
  size_t bytes = 0;      // with its colons
};

// The cells of the line below a head, at least one bar among them; none: it is no such line.
std::vector<DelimiterCell> delimiterCells(std::string_view line) {
  if (line.find('|') == std::string_view::npos || line.find_first_not_of("|-: \t") != std::string_view::npos)
    return {};
  std::vector<DelimiterCell> cells;
  size_t at = line.starts_with('|') ? 1 : 0;
  while (at < line.size()) {
    const size_t bar = std::min(line.find('|', at), line.size());
    const std::string_view cell = trimmed(line.substr(at, bar - at));
    const size_t dashes = cell.starts_with(':') ? 1 : 0;
    const size_t dashesEnd = std::min(cell.find_first_not_of('-', dashes), cell.size());
    const std::string_view rest = cell.substr(dashesEnd);
    if (dashesEnd == dashes || !(rest.empty() || rest == ":")) return {};
    cells.push_back({static_cast<size_t>(cell.data() - line.data()) + dashesEnd, cell.size()});
    at = bar + 1;
  }
  return cells;
}

struct Insertion {
  size_t at;  // in the line
  std::string text;
};

// What the parser lacks in `line`, which stands below `head`.
std::vector<Insertion> missingIn(std::string_view line, std::string_view head) {
  const std::vector<DelimiterCell> cells = delimiterCells(line);
  if (cells.empty()) return {};
  const HeadCells wanted = headCells(head);
  std::vector<Insertion> missing;
  for (const DelimiterCell& cell : cells) {
    if (cell.bytes < kCellBytesMin)
      missing.push_back({cell.dashesEnd, std::string(kCellBytesMin - cell.bytes, '-')});
  }
  if (!missing.empty()) return cells.size() == wanted.all ? missing : std::vector<Insertion>();
  if (cells.size() >= wanted.filled) return {};
  std::string more;
  for (size_t i = cells.size(); i < wanted.filled; ++i) more += line.ends_with('|') ? "---|" : "|---";
  return {{line.size(), std::move(more)}};
}

}  // namespace

TableText withWideDelimiters(std::string markdown) {
  TableText text;
  std::string_view above;  // the line before, without what it begins with
  size_t copied = 0;
  for (size_t at = 0; at < markdown.size();) {
    const size_t end = std::min(markdown.find_first_of("\r\n", at), markdown.size());
    const std::string_view whole = std::string_view(markdown).substr(at, end - at);
    const std::string_view line = trimmed(whole.substr(linePrefix(whole).length));
    if (!above.empty() && !line.empty()) {
      for (const Insertion& insertion : missingIn(line, above)) {
        const size_t place = static_cast<size_t>(line.data() - markdown.data()) + insertion.at;
        text.markdown.append(markdown, copied, place - copied);
        copied = place;
        const size_t from = text.markdown.size();
        text.markdown += insertion.text;
        text.added.push_back({from, text.markdown.size()});
      }
    }
    above = line;
    at = markdown.compare(end, 2, "\r\n") == 0 ? end + 2 : end + 1;
  }
  if (text.added.empty()) {
    text.markdown = std::move(markdown);
  } else {
    text.markdown.append(markdown, copied);
  }
  return text;
}

std::string withoutAdded(std::string_view piece, const TableText& text) {
  const char* const begin = text.markdown.data();
  const bool within =
      !std::less<>()(piece.data(), begin) && std::less<>()(piece.data(), begin + text.markdown.size());
  if (!within || text.added.empty()) return std::string(piece);
  const size_t start = static_cast<size_t>(piece.data() - begin), end = start + piece.size();
  std::string out;
  size_t at = start;
  auto added = std::upper_bound(text.added.begin(), text.added.end(), start,
                                [](size_t place, const TableText::Added& range) { return place < range.to; });
  for (; added != text.added.end() && added->from < end; ++added) {
    if (added->from > at) out += text.markdown.substr(at, added->from - at);
    at = std::min(added->to, end);
  }
  out += text.markdown.substr(at, end - at);
  return out;
}

}  // namespace hearth
