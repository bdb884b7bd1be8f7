// Filters that make text.
#include <algorithm>

#include "runtime/template/filters.h"
#include "runtime/template/methods.h"
#include "runtime/template/unicode.h"

namespace hearth::jinja {
namespace {

std::string textOfAny(Evaluator& e, const Value& value) {
  std::string text = str(value, e.budget());
  e.budget().work(text.size());
  return text;
}

template <std::string (*kMap)(std::string_view)>
Value mapped(Evaluator& e, Bound& p, Args&) {
  e.budget().require(p[0].is(Kind::String) ? p[0].text().size() * 3 : 0);
  return e.heap().string(kMap(textOfAny(e, p[0])));
}

// A method of str under the name of a filter; the filter makes text of any value first.
Value throughMethod(Evaluator& e, std::string_view method, const Value& value,
                    std::vector<Value> positional) {
  Args args;
  for (Value& argument : positional) {
    if (!argument.isMissing()) args.positional.push_back(std::move(argument));
  }
  const Value text = value.is(Kind::String) ? value : e.heap().string(textOfAny(e, value));
  Value result;
  callMethod(e, text, method, args, result);
  return result;
}

Value string(Evaluator& e, Bound& p, Args&) {
  return p[0].is(Kind::String) ? p[0] : e.heap().string(textOfAny(e, p[0]));
}
Value safe(Evaluator& e, Bound& p, Args&) { return e.heap().markup(textOfAny(e, p[0])); }
Value escape(Evaluator& e, Bound& p, Args&) {
  return p[0].isMarkup() ? p[0] : e.heap().markup(escapeHtml(textOfAny(e, p[0])));
}
Value forceEscape(Evaluator& e, Bound& p, Args&) { return e.heap().markup(escapeHtml(textOfAny(e, p[0]))); }
Value trim(Evaluator& e, Bound& p, Args&) { return throughMethod(e, "strip", p[0], {p[1]}); }
Value center(Evaluator& e, Bound& p, Args&) {
  return throughMethod(e, "center", p[0], {p[1].isMissing() ? Value::integer(80) : p[1]});
}

Value replace(Evaluator& e, Bound& p, Args&) {
  const int64_t most = p[3].is(Kind::None) ? -1 : integerOr(p[3], -1);
  return e.heap().string(
      replaced(e.budget(), textOfAny(e, p[0]), textOfAny(e, p[1]), textOfAny(e, p[2]), most));
}

// Upper case behind spaces and opening brackets; the rest of each word lower case.
Value title(Evaluator& e, Bound& p, Args&) {
  const std::string text = textOfAny(e, p[0]);
  e.budget().require(text.size() * 3);
  const auto isBreak = [](char32_t c) {
    return isSpace(c) ||
           (c < 0x80 && std::string_view("-({[<").find(static_cast<char>(c)) != std::string_view::npos);
  };
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const bool breaking = isBreak(decodeAt(text, at).code);
    size_t end = at;
    while (end < text.size() && isBreak(decodeAt(text, end).code) == breaking)
      end += decodeAt(text, end).bytes;
    const std::string_view run = std::string_view(text).substr(at, end - at);
    const uint32_t first = decodeAt(run, 0).bytes;
    out += toUpper(run.substr(0, first)) + toLower(run.substr(first));
    at = end;
  }
  return e.heap().string(std::move(out));
}

Value indent(Evaluator& e, Bound& p, Args&) {
  if (p[0].is(Kind::Undefined)) failUndefined(p[0]);
  if (!p[0].is(Kind::String))
    fail(Cause::Type, std::string("cannot indent a value of type ") + typeName(p[0]));
  const auto width =
      static_cast<size_t>(p[1].is(Kind::String) ? 0 : std::max<int64_t>(0, integerOr(p[1], 4)));
  e.budget().require(width);
  const std::string margin = p[1].is(Kind::String) ? p[1].text() : std::string(width, ' ');
  const bool atFirst = truthOr(p[2], false);
  const bool atBlank = truthOr(p[3], false);
  // One more newline, so that a text that ends with one keeps it.
  const Value lines = throughMethod(e, "splitlines", e.heap().string(p[0].text() + "\n"), {});
  TextBuilder out(e.budget());
  const auto& all = lines.list().items;
  for (size_t i = 0; i < all.size(); ++i) {
    if (i > 0) out.append('\n');
    if (i == 0 ? atFirst : (atBlank || !all[i].text().empty())) out.append(margin);
    out.append(all[i].text());
  }
  return e.heap().string(out.take());
}

Value truncate(Evaluator& e, Bound& p, Args&) {
  const Value length = Value::integer(integerOr(p[1], 255));
  const Value end = p[3].isMissing() ? e.heap().string("...") : p[3];
  const int64_t leeway = p[4].is(Kind::None) ? 5 : integerOr(p[4], 5);
  const int64_t endLength = lengthOf(end);
  if (length.asInteger() < endLength) {
    fail(Cause::Runtime,
         "expected length >= " + std::to_string(endLength) + ", got " + std::to_string(length.asInteger()));
  }
  if (leeway < 0) fail(Cause::Runtime, "expected leeway >= 0, got " + std::to_string(leeway));
  if (lengthOf(p[0]) <= length.asInteger() + leeway) return p[0];
  const Value cut = slice(e.heap(), p[0], Value(), Value::integer(length.asInteger() - endLength), Value());
  if (truthOr(p[2], false)) return binary(e.heap(), Operator::Add, cut, end);
  const size_t space = cut.text().rfind(' ');
  return e.heap().string(cut.text().substr(0, space) + textOf(end, "end"));
}

Value wordcount(Evaluator& e, Bound& p, Args&) {
  const std::string text = textOfAny(e, p[0]);
  int64_t words = 0;
  bool inWord = false;
  for (size_t at = 0; at < text.size(); at += decodeAt(text, at).bytes) {
    const char32_t code = decodeAt(text, at).code;
    const bool isWord = code == '_' || isAlphanumeric(code);
    words += isWord && !inWord ? 1 : 0;
    inWord = isWord;
  }
  return Value::integer(words);
}

// Greedy wrapping of each line; words longer than the width are cut when `break_long_words` says so.
Value wordwrap(Evaluator& e, Bound& p, Args&) {
  if (p[0].is(Kind::Undefined)) failUndefined(p[0]);
  if (!p[0].is(Kind::String)) {
    fail(Cause::Type, std::string("'") + typeName(p[0]) + "' object has no attribute 'splitlines'");
  }
  const int64_t width = integerOr(p[1], 79);
  if (width <= 0) fail(Cause::Value, "invalid width " + std::to_string(width) + " (must be > 0)");
  const bool breakLong = truthOr(p[2], true);
  const std::string separator = p[3].isMissing() || p[3].is(Kind::None) ? "\n" : str(p[3], e.budget());
  const bool atHyphens = truthOr(p[4], true);
  TextBuilder out(e.budget());
  const Value lines = throughMethod(e, "splitlines", p[0], {});
  bool firstLine = true;
  for (const Value& line : lines.list().items) {
    std::vector<std::string> wrapped =
        wrapLine(line.text(), static_cast<size_t>(width), breakLong, atHyphens);
    if (wrapped.empty()) wrapped.emplace_back();
    for (const std::string& part : wrapped) {
      if (!firstLine) out.append(separator);
      firstLine = false;
      out.append(part);
    }
  }
  return e.heap().string(out.take());
}

std::string quoted(std::string_view text, bool inQuery) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain =
        byte < 0x80 && (std::isalnum(byte) || std::string_view("_.-~").find(c) != std::string_view::npos);
    if (plain || (c == '/' && !inQuery)) {
      out += c;
    } else if (c == ' ' && inQuery) {
      out += '+';
    } else {
      out += '%';
      out += "0123456789ABCDEF"[byte >> 4];
      out += "0123456789ABCDEF"[byte & 15];
    }
  }
  return out;
}

Value urlencode(Evaluator& e, Bound& p, Args&) {
  if (p[0].is(Kind::String) || !isIterable(p[0])) return e.heap().string(quoted(textOfAny(e, p[0]), false));
  TextBuilder out(e.budget());
  const auto pair = [&](const Value& key, const Value& value) {
    if (!out.text().empty()) out.append('&');
    out.append(quoted(textOfAny(e, key), true) + "=" + quoted(textOfAny(e, value), true));
  };
  if (p[0].is(Kind::Dict)) {
    for (const auto& [key, value] : p[0].dict().entries) pair(key, value);
  } else {
    for (const Value& item : toVector(e.heap(), p[0])) {
      const std::vector<Value> parts = toVector(e.heap(), item);
      if (parts.size() != 2) fail(Cause::Value, "urlencode needs pairs");
      pair(parts[0], parts[1]);
    }
  }
  return e.heap().string(out.take());
}

// Tags and comments go, runs of spaces become one, and entities become characters.
Value striptags(Evaluator& e, Bound& p, Args&) {
  std::string text = textOfAny(e, p[0]);
  const auto removeBetween = [&](std::string_view open, std::string_view close) {
    std::string kept;
    size_t from = 0;
    for (;;) {
      const size_t begin = text.find(open, from);
      const size_t end = begin == std::string::npos ? begin : text.find(close, begin);
      if (end == std::string::npos) break;
      kept += text.substr(from, begin - from);
      from = end + close.size();
    }
    text = kept + text.substr(from);
  };
  removeBetween("<!--", "-->");
  removeBetween("<", ">");
  const Value words = throughMethod(e, "split", e.heap().string(text), {});
  std::string out;
  for (const Value& word : words.list().items) {
    if (!out.empty()) out += ' ';
    out += word.text();
  }
  static constexpr std::pair<std::string_view, std::string_view> kEntities[] = {
      {"&lt;", "<"},  {"&gt;", ">"},        {"&quot;", "\""}, {"&#34;", "\""},
      {"&#39;", "'"}, {"&nbsp;", "\u00a0"}, {"&amp;", "&"}};
  for (const auto& [entity, character] : kEntities) out = replaced(e.budget(), out, entity, character, -1);
  return e.heap().string(std::move(out));
}

Value xmlattr(Evaluator& e, Bound& p, Args&) {
  if (p[0].is(Kind::Undefined)) failUndefined(p[0]);
  if (!p[0].is(Kind::Dict))
    fail(Cause::Type, std::string("'") + typeName(p[0]) + "' object has no attribute 'items'");
  std::string out;
  for (const auto& [key, value] : p[0].dict().entries) {
    if (value.is(Kind::None) || value.is(Kind::Undefined)) continue;
    const std::string& name = textOf(key, "attribute name");
    if (name.find_first_of(" \t\n\r\f\v/>=") != std::string::npos) {
      fail(Cause::Value, "Invalid character in attribute name: " + reprText(name));
    }
    out.append(1, ' ')
        .append(escapeHtml(name))
        .append("=\"")
        .append(escapeHtml(textOfAny(e, value)))
        .append("\"");
  }
  if (!truthOr(p[1], true) && !out.empty()) out.erase(0, 1);
  return e.heap().string(std::move(out));
}

Value format(Evaluator& e, Bound& p, Args& rest) {
  if (!rest.positional.empty() && !rest.named.empty()) {
    fail(Cause::Runtime, "can't handle positional and keyword arguments at the same time");
  }
  Value values;
  if (!rest.named.empty()) {
    auto* dict = e.heap().make<DictObject>();
    for (const auto& [key, value] : rest.named) dict->set(e.heap().string(key), value, e.budget());
    values = Value::object(Kind::Dict, dict);
  } else {
    values = e.heap().tuple(rest.positional);
  }
  return e.heap().string(formatPercent(e, textOfAny(e, p[0]), values));
}

Value pprint(Evaluator& e, Bound& p, Args&) { return e.heap().string(repr(p[0], e.budget())); }

constexpr FilterEntry kFilters[] = {
    {{"upper", "s"}, mapped<toUpper>},
    {{"lower", "s"}, mapped<toLower>},
    {{"capitalize", "s"}, mapped<capitalize>},
    {{"title", "s"}, title},
    {{"string", "s"}, string},
    {{"safe", "value"}, safe},
    {{"escape", "_s"}, escape},
    {{"e", "_s"}, escape},
    {{"forceescape", "value"}, forceEscape},
    {{"trim", "value chars="}, trim},
    {{"center", "value width="}, center},
    {{"replace", "s old new count="}, replace},
    {{"indent", "s width= first= blank="}, indent},
    {{"truncate", "s length= killwords= end= leeway="}, truncate},
    {{"wordcount", "s"}, wordcount},
    {{"wordwrap", "s width= break_long_words= wrapstring= break_on_hyphens="}, wordwrap},
    {{"urlencode", "value"}, urlencode},
    {{"striptags", "value"}, striptags},
    {{"xmlattr", "d autospace="}, xmlattr},
    {{"format", "value *"}, format},
    {{"pprint", "value"}, pprint},
};

}  // namespace

std::span<const FilterEntry> textFilters() { return kFilters; }

}  // namespace hearth::jinja
