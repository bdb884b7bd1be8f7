// Attributes and methods of the built-in types.
#pragma once

#include "runtime/template/functions.h"

namespace hearth::jinja {

// getattr(object, name): a value, a bound method, an Undefined that refuses (methods that would change what
// the sandbox protects, names with an underscore first), or Missing when the type has no such attribute.
Value typeAttribute(Evaluator& evaluator, const Value& object, std::string_view name);

// A method called at once, without making it a value. False: the type has no such method.
bool callMethod(Evaluator& evaluator, const Value& object, std::string_view name, Args& args, Value& result);

struct MethodEntry {
  Signature signature;
  Value (*apply)(Evaluator& evaluator, const Value& self, Bound& p, Args& rest);
};
const MethodEntry* findTextMethod(std::string_view name);

std::string replaced(Budget& budget, std::string_view text, std::string_view old, std::string_view with,
                     int64_t most);
bool hasOnlyCase(std::string_view text, bool upper);  // str.isupper, str.islower

std::vector<std::string> wrapLine(std::string_view line, size_t width, bool breakLong, bool atHyphens);

// python_format.cpp: "%s" % values, and "{}".format(values).
std::string formatPercent(Evaluator& evaluator, std::string_view format, const Value& values);
std::string formatBraces(Evaluator& evaluator, std::string_view format, const Args& args);

}  // namespace hearth::jinja
