// The methods of Python's str that take a text apart, as a MethodEntry applies them.
#pragma once

#include "runtime/template/functions.h"

namespace hearth::jinja {

Value split(Evaluator& evaluator, const Value& self, Bound& p, Args& rest);
Value rsplit(Evaluator& evaluator, const Value& self, Bound& p, Args& rest);
Value splitLines(Evaluator& evaluator, const Value& self, Bound& p, Args& rest);
// str.partition, and str.rpartition.
template <bool kFromRight>
Value partition(Evaluator& evaluator, const Value& self, Bound& p, Args& rest);

}  // namespace hearth::jinja
