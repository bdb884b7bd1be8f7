#include "runtime/template/functions.h"

namespace hearth::jinja {
namespace {

struct Parameter {
  std::string_view name;
  bool optional = false;
  bool positionalOnly = false;
};

struct Parameters {
  std::array<Parameter, kParametersMax> list;
  size_t count = 0;
  bool takesRest = false;
};

Parameters parametersOf(std::string_view text) {
  Parameters parameters;
  while (!text.empty()) {
    const size_t space = text.find(' ');
    std::string_view word = text.substr(0, space);
    text = space == std::string_view::npos ? std::string_view() : text.substr(space + 1);
    if (word == "*") {
      parameters.takesRest = true;
      continue;
    }
    Parameter& parameter = parameters.list[parameters.count++];
    parameter.positionalOnly = word.starts_with('_');
    if (parameter.positionalOnly) word.remove_prefix(1);
    parameter.optional = word.ends_with('=');
    if (parameter.optional) word.remove_suffix(1);
    parameter.name = word;
  }
  return parameters;
}

[[noreturn]] void failArguments(const Signature& signature, const std::string& what) {
  fail(Cause::Type, std::string(signature.name) + "() " + what);
}

}  // namespace

Bound bind(const Signature& signature, Args& args) {
  const Parameters parameters = parametersOf(signature.parameters);
  Bound bound;
  bound.fill(Value::missing());
  const size_t given = std::min(args.positional.size(), parameters.count);
  for (size_t i = 0; i < given; ++i) bound[i] = std::move(args.positional[i]);
  args.positional.erase(args.positional.begin(), args.positional.begin() + static_cast<ptrdiff_t>(given));
  if (!args.positional.empty() && !parameters.takesRest) {
    failArguments(signature, "takes at most " + std::to_string(parameters.count) +
                                 " positional arguments but " +
                                 std::to_string(args.positional.size() + given) + " were given");
  }
  if (!parameters.takesRest) {
    for (auto& [name, value] : args.named) {
      size_t at = 0;
      while (at < parameters.count &&
             (parameters.list[at].name != name || parameters.list[at].positionalOnly))
        ++at;
      if (at == parameters.count)
        failArguments(signature, "got an unexpected keyword argument " + reprText(name));
      if (!bound[at].isMissing())
        failArguments(signature, "got multiple values for argument " + reprText(name));
      bound[at] = std::move(value);
    }
  }
  for (size_t i = 0; i < parameters.count; ++i) {
    if (!bound[i].isMissing() || parameters.list[i].optional) continue;
    failArguments(signature, "missing 1 required positional argument: " + reprText(parameters.list[i].name));
  }
  return bound;
}

int64_t integerOr(const Value& value, int64_t fallback) {
  if (value.isMissing()) return fallback;
  if (!value.isInteger()) {
    fail(Cause::Type, std::string("'") + typeName(value) + "' object cannot be interpreted as an integer");
  }
  return value.asInteger();
}

bool truthOr(const Value& value, bool fallback) { return value.isMissing() ? fallback : truth(value); }

const std::string& textOf(const Value& value, std::string_view what) {
  if (!value.is(Kind::String)) {
    fail(Cause::Type, std::string(what) + " must be str, not " + typeName(value));
  }
  return value.text();
}

}  // namespace hearth::jinja
