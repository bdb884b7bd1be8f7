#include "runtime/template/tojson.h"

#include <algorithm>
#include <cmath>

#include "runtime/template/unicode.h"

namespace hearth::jinja {
namespace {

class Writer {
 public:
  Writer(const JsonStyle& style, Budget& budget) : style_(style), budget_(budget), out_(budget) {}

  void value(const Value& value) {
    budget_.step();
    if (level_ > kValueDepthMax) fail(Cause::Limit, "values are nested too deeply to be written as JSON");
    switch (value.kind()) {
      case Kind::None:
        return out_.append("null");
      case Kind::Bool:
        return out_.append(value.asInteger() ? "true" : "false");
      case Kind::Int:
        return out_.append(std::to_string(value.asInteger()));
      case Kind::Float:
        return out_.append(real(value.asReal()));
      case Kind::String:
        return text(value.text());
      case Kind::List:
      case Kind::Tuple:
        return list(value.list().items);
      case Kind::Dict:
        return dict(value.dict());
      default:
        fail(Cause::Type, std::string("Object of type ") + typeName(value) + " is not JSON serializable");
    }
  }
  std::string take() { return out_.take(); }

 private:
  static std::string real(double value) {
    if (std::isnan(value)) return "NaN";
    if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
    return reprReal(value);
  }

  void breakLine() {
    if (!style_.indent) return;
    out_.append('\n');
    for (uint32_t i = 0; i < level_; ++i) out_.append(*style_.indent);
  }

  void list(const std::vector<Value>& items) {
    if (items.empty()) return out_.append("[]");
    out_.append('[');
    ++level_;
    for (size_t i = 0; i < items.size(); ++i) {
      if (i > 0) out_.append(style_.itemSeparator);
      breakLine();
      value(items[i]);
    }
    --level_;
    breakLine();
    out_.append(']');
  }

  static std::string key(const Value& key) {
    switch (key.kind()) {
      case Kind::String:
        return key.text();
      case Kind::None:
        return "null";
      case Kind::Bool:
        return key.asInteger() ? "true" : "false";
      case Kind::Int:
        return std::to_string(key.asInteger());
      case Kind::Float:
        return real(key.asReal());
      default:
        fail(Cause::Type, std::string("keys must be str, int, float, bool or None, not ") + typeName(key));
    }
  }

  void dict(const DictObject& dict) {
    if (dict.entries.empty()) return out_.append("{}");
    std::vector<const std::pair<Value, Value>*> entries;
    for (const auto& entry : dict.entries) entries.push_back(&entry);
    if (style_.sortKeys) {
      std::stable_sort(entries.begin(), entries.end(), [&](const auto* a, const auto* b) {
        return ordered(a->first, b->first, Order::Less, budget_);
      });
    }
    out_.append('{');
    ++level_;
    for (size_t i = 0; i < entries.size(); ++i) {
      if (i > 0) out_.append(style_.itemSeparator);
      breakLine();
      text(key(entries[i]->first));
      out_.append(style_.keySeparator);
      value(entries[i]->second);
    }
    --level_;
    breakLine();
    out_.append('}');
  }

  void unicodeEscape(char32_t unit) {
    out_.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) out_.append("0123456789abcdef"[(unit >> shift) & 0xF]);
  }

  void text(std::string_view text) {
    out_.append('"');
    for (size_t at = 0; at < text.size();) {
      const CodePoint point = decodeAt(text, at);
      static constexpr std::string_view kEscaped = "\"\\\n\r\t\b\f";
      static constexpr std::string_view kLetters = "\"\\nrtbf";
      const size_t simple =
          point.code < 0x80 ? kEscaped.find(static_cast<char>(point.code)) : std::string_view::npos;
      if (simple != std::string_view::npos) {
        out_.append('\\');
        out_.append(kLetters[simple]);
      } else if (point.code < 0x20) {
        unicodeEscape(point.code);
      } else if (style_.ensureAscii && point.code > 0x7F) {
        if (point.code >= 0x10000) {
          unicodeEscape(0xD800 + ((point.code - 0x10000) >> 10));
          unicodeEscape(0xDC00 + ((point.code - 0x10000) & 0x3FF));
        } else {
          unicodeEscape(point.code);
        }
      } else {
        out_.append(text.substr(at, point.bytes));
      }
      at += point.bytes;
    }
    out_.append('"');
  }

  const JsonStyle& style_;
  Budget& budget_;
  TextBuilder out_;
  uint32_t level_ = 0;
};

}  // namespace

std::string toJson(const Value& value, const JsonStyle& style, Budget& budget) {
  Writer writer(style, budget);
  writer.value(value);
  return writer.take();
}

}  // namespace hearth::jinja
