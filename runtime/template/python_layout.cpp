#include "runtime/template/python_layout.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "runtime/template/unicode.h"

namespace hearth::jinja {
namespace {

std::string printed(Evaluator& e, double value, char type, int64_t precision, bool alternate) {
  e.budget().require(static_cast<size_t>(precision) + 400);
  const std::string format = std::string(alternate ? "%#" : "%") + ".*" + type;
  const int digits = static_cast<int>(precision);
  const int size = std::snprintf(nullptr, 0, format.c_str(), digits, value);
  std::string out(static_cast<size_t>(size) + 1, '\0');
  std::snprintf(out.data(), out.size(), format.c_str(), digits, value);
  out.pop_back();
  return out;
}

std::string inBase(uint64_t value, unsigned base, bool upper) {
  const char* digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
  std::string out;
  do {
    out.insert(out.begin(), digits[value % base]);
    value /= base;
  } while (value > 0);
  return out;
}

std::string grouped(const std::string& number, char separator, size_t size) {
  const size_t end = std::min(number.find_first_not_of("0123456789abcdefABCDEF"), number.size());
  std::string out = number.substr(end);
  for (size_t taken = 0, at = end; at > 0; ++taken) {
    if (taken > 0 && taken % size == 0) out.insert(out.begin(), separator);
    out.insert(out.begin(), number[--at]);
  }
  return out;
}

// `prefix` is the sign (and 0x); padding with '=' goes behind it.
std::string padded(Evaluator& e, const Layout& layout, const std::string& prefix, const std::string& body,
                   char usual) {
  const auto length = static_cast<int64_t>(codePointCount(body) + prefix.size());
  const int64_t missing = std::max<int64_t>(0, layout.width - length);
  e.budget().require(static_cast<size_t>(missing) * layout.fill.size());
  const char align = layout.align ? layout.align : usual;
  const int64_t before = align == '<' ? 0 : align == '^' ? missing / 2 : missing;
  std::string left, right;
  for (int64_t i = 0; i < before; ++i) left += layout.fill;
  for (int64_t i = before; i < missing; ++i) right += layout.fill;
  return align == '=' ? prefix + left + body : left + prefix + body + right;
}

std::string signOf(bool negative, char sign) {
  return negative ? "-" : sign == '+' ? "+" : sign == ' ' ? " " : "";
}

}  // namespace

std::string layInteger(Evaluator& e, const Layout& layout, int64_t value) {
  const uint64_t magnitude = value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  std::string prefix = signOf(value < 0, layout.sign);
  std::string body;
  switch (layout.type) {
    case 'x':
    case 'X':
      body = inBase(magnitude, 16, layout.type == 'X');
      if (layout.alternate) prefix += layout.type == 'X' ? "0X" : "0x";
      break;
    case 'o':
      body = inBase(magnitude, 8, false);
      if (layout.alternate) prefix += "0o";
      break;
    case 'b':
      body = inBase(magnitude, 2, false);
      if (layout.alternate) prefix += "0b";
      break;
    default:
      body = inBase(magnitude, 10, false);
  }
  if (layout.precision > 0 && static_cast<size_t>(layout.precision) > body.size()) {
    e.budget().require(static_cast<size_t>(layout.precision));
    body.insert(0, static_cast<size_t>(layout.precision) - body.size(), '0');
  }
  const bool isDecimal = layout.type == 'd' || layout.type == 0 || layout.type == 'n';
  if (layout.grouping) body = grouped(body, layout.grouping, isDecimal ? 3 : 4);
  return padded(e, layout, prefix, body, '>');
}

std::string layReal(Evaluator& e, const Layout& layout, double value) {
  const double magnitude = std::fabs(value);
  std::string body;
  if (!std::isfinite(value)) {
    body = std::isnan(value) ? "nan" : "inf";
    if (layout.type == 'F' || layout.type == 'E' || layout.type == 'G') body = toUpper(body);
  } else if (layout.type == 0 && layout.precision < 0) {
    body = reprReal(magnitude);
  } else if (layout.type == '%') {
    body =
        printed(e, magnitude * 100, 'f', layout.precision < 0 ? 6 : layout.precision, layout.alternate) + "%";
  } else {
    const char type = layout.type == 0 || layout.type == 'n' ? 'g' : layout.type;
    const int64_t precision = layout.precision < 0 ? 6 : layout.precision;
    body = printed(e, magnitude, type, precision, layout.alternate);
    // Without a type letter Python keeps one digit behind the point.
    if (layout.type == 0 && body.find_first_of(".e") == std::string::npos) body += ".0";
  }
  if (layout.grouping) body = grouped(body, layout.grouping, 3);
  return padded(e, layout, signOf(std::signbit(value) && !std::isnan(value), layout.sign), body, '>');
}

std::string layText(Evaluator& e, const Layout& layout, std::string_view text) {
  if (layout.precision >= 0) text = text.substr(0, byteOffset(text, static_cast<size_t>(layout.precision)));
  e.budget().require(text.size());
  return padded(e, layout, "", std::string(text), '<');
}

}  // namespace hearth::jinja
