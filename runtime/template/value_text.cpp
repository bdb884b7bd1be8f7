// How values look when they are printed: str() and repr() of Python.
#include <charconv>
#include <cmath>

#include "runtime/template/evaluator.h"
#include "runtime/template/unicode.h"
#include "runtime/template/value.h"

namespace hearth::jinja {
namespace {

void appendRepr(TextBuilder& out, const Value& value, Budget& budget, uint32_t depth);

void appendItems(TextBuilder& out, const std::vector<Value>& items, Budget& budget, uint32_t depth) {
  for (size_t i = 0; i < items.size(); ++i) {
    if (i > 0) out.append(", ");
    appendRepr(out, items[i], budget, depth);
  }
}

void appendDict(TextBuilder& out, const DictObject& dict, Budget& budget, uint32_t depth) {
  out.append('{');
  bool first = true;
  for (const auto& [key, item] : dict.entries) {
    if (!first) out.append(", ");
    first = false;
    appendRepr(out, key, budget, depth);
    out.append(": ");
    appendRepr(out, item, budget, depth);
  }
  out.append('}');
}

void appendView(TextBuilder& out, const Value& value, Budget& budget, uint32_t depth) {
  const DictViewObject& view = value.view();
  out.append(typeName(value));
  out.append("([");
  bool first = true;
  for (const auto& [key, item] : view.dict->entries) {
    if (!first) out.append(", ");
    first = false;
    const bool pair = view.part == DictViewObject::Part::Items;
    if (pair) out.append('(');
    if (view.part != DictViewObject::Part::Values) appendRepr(out, key, budget, depth);
    if (pair) out.append(", ");
    if (view.part != DictViewObject::Part::Keys) appendRepr(out, item, budget, depth);
    if (pair) out.append(')');
  }
  out.append("])");
}

std::string describeRange(const RangeObject& range) {
  std::string text = "range(" + std::to_string(range.start) + ", " + std::to_string(range.stop);
  if (range.step != 1) text += ", " + std::to_string(range.step);
  return text + ")";
}

std::string describeMacro(const MacroObject& macro) {
  return macro.definition->kind == StmtKind::Macro ? "<Macro " + reprText(macro.definition->label) + ">"
                                                   : "<Macro anonymous>";
}

void appendRepr(TextBuilder& out, const Value& value, Budget& budget, uint32_t depth) {
  if (depth > kValueDepthMax) fail(Cause::Limit, "values are nested too deeply to be printed");
  budget.step();
  switch (value.kind()) {
    case Kind::Missing:
    case Kind::Undefined:
      return out.append("Undefined");
    case Kind::None:
      return out.append("None");
    case Kind::Bool:
      return out.append(value.asInteger() ? "True" : "False");
    case Kind::Int:
      return out.append(std::to_string(value.asInteger()));
    case Kind::Float:
      return out.append(reprReal(value.asReal()));
    case Kind::String:
      budget.require(value.text().size());
      return out.append(value.isMarkup() ? "Markup(" + reprText(value.text()) + ")" : reprText(value.text()));
    case Kind::List:
      out.append('[');
      appendItems(out, value.list().items, budget, depth + 1);
      return out.append(']');
    case Kind::Tuple:
      out.append('(');
      appendItems(out, value.list().items, budget, depth + 1);
      return out.append(value.list().items.size() == 1 ? ",)" : ")");
    case Kind::Dict:
      return appendDict(out, value.dict(), budget, depth + 1);
    case Kind::DictView:
      return appendView(out, value, budget, depth + 1);
    case Kind::Range:
      return out.append(describeRange(value.range()));
    case Kind::Iterator:
      return out.append(std::string("<") + value.iterator().typeName + " object>");
    case Kind::Namespace:
      out.append("<Namespace ");
      appendDict(out, *value.space().attributes, budget, depth + 1);
      return out.append('>');
    case Kind::Callable:
      return out.append(value.callable().description);
    case Kind::Macro:
      return out.append(describeMacro(value.macro()));
    case Kind::Loop:
      return out.append("<LoopContext " + std::to_string(value.loop().index0 + 1) + "/" +
                        std::to_string(value.loop().length()) + ">");
    case Kind::Cycler:
      return out.append("<jinja2.utils.Cycler object>");
    case Kind::Joiner:
      return out.append("<jinja2.utils.Joiner object>");
  }
}

void appendHex(std::string& out, char32_t code, int digits) {
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) out += "0123456789abcdef"[(code >> shift) & 0xF];
}

}  // namespace

std::string reprText(std::string_view text) {
  const bool useDouble =
      text.find('\'') != std::string_view::npos && text.find('"') == std::string_view::npos;
  const char quote = useDouble ? '"' : '\'';
  std::string out(1, quote);
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = decodeAt(text, at);
    if (point.code == static_cast<char32_t>(quote) || point.code == '\\') {
      out += '\\';
      out += static_cast<char>(point.code);
    } else if (point.code == '\n') {
      out += "\\n";
    } else if (point.code == '\r') {
      out += "\\r";
    } else if (point.code == '\t') {
      out += "\\t";
    } else if (isPrintable(point.code)) {
      out += text.substr(at, point.bytes);
    } else {
      out += point.code < 0x100 ? "\\x" : point.code < 0x10000 ? "\\u" : "\\U";
      appendHex(out, point.code, point.code < 0x100 ? 2 : point.code < 0x10000 ? 4 : 8);
    }
    at += point.bytes;
  }
  return out += quote;
}

// The shortest text that reads back as the same double, in Python's choice between plain and exponent form:
// plain for decimal exponents from -4 to 15.
std::string reprReal(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  char buffer[64];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific).ptr;
  const std::string_view text(buffer, static_cast<size_t>(end - buffer));
  const size_t mark = text.find('e');
  const std::string_view power = text.substr(mark + 1);
  const bool negativePower = power[0] == '-';
  int exponent = 0;
  std::from_chars(power.data() + 1, power.data() + power.size(), exponent);
  if (negativePower) exponent = -exponent;
  if (exponent < -4 || exponent >= 16) return std::string(text);
  char plain[64];
  const auto plainEnd = std::to_chars(plain, plain + sizeof plain, value, std::chars_format::fixed).ptr;
  std::string out(plain, plainEnd);
  if (out.find('.') == std::string::npos) out += ".0";
  return out;
}

std::string repr(const Value& value, Budget& budget) {
  TextBuilder out(budget);
  appendRepr(out, value, budget, 0);
  return out.take();
}

std::string str(const Value& value, Budget& budget) {
  if (value.is(Kind::String)) return value.text();
  if (value.is(Kind::Undefined) || value.isMissing()) return {};
  return repr(value, budget);
}

}  // namespace hearth::jinja
