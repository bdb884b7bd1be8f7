// The methods of Python's str.
#include <algorithm>

#include "runtime/template/methods.h"
#include "runtime/template/text_split.h"
#include "runtime/template/unicode.h"

namespace hearth::jinja {
namespace {

using Predicate = bool (*)(char32_t);

// --- stripping ---

enum class Sides : uint8_t { Left, Right, Both };

bool isAmong(std::string_view chars, std::string_view one) {
  for (size_t at = 0; at < chars.size(); at += decodeAt(chars, at).bytes) {
    if (chars.substr(at, decodeAt(chars, at).bytes) == one) return true;
  }
  return false;
}

std::string_view stripped(std::string_view text, const Value& chars, Sides sides) {
  if (chars.isMissing() || chars.is(Kind::None)) {
    if (sides != Sides::Right) text = stripLeft(text);
    return sides != Sides::Left ? stripRight(text) : text;
  }
  const std::string& set = textOf(chars, "strip arg");
  size_t first = 0;
  while (sides != Sides::Right && first < text.size()) {
    const uint32_t bytes = decodeAt(text, first).bytes;
    if (!isAmong(set, text.substr(first, bytes))) break;
    first += bytes;
  }
  text.remove_prefix(first);
  while (sides != Sides::Left && !text.empty()) {
    size_t last = text.size() - 1;
    while (last > 0 && (static_cast<unsigned char>(text[last]) & 0xC0) == 0x80) --last;
    if (!isAmong(set, text.substr(last))) break;
    text.remove_suffix(text.size() - last);
  }
  return text;
}

template <Sides kSides>
Value strip(Evaluator& e, const Value& self, Bound& p, Args&) {
  return e.heap().string(std::string(stripped(self.text(), p[0], kSides)));
}

// --- searching ---

// The part of the text between the code points start and stop, as bytes.
struct Window {
  size_t first = 0, last = 0;
  bool isValid = true;  // false: start lies behind stop
};

Window windowOf(const Value& self, const Value& start, const Value& stop) {
  const std::string& text = self.text();
  if (start.isMissing() && stop.isMissing()) return {0, text.size()};
  const int64_t length = lengthOf(self);
  const auto place = [&](const Value& bound, int64_t fallback) {
    if (bound.isMissing() || bound.is(Kind::None)) return fallback;
    const int64_t at = integerOr(bound, 0);
    return std::max<int64_t>(0, at < 0 ? at + length : at);
  };
  const int64_t first = place(start, 0);
  const int64_t last = std::min(place(stop, length), length);
  if (first > last) return {0, 0, false};
  return {byteOffset(text, static_cast<size_t>(first)), byteOffset(text, static_cast<size_t>(last))};
}

// The code point where `needle` begins, or -1.
template <bool kFromRight>
int64_t locate(Evaluator& e, const Value& self, Bound& p) {
  const std::string& needle = textOf(p[0], "must be str");
  const Window window = windowOf(self, p[1], p[2]);
  if (!window.isValid) return -1;
  const std::string_view text = self.text();
  const std::string_view within = text.substr(window.first, window.last - window.first);
  e.budget().require(within.size());
  const size_t at = kFromRight ? findLastText(within, needle) : findText(within, needle);
  if (at == std::string_view::npos) return -1;
  return static_cast<int64_t>(codePointCount(text.substr(0, window.first + at)));
}

template <bool kFromRight>
Value find(Evaluator& e, const Value& self, Bound& p, Args&) {
  return Value::integer(locate<kFromRight>(e, self, p));
}

template <bool kFromRight>
Value index(Evaluator& e, const Value& self, Bound& p, Args&) {
  const int64_t at = locate<kFromRight>(e, self, p);
  if (at < 0) fail(Cause::Value, "substring not found");
  return Value::integer(at);
}

Value count(Evaluator& e, const Value& self, Bound& p, Args&) {
  const std::string& needle = textOf(p[0], "must be str");
  const Window window = windowOf(self, p[1], p[2]);
  if (!window.isValid) return Value::integer(0);
  const std::string_view within =
      std::string_view(self.text()).substr(window.first, window.last - window.first);
  e.budget().require(within.size());
  if (needle.empty()) return Value::integer(static_cast<int64_t>(codePointCount(within)) + 1);
  int64_t found = 0;
  for (size_t at = findText(within, needle); at != std::string_view::npos;
       at = findText(within, needle, at + needle.size())) {
    ++found;
  }
  return Value::integer(found);
}

template <bool kAtEnd>
Value hasAffix(Evaluator&, const Value& self, Bound& p, Args&) {
  const Window window = windowOf(self, p[1], p[2]);
  if (!window.isValid) return Value::boolean(false);
  const std::string_view within =
      std::string_view(self.text()).substr(window.first, window.last - window.first);
  const auto fits = [&](const Value& affix) {
    if (!affix.is(Kind::String)) {
      fail(Cause::Type, std::string(kAtEnd ? "endswith" : "startswith") +
                            " first arg must be str or a tuple of str, not " + typeName(affix));
    }
    return kAtEnd ? within.ends_with(affix.text()) : within.starts_with(affix.text());
  };
  if (!p[0].is(Kind::Tuple)) return Value::boolean(fits(p[0]));
  const auto& affixes = p[0].list().items;
  return Value::boolean(std::any_of(affixes.begin(), affixes.end(), fits));
}

template <bool kAtEnd>
Value removeAffix(Evaluator& e, const Value& self, Bound& p, Args&) {
  std::string_view text = self.text();
  const std::string& affix = textOf(p[0], "argument");
  if (kAtEnd && text.ends_with(affix)) text.remove_suffix(affix.size());
  if (!kAtEnd && text.starts_with(affix)) text.remove_prefix(affix.size());
  return e.heap().string(std::string(text));
}

// --- making new text ---

Value replace(Evaluator& e, const Value& self, Bound& p, Args&) {
  const std::string& old = textOf(p[0], "replace() argument 1");
  const std::string& with = textOf(p[1], "replace() argument 2");
  return e.heap().string(replaced(e.budget(), self.text(), old, with, integerOr(p[2], -1)));
}

Value join(Evaluator& e, const Value& self, Bound& p, Args&) {
  if (!isIterable(p[0])) fail(Cause::Type, "can only join an iterable");
  TextBuilder out(e.budget());
  Cursor cursor(e.heap(), p[0]);
  Value item;
  for (size_t i = 0; cursor.next(item); ++i) {
    if (!item.is(Kind::String)) {
      fail(Cause::Type,
           "sequence item " + std::to_string(i) + ": expected str instance, " + typeName(item) + " found");
    }
    if (i > 0) out.append(self.text());
    out.append(item.text());
  }
  return e.heap().string(out.take());
}

enum class Align : uint8_t { Left, Right, Center };

template <Align kAlign>
Value justify(Evaluator& e, const Value& self, Bound& p, Args&) {
  const int64_t width = integerOr(p[0], 0);
  std::string_view fill = " ";
  if (!p[1].isMissing()) {
    fill = textOf(p[1], "the fill character");
    if (codePointCount(fill) != 1) fail(Cause::Type, "The fill character must be exactly one character long");
  }
  const int64_t missing = width - lengthOf(self);
  if (missing <= 0) return self;
  // Python puts the odd one out of a centred text to the left when the width is odd.
  const int64_t left = kAlign == Align::Left    ? 0
                       : kAlign == Align::Right ? missing
                                                : missing / 2 + (missing & width & 1);
  TextBuilder out(e.budget());
  e.budget().require(static_cast<size_t>(missing));
  for (int64_t i = 0; i < left; ++i) out.append(fill);
  out.append(self.text());
  for (int64_t i = left; i < missing; ++i) out.append(fill);
  return e.heap().string(out.take());
}

Value zfill(Evaluator& e, const Value& self, Bound& p, Args&) {
  const int64_t missing = integerOr(p[0], 0) - lengthOf(self);
  if (missing <= 0) return self;
  const std::string& text = self.text();
  const size_t sign = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  TextBuilder out(e.budget());
  out.append(std::string_view(text).substr(0, sign));
  out.repeat('0', static_cast<size_t>(missing));
  out.append(std::string_view(text).substr(sign));
  return e.heap().string(out.take());
}

Value expandTabs(Evaluator& e, const Value& self, Bound& p, Args&) {
  const int64_t size = integerOr(p[0], 8);
  TextBuilder out(e.budget());
  int64_t column = 0;
  const std::string_view text = self.text();
  for (size_t at = 0; at < text.size(); at += decodeAt(text, at).bytes) {
    if (text[at] == '\t') {
      const int64_t spaces = size > 0 ? size - column % size : 0;
      out.repeat(' ', static_cast<size_t>(spaces));
      column += spaces;
      continue;
    }
    out.append(text.substr(at, decodeAt(text, at).bytes));
    column = text[at] == '\n' || text[at] == '\r' ? 0 : column + 1;
  }
  return e.heap().string(out.take());
}

template <std::string (*kMap)(std::string_view)>
Value mapped(Evaluator& e, const Value& self, Bound&, Args&) {
  e.budget().require(self.text().size() * 3);
  return e.heap().string(kMap(self.text()));
}

Value format(Evaluator& e, const Value& self, Bound&, Args& rest) {
  return e.heap().string(formatBraces(e, self.text(), rest));
}

Value formatMap(Evaluator& e, const Value& self, Bound& p, Args&) {
  if (!p[0].is(Kind::Dict)) fail(Cause::Type, "format_map() needs a mapping");
  Args args;
  for (const auto& [key, value] : p[0].dict().entries) {
    if (key.is(Kind::String)) args.named.emplace_back(key.text(), value);
  }
  return e.heap().string(formatBraces(e, self.text(), args));
}

// --- asking ---

template <Predicate kHolds>
Value every(Evaluator&, const Value& self, Bound&, Args&) {
  const std::string_view text = self.text();
  for (size_t at = 0; at < text.size(); at += decodeAt(text, at).bytes) {
    if (!kHolds(decodeAt(text, at).code)) return Value::boolean(false);
  }
  return Value::boolean(!text.empty());
}

template <bool kUpper>
Value isCase(Evaluator&, const Value& self, Bound&, Args&) {
  return Value::boolean(hasOnlyCase(self.text(), kUpper));
}

Value isTitleCase(Evaluator&, const Value& self, Bound&, Args&) {
  bool any = false;
  bool afterCased = false;
  const std::string_view text = self.text();
  for (size_t at = 0; at < text.size(); at += decodeAt(text, at).bytes) {
    const char32_t code = decodeAt(text, at).code;
    const bool begins = isUpper(code) || isTitle(code);
    if ((begins && afterCased) || (isLower(code) && !afterCased)) return Value::boolean(false);
    afterCased = begins || isLower(code);
    any = any || afterCased;
  }
  return Value::boolean(any);
}

Value isPrintableText(Evaluator& e, const Value& self, Bound& p, Args& rest) {
  return Value::boolean(self.text().empty() || truth(every<isPrintable>(e, self, p, rest)));
}
Value isAsciiText(Evaluator&, const Value& self, Bound&, Args&) {
  return Value::boolean(isAscii(self.text()));
}
Value isIdentifierText(Evaluator&, const Value& self, Bound&, Args&) {
  return Value::boolean(isIdentifier(self.text()));
}

constexpr MethodEntry kMethods[] = {
    {{"capitalize", ""}, mapped<capitalize>},
    {{"casefold", ""}, mapped<toCasefold>},
    {{"center", "_width _fillchar="}, justify<Align::Center>},
    {{"count", "_sub _start= _end="}, count},
    {{"endswith", "_suffix _start= _end="}, hasAffix<true>},
    {{"expandtabs", "tabsize="}, expandTabs},
    {{"find", "_sub _start= _end="}, find<false>},
    {{"format", "*"}, format},
    {{"format_map", "_mapping"}, formatMap},
    {{"index", "_sub _start= _end="}, index<false>},
    {{"isalnum", ""}, every<isAlphanumeric>},
    {{"isalpha", ""}, every<isAlpha>},
    {{"isascii", ""}, isAsciiText},
    {{"isdecimal", ""}, every<isDecimal>},
    {{"isdigit", ""}, every<isDigit>},
    {{"isidentifier", ""}, isIdentifierText},
    {{"islower", ""}, isCase<false>},
    {{"isnumeric", ""}, every<isNumeric>},
    {{"isprintable", ""}, isPrintableText},
    {{"isspace", ""}, every<isSpace>},
    {{"istitle", ""}, isTitleCase},
    {{"isupper", ""}, isCase<true>},
    {{"join", "_iterable"}, join},
    {{"ljust", "_width _fillchar="}, justify<Align::Left>},
    {{"lower", ""}, mapped<toLower>},
    {{"lstrip", "_chars="}, strip<Sides::Left>},
    {{"partition", "_sep"}, partition<false>},
    {{"removeprefix", "_prefix"}, removeAffix<false>},
    {{"removesuffix", "_suffix"}, removeAffix<true>},
    {{"replace", "_old _new _count="}, replace},
    {{"rfind", "_sub _start= _end="}, find<true>},
    {{"rindex", "_sub _start= _end="}, index<true>},
    {{"rjust", "_width _fillchar="}, justify<Align::Right>},
    {{"rpartition", "_sep"}, partition<true>},
    {{"rsplit", "sep= maxsplit="}, rsplit},
    {{"rstrip", "_chars="}, strip<Sides::Right>},
    {{"split", "sep= maxsplit="}, split},
    {{"splitlines", "keepends="}, splitLines},
    {{"startswith", "_prefix _start= _end="}, hasAffix<false>},
    {{"strip", "_chars="}, strip<Sides::Both>},
    {{"swapcase", ""}, mapped<swapCase>},
    {{"title", ""}, mapped<toTitle>},
    {{"upper", ""}, mapped<toUpper>},
    {{"zfill", "_width"}, zfill},
};

}  // namespace

std::string replaced(Budget& budget, std::string_view text, std::string_view old, std::string_view with,
                     int64_t most) {
  TextBuilder out(budget);
  size_t from = 0;
  budget.require(text.size());
  if (old.empty()) {
    // Between all characters, and at both ends.
    for (int64_t done = 0; most < 0 || done < most; ++done) {
      out.append(with);
      if (from >= text.size()) return out.take();
      const uint32_t bytes = decodeAt(text, from).bytes;
      out.append(text.substr(from, bytes));
      from += bytes;
    }
    out.append(text.substr(from));
    return out.take();
  }
  for (int64_t done = 0; most < 0 || done < most; ++done) {
    const size_t at = findText(text, old, from);
    if (at == std::string_view::npos) break;
    out.append(text.substr(from, at - from));
    out.append(with);
    from = at + old.size();
  }
  out.append(text.substr(from));
  return out.take();
}

bool hasOnlyCase(std::string_view text, bool upper) {
  bool any = false;
  for (size_t at = 0; at < text.size(); at += decodeAt(text, at).bytes) {
    const char32_t code = decodeAt(text, at).code;
    if (isTitle(code) || (upper ? isLower(code) : isUpper(code))) return false;
    any = any || (upper ? isUpper(code) : isLower(code));
  }
  return any;
}

const MethodEntry* findTextMethod(std::string_view name) {
  const auto* found = std::lower_bound(
      std::begin(kMethods), std::end(kMethods), name,
      [](const MethodEntry& entry, std::string_view wanted) { return entry.signature.name < wanted; });
  return found != std::end(kMethods) && found->signature.name == name ? found : nullptr;
}

}  // namespace hearth::jinja
