// Binding arguments to the parameters of built-in filters, tests and methods.
#pragma once

#include <array>
#include <span>

#include "runtime/template/evaluator.h"

namespace hearth::jinja {

inline constexpr size_t kParametersMax = 7;

// Parameter names in order, separated by spaces. "*": the rest is passed on in Args. A name that ends with
// "=" is optional; one that begins with "_" can only be given by position.
struct Signature {
  std::string_view name;
  std::string_view parameters;
};

// The bound values: Missing where an optional one was left out. Takes what it binds out of `args`.
using Bound = std::array<Value, kParametersMax>;
Bound bind(const Signature& signature, Args& args);

// Readings of parameters, with Python's errors.
int64_t integerOr(const Value& value, int64_t fallback);
bool truthOr(const Value& value, bool fallback);
const std::string& textOf(const Value& value, std::string_view what);

}  // namespace hearth::jinja
