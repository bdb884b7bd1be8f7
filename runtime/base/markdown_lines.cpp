#include "runtime/base/markdown_lines.h"

#include <algorithm>
#include <cctype>

namespace hearth {
namespace {

// The bytes of a list marker and one space behind it; 0: there is none.
size_t listMarkerLength(std::string_view text) {
  if (!startsListItem(text)) return 0;
  const size_t end = text.find_first_of(" \t");
  return end == std::string_view::npos ? 0 : end + 1;
}

}  // namespace

Line lineOf(std::string_view line) {
  Line shape;
  size_t i = 0;
  for (; i < line.size() && (line[i] == ' ' || line[i] == '\t'); ++i) shape.indent += line[i] == '\t' ? 4 : 1;
  shape.text = line.substr(i);
  while (!shape.text.empty() && (shape.text.back() == '\r' || shape.text.back() == ' '))
    shape.text.remove_suffix(1);
  return shape;
}

bool startsListItem(std::string_view text) {
  if (text.empty()) return false;
  const auto followedBySpace = [&](size_t i) {
    return i >= text.size() || text[i] == ' ' || text[i] == '\t';
  };
  if (text[0] == '-' || text[0] == '*' || text[0] == '+') return followedBySpace(1);
  size_t digits = 0;
  while (digits < text.size() && std::isdigit(static_cast<unsigned char>(text[digits]))) ++digits;
  return digits > 0 && digits < text.size() && (text[digits] == '.' || text[digits] == ')') &&
         followedBySpace(digits + 1);
}

size_t fenceLength(std::string_view text) {
  if (text.empty() || (text[0] != '`' && text[0] != '~')) return 0;
  const size_t length = std::min(text.find_first_not_of(text[0]), text.size());
  if (length < 3) return 0;
  const bool tickInInfo = text[0] == '`' && text.find('`', length) != std::string_view::npos;
  return tickInInfo ? 0 : length;
}

FenceLine fenceOf(std::string_view text) {
  const size_t length = fenceLength(text);
  if (length == 0) return {};
  return {text[0], length, text.find_first_not_of(" \t\r", length) == std::string_view::npos};
}

LinePrefix linePrefix(std::string_view line) {
  LinePrefix prefix;
  for (;;) {
    while (prefix.length < line.size() && (line[prefix.length] == ' ' || line[prefix.length] == '\t'))
      ++prefix.length;
    const std::string_view text = line.substr(prefix.length);
    if (text.starts_with('>')) {
      ++prefix.quotes;
      ++prefix.length;
    } else if (const size_t marker = listMarkerLength(text); marker > 0) {
      prefix.length += marker;
    } else {
      return prefix;
    }
  }
}

}  // namespace hearth
