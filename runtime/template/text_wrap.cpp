// The filling of lines of Python's textwrap, as the filter wordwrap needs it.
#include <deque>

#include "runtime/template/methods.h"
#include "runtime/template/unicode.h"

namespace hearth::jinja {
namespace {

bool isBlank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Runs of spaces, and words; a word may also be parted behind a hyphen between letters.
std::deque<std::string> chunksOf(std::string_view line, bool atHyphens) {
  std::deque<std::string> chunks;
  for (size_t at = 0; at < line.size();) {
    const bool blank = isBlank(line[at]);
    size_t end = at;
    while (end < line.size() && isBlank(line[end]) == blank) ++end;
    size_t from = at;
    const auto isLetter = [&](size_t i) {
      return i < end && (std::isalpha(static_cast<unsigned char>(line[i])) || (line[i] & 0x80));
    };
    for (size_t i = at + 2; atHyphens && !blank && i < end; ++i) {
      if (line[i] != '-' || !isLetter(i - 1) || !isLetter(i - 2) || !isLetter(i + 1) || !isLetter(i + 2))
        continue;
      chunks.emplace_back(line.substr(from, i + 1 - from));
      from = i + 1;
    }
    chunks.emplace_back(line.substr(from, end - from));
    at = end;
  }
  return chunks;
}

}  // namespace

std::vector<std::string> wrapLine(std::string_view line, size_t width, bool breakLong, bool atHyphens) {
  std::deque<std::string> chunks = chunksOf(line, atHyphens);
  std::vector<std::string> lines;
  while (!chunks.empty()) {
    if (!lines.empty() && isBlank(chunks.front()[0])) chunks.pop_front();
    std::vector<std::string> parts;
    size_t length = 0;
    while (!chunks.empty() && length + codePointCount(chunks.front()) <= width) {
      length += codePointCount(chunks.front());
      parts.push_back(std::move(chunks.front()));
      chunks.pop_front();
    }
    if (!chunks.empty() && codePointCount(chunks.front()) > width) {
      std::string& word = chunks.front();
      if (breakLong) {
        size_t end = byteOffset(word, width - length);
        const size_t hyphen = end == 0 ? std::string::npos : word.rfind('-', end - 1);
        if (atHyphens && hyphen != std::string::npos && hyphen > 0 && word.find_first_not_of('-') < hyphen) {
          end = hyphen + 1;
        }
        parts.push_back(word.substr(0, end));
        word.erase(0, end);
      } else if (parts.empty()) {
        parts.push_back(std::move(word));
        chunks.pop_front();
      }
    }
    if (!parts.empty() && (parts.back().empty() || isBlank(parts.back()[0]))) parts.pop_back();
    std::string text;
    for (const std::string& part : parts) text += part;
    if (!parts.empty()) lines.push_back(std::move(text));
  }
  return lines;
}

}  // namespace hearth::jinja
