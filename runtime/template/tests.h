// Jinja2's built-in tests: what can follow `is`.
#pragma once

#include "runtime/template/functions.h"

namespace hearth::jinja {

struct TestEntry {
  Signature signature;
  bool (*apply)(Evaluator& evaluator, Bound& p);
};

const TestEntry* findTest(std::string_view name);

}  // namespace hearth::jinja
