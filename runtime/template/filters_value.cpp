// Filters on numbers and single values, and the search over all filters.
#include <charconv>
#include <cmath>

#include "runtime/template/filters.h"
#include "runtime/template/methods.h"
#include "runtime/template/tojson.h"
#include "runtime/template/unicode.h"

namespace hearth::jinja {
namespace {

Value defaultTo(Evaluator& e, Bound& p, Args&) {
  if (!p[0].is(Kind::Undefined) && !(truthOr(p[2], false) && !truth(p[0]))) return p[0];
  return p[1].isMissing() ? e.heap().string({}) : p[1];
}

Value absolute(Evaluator&, Bound& p, Args&) {
  if (p[0].is(Kind::Undefined)) fail(Cause::Type, "bad operand type for abs(): 'Undefined'");
  if (p[0].isInteger()) return p[0].asInteger() < 0 ? negate(p[0]) : Value::integer(p[0].asInteger());
  if (p[0].is(Kind::Float)) return Value::real(std::fabs(p[0].asReal()));
  fail(Cause::Type, std::string("bad operand type for abs(): '") + typeName(p[0]) + "'");
}

Value attr(Evaluator& e, Bound& p, Args&) {
  const Value found =
      p[0].is(Kind::Undefined) ? Value::missing() : typeAttribute(e, p[0], textOf(p[1], "attribute name"));
  return found.isMissing() ? e.heap().undefinedMember(p[0], p[1]) : found;
}

// The text without the underscores that Python allows between digits; false when they stand elsewhere.
bool withoutUnderscores(std::string_view text, std::string& out) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '_') {
      out += text[i];
      continue;
    }
    const auto isWord = [&](size_t at) {
      return at < text.size() && std::isalnum(static_cast<unsigned char>(text[at]));
    };
    if (i == 0 || !isWord(i - 1) || !isWord(i + 1)) return false;
  }
  return true;
}

std::optional<double> parseReal(std::string_view source) {
  std::string text;
  if (!withoutUnderscores(stripLeft(stripRight(source)), text)) return std::nullopt;
  std::string_view rest = text;
  if (rest.starts_with('+')) rest.remove_prefix(1);
  if (rest.starts_with('+') || (rest.size() < text.size() && rest.starts_with('-'))) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
  if (end != rest.data() + rest.size() || rest.empty()) return std::nullopt;
  if (error == std::errc::result_out_of_range) {
    value = std::strtod(text.c_str(), nullptr);
  } else if (error != std::errc()) {
    return std::nullopt;
  }
  return value;
}

std::optional<int64_t> parseInteger(std::string_view source, int base) {
  std::string text;
  if (!withoutUnderscores(stripLeft(stripRight(source)), text)) return std::nullopt;
  std::string_view digits = text;
  const bool isNegative = digits.starts_with('-');
  if (isNegative || digits.starts_with('+')) digits.remove_prefix(1);
  const char mark = digits.size() > 2 && digits[0] == '0' ? static_cast<char>(digits[1] | 0x20) : ' ';
  const int marked = mark == 'x' ? 16 : mark == 'o' ? 8 : mark == 'b' ? 2 : 0;
  if (marked != 0 && (base == marked || base == 0)) {
    digits.remove_prefix(2);
    base = marked;
  } else if (base == 0) {
    base = 10;
  }
  if (base < 2 || base > 36 || digits.starts_with('-')) return std::nullopt;
  int64_t value = 0;
  std::string signedDigits(isNegative ? 1 : 0, '-');
  signedDigits += digits;
  const char* last = signedDigits.data() + signedDigits.size();
  const auto [end, error] = std::from_chars(signedDigits.data(), last, value, base);
  if (end != last || digits.empty()) return std::nullopt;
  if (error == std::errc::result_out_of_range) fail(Cause::Arithmetic, "the number does not fit in 64 bits");
  return error == std::errc() ? std::optional(value) : std::nullopt;
}

Value truncated(double value) {
  if (std::isnan(value)) fail(Cause::Value, "cannot convert float NaN to integer");
  if (std::isinf(value)) fail(Cause::Arithmetic, "cannot convert float infinity to integer");
  if (std::fabs(value) >= 9.2e18) fail(Cause::Arithmetic, "the number does not fit in 64 bits");
  return Value::integer(static_cast<int64_t>(value));
}

Value toInteger(Evaluator&, Bound& p, Args&) {
  const Value fallback = p[1].isMissing() ? Value::integer(0) : p[1];
  if (p[0].is(Kind::Undefined)) failUndefined(p[0]);
  if (p[0].isInteger()) return Value::integer(p[0].asInteger());
  if (p[0].is(Kind::Float)) return std::isnan(p[0].asReal()) ? fallback : truncated(p[0].asReal());
  if (!p[0].is(Kind::String)) return fallback;
  if (const auto value = parseInteger(p[0].text(), static_cast<int>(integerOr(p[2], 10))))
    return Value::integer(*value);
  const auto real = parseReal(p[0].text());
  return real && !std::isnan(*real) ? truncated(*real) : fallback;
}

Value toReal(Evaluator&, Bound& p, Args&) {
  const Value fallback = p[1].isMissing() ? Value::real(0) : p[1];
  if (p[0].is(Kind::Undefined)) failUndefined(p[0]);
  if (p[0].isNumber()) return Value::real(p[0].asReal());
  if (!p[0].is(Kind::String)) return fallback;
  const auto real = parseReal(p[0].text());
  return real ? Value::real(*real) : fallback;
}

// round() of Python: to the nearest, ties to even, judged on the exact value of the double.
double roundedReal(double value, int64_t digits) {
  if (!std::isfinite(value) || digits > 300) return value;
  if (digits < 0) {
    const double unit = std::pow(10.0, static_cast<double>(-digits));
    return std::isfinite(unit) ? std::nearbyint(value / unit) * unit : 0.0;
  }
  char text[720];
  std::snprintf(text, sizeof text, "%.*f", static_cast<int>(digits), value);
  return std::strtod(text, nullptr);
}

Value round(Evaluator& e, Bound& p, Args&) {
  const std::string method = p[2].isMissing() ? "common" : str(p[2], e.budget());
  const int64_t digits = integerOr(p[1], 0);
  if (method != "common" && method != "ceil" && method != "floor") {
    fail(Cause::Runtime, "method must be common, ceil or floor");
  }
  if (p[0].is(Kind::Undefined)) failUndefined(p[0]);
  if (!p[0].isNumber())
    fail(Cause::Type, std::string("type ") + typeName(p[0]) + " doesn't define __round__ method");
  if (method == "common") {
    if (p[0].is(Kind::Float)) return Value::real(roundedReal(p[0].asReal(), digits));
    if (digits >= 0 || digits < -18) return Value::integer(digits >= 0 ? p[0].asInteger() : 0);
    return Value::integer(static_cast<int64_t>(roundedReal(p[0].asReal(), digits)));
  }
  const double unit = std::pow(10.0, static_cast<double>(digits));
  const double scaled = p[0].asReal() * unit;
  return Value::real((method == "ceil" ? std::ceil(scaled) : std::floor(scaled)) / unit);
}

Value filesize(Evaluator& e, Bound& p, Args&) {
  static constexpr std::string_view kPrefixes = "kMGTPEZY";
  const bool isBinary = truthOr(p[1], false);
  const std::optional<double> parsed = p[0].is(Kind::String) ? parseReal(p[0].text())
                                       : p[0].isNumber()     ? std::optional(p[0].asReal())
                                                             : std::nullopt;
  if (!parsed) fail(Cause::Value, "could not convert to a number of bytes");
  const double bytes = *parsed;
  const double base = isBinary ? 1024 : 1000;
  if (bytes == 1) return e.heap().string("1 Byte");
  if (bytes < base) return e.heap().string(std::to_string(static_cast<int64_t>(bytes)) + " Bytes");
  double unit = base;
  for (size_t i = 0;; ++i) {
    unit *= base;
    if (bytes >= unit && i + 1 < kPrefixes.size()) continue;
    char text[64];
    std::snprintf(text, sizeof text, "%.1f ", base * bytes / unit);
    const char prefix = isBinary && i == 0 ? 'K' : kPrefixes[i];
    std::string size = text;
    size += prefix;
    size += isBinary ? "iB" : "B";
    return e.heap().string(std::move(size));
  }
}

Value tojson(Evaluator& e, Bound& p, Args&) {
  JsonStyle style;
  style.ensureAscii = truthOr(p[1], false);
  style.sortKeys = truthOr(p[4], false);
  if (!p[2].isMissing() && !p[2].is(Kind::None)) {
    if (p[2].is(Kind::String)) {
      style.indent = p[2].text();
    } else {
      const auto width = static_cast<size_t>(std::max<int64_t>(0, integerOr(p[2], 0)));
      e.budget().require(width);
      style.indent = std::string(width, ' ');
    }
    style.itemSeparator.pop_back();  // "," without the space
  }
  if (!p[3].isMissing() && !p[3].is(Kind::None)) {
    const std::vector<Value> pair = toVector(e.heap(), p[3]);
    if (pair.size() != 2) fail(Cause::Value, "separators must be a pair");
    style.itemSeparator = textOf(pair[0], "separator");
    style.keySeparator = textOf(pair[1], "separator");
  }
  return e.heap().string(toJson(p[0], style, e.budget()));
}

constexpr FilterEntry kFilters[] = {
    {{"default", "value default_value= boolean="}, defaultTo},
    {{"d", "value default_value= boolean="}, defaultTo},
    {{"abs", "_x"}, absolute},
    {{"attr", "obj name"}, attr},
    {{"int", "value default= base="}, toInteger},
    {{"float", "value default="}, toReal},
    {{"round", "value precision= method="}, round},
    {{"filesizeformat", "value binary="}, filesize},
    {{"tojson", "value ensure_ascii= indent= separators= sort_keys="}, tojson},
};

}  // namespace

std::span<const FilterEntry> valueFilters() { return kFilters; }

const FilterEntry* findFilter(std::string_view name) {
  for (const auto filters : {textFilters(), sequenceFilters(), selectingFilters(), valueFilters()}) {
    for (const FilterEntry& filter : filters) {
      if (filter.signature.name == name) return &filter;
    }
  }
  return nullptr;
}

}  // namespace hearth::jinja
