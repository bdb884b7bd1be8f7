#include "runtime/template/text_split.h"

#include <algorithm>

#include "runtime/template/methods.h"
#include "runtime/template/unicode.h"

namespace hearth::jinja {
namespace {

Value makeList(Heap& heap, const std::vector<std::string>& parts) {
  std::vector<Value> items;
  items.reserve(parts.size());
  for (const std::string& part : parts) items.push_back(heap.string(part));
  return heap.list(std::move(items));
}

std::vector<std::string> splitSpaces(std::string_view text, int64_t most) {
  std::vector<std::string> parts;
  for (text = stripLeft(text); !text.empty(); text = stripLeft(text)) {
    if (most >= 0 && static_cast<int64_t>(parts.size()) == most) {
      parts.emplace_back(stripRight(text));
      break;
    }
    size_t end = 0;
    while (end < text.size() && !isSpace(decodeAt(text, end).code)) end += decodeAt(text, end).bytes;
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return parts;
}

std::vector<std::string> splitSpacesFromRight(std::string_view text, int64_t most) {
  std::vector<std::string> parts;
  for (text = stripRight(text); !text.empty(); text = stripRight(text)) {
    if (most >= 0 && static_cast<int64_t>(parts.size()) == most) {
      parts.emplace_back(stripLeft(text));
      break;
    }
    size_t begin = 0;
    for (size_t at = 0; at < text.size(); at += decodeAt(text, at).bytes) {
      if (isSpace(decodeAt(text, at).code)) begin = at + decodeAt(text, at).bytes;
    }
    parts.emplace_back(text.substr(begin));
    text.remove_suffix(text.size() - begin);
  }
  std::reverse(parts.begin(), parts.end());
  return parts;
}

const std::string& separatorOf(const Value& value) {
  const std::string& separator = textOf(value, "separator");
  if (separator.empty()) fail(Cause::Value, "empty separator");
  return separator;
}

}  // namespace

Value split(Evaluator& e, const Value& self, Bound& p, Args&) {
  const std::string_view text = self.text();
  e.budget().require(text.size() * 2);
  const int64_t most = integerOr(p[1], -1);
  if (p[0].isMissing() || p[0].is(Kind::None)) return makeList(e.heap(), splitSpaces(text, most));
  const std::string& separator = separatorOf(p[0]);
  std::vector<Value> parts;
  size_t from = 0;
  for (size_t at = 0; most < 0 || static_cast<int64_t>(parts.size()) < most; from = at + separator.size()) {
    at = findText(text, separator, from);
    if (at == std::string_view::npos) break;
    parts.push_back(e.heap().string(std::string(text.substr(from, at - from))));
  }
  parts.push_back(e.heap().string(std::string(text.substr(from))));
  return e.heap().list(std::move(parts));
}

Value rsplit(Evaluator& e, const Value& self, Bound& p, Args& rest) {
  const int64_t most = integerOr(p[1], -1);
  const std::string_view text = self.text();
  if (p[0].isMissing() || p[0].is(Kind::None)) {
    e.budget().require(text.size() * 2);
    return makeList(e.heap(), splitSpacesFromRight(text, most));
  }
  if (most < 0) return split(e, self, p, rest);
  const std::string& separator = separatorOf(p[0]);
  std::vector<Value> parts;
  size_t end = text.size();
  while (static_cast<int64_t>(parts.size()) < most) {
    e.budget().require(end);
    const size_t at = text.substr(0, end).rfind(separator);
    if (at == std::string_view::npos) break;
    parts.push_back(
        e.heap().string(std::string(text.substr(at + separator.size(), end - at - separator.size()))));
    end = at;
  }
  parts.push_back(e.heap().string(std::string(text.substr(0, end))));
  std::reverse(parts.begin(), parts.end());
  return e.heap().list(std::move(parts));
}

Value splitLines(Evaluator& e, const Value& self, Bound& p, Args&) {
  const bool keep = truthOr(p[0], false);
  const std::string_view text = self.text();
  std::vector<Value> lines;
  for (size_t from = 0; from < text.size();) {
    size_t end = from;
    while (end < text.size() && !isLineBreak(decodeAt(text, end).code)) end += decodeAt(text, end).bytes;
    size_t next = end < text.size() ? end + decodeAt(text, end).bytes : end;
    if (end + 1 < text.size() && text[end] == '\r' && text[end + 1] == '\n') ++next;
    lines.push_back(e.heap().string(std::string(text.substr(from, (keep ? next : end) - from))));
    from = next;
  }
  return e.heap().list(std::move(lines));
}

template <bool kFromRight>
Value partition(Evaluator& e, const Value& self, Bound& p, Args&) {
  const std::string_view text = self.text();
  const std::string& separator = separatorOf(p[0]);
  const size_t at = kFromRight ? findLastText(text, separator) : findText(text, separator);
  Heap& heap = e.heap();
  if (at == std::string_view::npos) {
    return kFromRight ? heap.tuple({heap.string({}), heap.string({}), self})
                      : heap.tuple({self, heap.string({}), heap.string({})});
  }
  return heap.tuple({heap.string(std::string(text.substr(0, at))), p[0],
                     heap.string(std::string(text.substr(at + separator.size())))});
}
template Value partition<false>(Evaluator& e, const Value& self, Bound& p, Args&);
template Value partition<true>(Evaluator& e, const Value& self, Bound& p, Args&);

}  // namespace hearth::jinja
