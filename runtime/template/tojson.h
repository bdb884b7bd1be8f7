// The filter tojson as transformers sets it up: json.dumps of Python, with its spacing.
#pragma once

#include <optional>
#include <string>

#include "runtime/template/value.h"

namespace hearth::jinja {

struct JsonStyle {
  bool ensureAscii = false;
  bool sortKeys = false;
  std::optional<std::string> indent;  // of one level; empty text: line breaks only
  std::string itemSeparator = ", ";
  std::string keySeparator = ": ";
};

std::string toJson(const Value& value, const JsonStyle& style, Budget& budget);

}  // namespace hearth::jinja
