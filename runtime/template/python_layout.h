// One value as text, laid out as either of Python's formatting languages asks for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/template/evaluator.h"

namespace hearth::jinja {

// How one value is laid out; both languages are read into this.
struct Layout {
  std::string fill = " ";
  char align = 0;  // '<' '>' '^' '=', 0: as the type likes it
  char sign = '-';
  bool alternate = false;
  int64_t width = 0;
  int64_t precision = -1;
  char grouping = 0;
  char type = 0;
};

std::string layInteger(Evaluator& evaluator, const Layout& layout, int64_t value);
std::string layReal(Evaluator& evaluator, const Layout& layout, double value);
std::string layText(Evaluator& evaluator, const Layout& layout, std::string_view text);

}  // namespace hearth::jinja
