// The two formatting languages of Python's str: "%05.1f" % x and "{:>10}".format(x).
#include <algorithm>
#include <cmath>
#include <optional>

#include "runtime/template/methods.h"
#include "runtime/template/python_layout.h"
#include "runtime/template/unicode.h"

namespace hearth::jinja {
namespace {

constexpr int64_t kWidthMax = 100'000'000;  // beyond any memory limit that makes sense

bool isOneOf(char c, std::string_view set) { return c != 0 && set.find(c) != std::string_view::npos; }

int64_t readNumber(std::string_view text, size_t& at) {
  int64_t number = 0;
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
    number = std::min(kWidthMax, number * 10 + (text[at++] - '0'));
  }
  return number;
}

// --- "%" ---

class PercentFormatter {
 public:
  PercentFormatter(Evaluator& e, const Value& values) : e_(e), values_(values), out_(e.budget()) {}

  std::string run(std::string_view format) {
    for (size_t at = 0; at < format.size();) {
      const size_t percent = format.find('%', at);
      out_.append(format.substr(at, percent - at));
      if (percent == std::string_view::npos) break;
      at = percent + 1;
      directive(format, at);
    }
    const Kind kind = values_.kind();
    const bool isMapping =
        kind == Kind::Dict || kind == Kind::List || kind == Kind::Range || kind == Kind::Undefined;
    const size_t given = kind == Kind::Tuple ? values_.list().items.size() : 1;
    if (!isMapping && !usedNames_ && used_ < given) {
      fail(Cause::Type, "not all arguments converted during string formatting");
    }
    return out_.take();
  }

 private:
  Value next() {
    if (values_.is(Kind::Tuple)) {
      if (used_ < values_.list().items.size()) return values_.list().items[used_++];
    } else if (used_ == 0) {
      ++used_;
      return values_;
    }
    fail(Cause::Type, "not enough arguments for format string");
  }

  int64_t numberOrStar(std::string_view format, size_t& at, Layout& layout) {
    if (at >= format.size() || format[at] != '*') return readNumber(format, at);
    ++at;
    const int64_t number = std::clamp(integerOr(next(), 0), -kWidthMax, kWidthMax);
    if (number < 0) layout.align = '<';
    return std::abs(number);
  }

  void directive(std::string_view format, size_t& at) {
    Layout layout;
    layout.align = '>';
    std::optional<Value> value;
    if (at < format.size() && format[at] == '(') {
      const size_t close = format.find(')', at);
      if (close == std::string_view::npos) fail(Cause::Value, "incomplete format key");
      if (!values_.is(Kind::Dict)) fail(Cause::Type, "format requires a mapping");
      const std::string name(format.substr(at + 1, close - at - 1));
      const Value* found = values_.dict().find(name);
      if (!found) fail(Cause::Lookup, reprText(name));
      value = *found;
      usedNames_ = true;
      at = close + 1;
    }
    bool leftAligned = false, zero = false;
    for (; at < format.size() && isOneOf(format[at], "-+ #0"); ++at) {
      leftAligned = leftAligned || format[at] == '-';
      zero = zero || format[at] == '0';
      layout.alternate = layout.alternate || format[at] == '#';
      if (format[at] == '+' || (format[at] == ' ' && layout.sign != '+')) layout.sign = format[at];
    }
    layout.width = numberOrStar(format, at, layout);
    if (at < format.size() && format[at] == '.') layout.precision = numberOrStar(format, ++at, layout);
    while (at < format.size() && isOneOf(format[at], "hlL")) ++at;
    if (at >= format.size()) fail(Cause::Value, "incomplete format");
    layout.type = format[at++];
    if (leftAligned) layout.align = '<';
    if (layout.type == '%') return out_.append('%');
    if (!value) value = next();
    if (zero && !leftAligned && !isOneOf(layout.type, "srac")) {
      layout.fill.assign(1, '0');
      layout.align = '=';
    }
    out_.append(laidOut(layout, *value));
  }

  std::string laidOut(Layout layout, const Value& value) {
    switch (layout.type) {
      case 's':
        return layText(e_, layout, str(value, e_.budget()));
      case 'r':
      case 'a':
        return layText(e_, layout, repr(value, e_.budget()));
      case 'c':
        if (value.is(Kind::String) && codePointCount(value.text()) == 1)
          return layText(e_, layout, value.text());
        if (value.isInteger() && value.asInteger() >= 0 && value.asInteger() <= 0x10FFFF) {
          std::string one;
          appendUtf8(one, static_cast<char32_t>(value.asInteger()));
          return layText(e_, layout, one);
        }
        fail(Cause::Type, "%c requires int or char");
      case 'd':
      case 'i':
      case 'u':
      case 'x':
      case 'X':
      case 'o': {
        const bool isDecimal = isOneOf(layout.type, "diu");
        if (value.is(Kind::Undefined)) failUndefined(value);
        if (!value.isInteger() && !(isDecimal && value.is(Kind::Float))) {
          fail(Cause::Type,
               std::string("%") + layout.type + " format: " +
                   (isDecimal ? "a real number is required, not " : "an integer is required, not ") +
                   typeName(value));
        }
        if (isDecimal) layout.type = 'd';
        if (value.is(Kind::Float) && std::fabs(value.asReal()) >= 9.2e18) {
          fail(Cause::Arithmetic, "the number does not fit in 64 bits");
        }
        return layInteger(e_, layout,
                          value.isInteger() ? value.asInteger() : static_cast<int64_t>(value.asReal()));
      }
      case 'e':
      case 'E':
      case 'f':
      case 'F':
      case 'g':
      case 'G':
        if (value.is(Kind::Undefined)) failUndefined(value);
        if (!value.isNumber()) fail(Cause::Type, std::string("must be real number, not ") + typeName(value));
        return layReal(e_, layout, value.asReal());
      default:
        fail(Cause::Value,
             std::string("unsupported format character ") + reprText(std::string(1, layout.type)));
    }
  }

  Evaluator& e_;
  const Value& values_;
  TextBuilder out_;
  size_t used_ = 0;
  bool usedNames_ = false;
};

// --- "{}" ---

class BraceFormatter {
 public:
  BraceFormatter(Evaluator& e, const Args& args) : e_(e), args_(args) {}

  std::string run(std::string_view format, int nesting) {
    if (nesting < 0) fail(Cause::Value, "Max string recursion exceeded");
    TextBuilder out(e_.budget());
    for (size_t at = 0; at < format.size();) {
      const char c = format[at];
      if (c != '{' && c != '}') {
        const size_t end = std::min(format.find_first_of("{}", at), format.size());
        out.append(format.substr(at, end - at));
        at = end;
      } else if (at + 1 < format.size() && format[at + 1] == c) {
        out.append(c);
        at += 2;
      } else if (c == '}') {
        fail(Cause::Value, "Single '}' encountered in format string");
      } else {
        const size_t end = fieldEnd(format, at + 1);
        out.append(field(format.substr(at + 1, end - at - 1), nesting));
        at = end + 1;
      }
    }
    return out.take();
  }

 private:
  static size_t fieldEnd(std::string_view format, size_t at) {
    int open = 1;
    for (; at < format.size(); ++at) {
      if (format[at] == '{') ++open;
      if (format[at] == '}' && --open == 0) return at;
    }
    fail(Cause::Value, "expected '}' before end of string");
  }

  std::string field(std::string_view text, int nesting) {
    size_t nameEnd = 0;
    for (bool inBrackets = false; nameEnd < text.size(); ++nameEnd) {
      if (text[nameEnd] == '[') inBrackets = true;
      if (text[nameEnd] == ']') inBrackets = false;
      if (!inBrackets && (text[nameEnd] == '!' || text[nameEnd] == ':')) break;
    }
    Value value = lookUp(text.substr(0, nameEnd));
    size_t at = nameEnd;
    if (at < text.size() && text[at] == '!') {
      if (at + 1 >= text.size()) fail(Cause::Value, "end of string while looking for conversion specifier");
      const char conversion = text[at + 1];
      if (!isOneOf(conversion, "rsa")) fail(Cause::Value, "Unknown conversion specifier");
      value = e_.heap().string(conversion == 's' ? str(value, e_.budget()) : repr(value, e_.budget()));
      at += 2;
    }
    if (at < text.size() && text[at] != ':') fail(Cause::Value, "expected ':' after conversion specifier");
    const std::string spec = at < text.size() ? run(text.substr(at + 1), nesting - 1) : std::string();
    return laidOut(value, spec);
  }

  Value argument(std::string_view name) {
    const bool isIndex =
        !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (name.empty() || isIndex) {
      size_t at = 0;
      const size_t index = name.empty() ? automatic_++ : static_cast<size_t>(readNumber(name, at));
      if (index < args_.positional.size()) return args_.positional[index];
      fail(Cause::Lookup,
           "Replacement index " + std::to_string(index) + " out of range for positional args tuple");
    }
    for (const auto& [key, value] : args_.named) {
      if (key == name) return value;
    }
    fail(Cause::Lookup, reprText(name));
  }

  Value lookUp(std::string_view name) {
    size_t at = std::min(name.find_first_of(".["), name.size());
    Value value = argument(name.substr(0, at));
    while (at < name.size()) {
      const bool isItem = name[at] == '[';
      const size_t end =
          isItem ? name.find(']', at) : std::min(name.find_first_of(".[", at + 1), name.size());
      if (end == std::string_view::npos) fail(Cause::Value, "Missing ']' in format string");
      const std::string part(name.substr(at + 1, end - at - 1));
      if (part.empty()) fail(Cause::Value, "Empty attribute in format string");
      const bool isNumber = part.find_first_not_of("0123456789") == std::string::npos;
      size_t digit = 0;
      const Value key = isItem && isNumber ? Value::integer(readNumber(part, digit)) : e_.heap().string(part);
      value = isItem ? e_.item(value, key) : e_.attribute(value, key);
      at = isItem ? end + 1 : end;
    }
    return value;
  }

  static Layout layoutOf(std::string_view spec) {
    Layout layout;
    size_t at = 0;
    const uint32_t first = spec.empty() ? 0 : decodeAt(spec, 0).bytes;
    if (first < spec.size() && isOneOf(spec[first], "<>^=")) {
      layout.fill = spec.substr(0, first);
      layout.align = spec[first];
      at = first + 1;
    } else if (!spec.empty() && isOneOf(spec[0], "<>^=")) {
      layout.align = spec[at++];
    }
    if (at < spec.size() && isOneOf(spec[at], "+- ")) layout.sign = spec[at++];
    if (at < spec.size() && spec[at] == '#') layout.alternate = spec[at++] == '#';
    if (at < spec.size() && spec[at] == '0') {
      if (!layout.align) {
        layout.fill.assign(1, '0');
        layout.align = '=';
      }
      ++at;
    }
    layout.width = readNumber(spec, at);
    if (at < spec.size() && isOneOf(spec[at], ",_")) layout.grouping = spec[at++];
    if (at < spec.size() && spec[at] == '.') {
      const size_t digits = ++at;
      layout.precision = readNumber(spec, at);
      if (at == digits) fail(Cause::Value, "Format specifier missing precision");
    }
    if (at < spec.size()) layout.type = spec[at++];
    if (at < spec.size()) fail(Cause::Value, "Invalid format specifier");
    return layout;
  }

  std::string laidOut(const Value& value, std::string_view spec) {
    if (spec.empty()) return str(value, e_.budget());
    Layout layout = layoutOf(spec);
    const auto unknown = [&]() {
      fail(Cause::Value, "Unknown format code " + reprText(std::string(1, layout.type)) +
                             " for object of type '" + typeName(value) + "'");
    };
    if (value.is(Kind::String)) {
      if (layout.type != 0 && layout.type != 's') unknown();
      if (layout.align == '=' && layout.fill != "0")
        fail(Cause::Value, "'=' alignment not allowed in string format specifier");
      if (layout.align == '=') layout.align = '<';
      return layText(e_, layout, value.text());
    }
    if (!value.isNumber() || (value.is(Kind::Bool) && layout.type == 's')) {
      fail(Cause::Type,
           std::string("unsupported format string passed to ") + typeName(value) + ".__format__");
    }
    if (value.isInteger() && (layout.type == 0 || isOneOf(layout.type, "dxXobn"))) {
      if (layout.precision >= 0) fail(Cause::Value, "Precision not allowed in integer format specifier");
      return layInteger(e_, layout, value.asInteger());
    }
    if (!isOneOf(layout.type, "eEfFgGn%") && !(value.is(Kind::Float) && layout.type == 0)) unknown();
    return layReal(e_, layout, value.asReal());
  }

  Evaluator& e_;
  const Args& args_;
  size_t automatic_ = 0;
};

}  // namespace

std::string formatPercent(Evaluator& evaluator, std::string_view format, const Value& values) {
  return PercentFormatter(evaluator, values).run(format);
}

std::string formatBraces(Evaluator& evaluator, std::string_view format, const Args& args) {
  return BraceFormatter(evaluator, args).run(format, 2);
}

}  // namespace hearth::jinja
