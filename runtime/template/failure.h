// How a template stops: the one exception of this folder. It never leaves runtime/template.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace hearth::jinja {

// The classes that Jinja2 itself tells apart when it catches errors of Python.
enum class Cause : uint8_t { Syntax, Runtime, Undefined, Security, Type, Value, Lookup, Arithmetic, Limit };

struct Failure {
  Cause cause;
  std::string message;
  uint32_t line = 0;  // in the template's source, from 1; 0 when not yet known
};

[[noreturn]] inline void fail(Cause cause, std::string message, uint32_t line = 0) {
  throw Failure{cause, std::move(message), line};
}

}  // namespace hearth::jinja
