#include "runtime/template/tests.h"

#include <algorithm>

#include "runtime/template/filters.h"
#include "runtime/template/methods.h"

namespace hearth::jinja {
namespace {

// value % number == rest, with Python's operators and errors.
bool remainderIs(Evaluator& e, const Value& value, const Value& number, int64_t rest) {
  if (value.is(Kind::String)) {
    // "%" formats there: it may fail, and what it makes equals no number.
    formatPercent(e, value.text(), number);
    return false;
  }
  return equal(binary(e.heap(), Operator::Modulo, value, number), Value::integer(rest), e.budget());
}

template <Order kOrder>
bool compares(Evaluator& e, Bound& p) {
  return ordered(p[0], p[1], kOrder, e.budget());
}
bool isEqual(Evaluator& e, Bound& p) { return equal(p[0], p[1], e.budget()); }
bool isNotEqual(Evaluator& e, Bound& p) { return !equal(p[0], p[1], e.budget()); }
bool isOdd(Evaluator& e, Bound& p) { return remainderIs(e, p[0], Value::integer(2), 1); }
bool isEven(Evaluator& e, Bound& p) { return remainderIs(e, p[0], Value::integer(2), 0); }
bool isDivisible(Evaluator& e, Bound& p) { return remainderIs(e, p[0], p[1], 0); }
template <Kind kKind>
bool isKind(Evaluator&, Bound& p) {
  return p[0].is(kKind);
}
bool isDefined(Evaluator&, Bound& p) { return !p[0].is(Kind::Undefined); }
bool isTrue(Evaluator&, Bound& p) { return p[0].is(Kind::Bool) && p[0].asInteger() != 0; }
bool isFalse(Evaluator&, Bound& p) { return p[0].is(Kind::Bool) && p[0].asInteger() == 0; }
bool isNumber(Evaluator&, Bound& p) { return p[0].isNumber(); }
template <bool kUpper>
bool isCase(Evaluator& e, Bound& p) {
  const std::string text = str(p[0], e.budget());
  e.budget().work(text.size());
  return hasOnlyCase(text, kUpper);
}
bool isSequence(Evaluator&, Bound& p) {
  const Kind kind = p[0].kind();
  return kind == Kind::String || kind == Kind::List || kind == Kind::Tuple || kind == Kind::Dict ||
         kind == Kind::Range || kind == Kind::Undefined;
}
bool isIterableValue(Evaluator&, Bound& p) { return isIterable(p[0]) || p[0].is(Kind::Loop); }
bool isCallable(Evaluator&, Bound& p) {
  const Kind kind = p[0].kind();
  return kind == Kind::Callable || kind == Kind::Macro || kind == Kind::Joiner || kind == Kind::Loop ||
         kind == Kind::Undefined;
}
bool isSame(Evaluator&, Bound& p) { return identical(p[0], p[1]); }
bool isEscaped(Evaluator&, Bound& p) { return p[0].isMarkup(); }
bool isIn(Evaluator& e, Bound& p) { return contains(e.heap(), p[1], p[0]); }
bool isFilter(Evaluator&, Bound& p) { return p[0].is(Kind::String) && findFilter(p[0].text()) != nullptr; }
bool isTest(Evaluator&, Bound& p) { return p[0].is(Kind::String) && findTest(p[0].text()) != nullptr; }

constexpr TestEntry kTests[] = {
    {{"odd", "value"}, isOdd},
    {{"even", "value"}, isEven},
    {{"divisibleby", "value num"}, isDivisible},
    {{"defined", "value"}, isDefined},
    {{"undefined", "value"}, isKind<Kind::Undefined>},
    {{"filter", "value"}, isFilter},
    {{"test", "value"}, isTest},
    {{"none", "value"}, isKind<Kind::None>},
    {{"boolean", "value"}, isKind<Kind::Bool>},
    {{"false", "value"}, isFalse},
    {{"true", "value"}, isTrue},
    {{"integer", "value"}, isKind<Kind::Int>},
    {{"float", "value"}, isKind<Kind::Float>},
    {{"lower", "value"}, isCase<false>},
    {{"upper", "value"}, isCase<true>},
    {{"string", "value"}, isKind<Kind::String>},
    {{"mapping", "value"}, isKind<Kind::Dict>},
    {{"number", "value"}, isNumber},
    {{"sequence", "value"}, isSequence},
    {{"iterable", "value"}, isIterableValue},
    {{"callable", "_value"}, isCallable},
    {{"sameas", "value other"}, isSame},
    {{"escaped", "value"}, isEscaped},
    {{"in", "value seq"}, isIn},
    {{"==", "_a _b"}, isEqual},
    {{"eq", "_a _b"}, isEqual},
    {{"equalto", "_a _b"}, isEqual},
    {{"!=", "_a _b"}, isNotEqual},
    {{"ne", "_a _b"}, isNotEqual},
    {{">", "_a _b"}, compares<Order::Greater>},
    {{"gt", "_a _b"}, compares<Order::Greater>},
    {{"greaterthan", "_a _b"}, compares<Order::Greater>},
    {{">=", "_a _b"}, compares<Order::GreaterEqual>},
    {{"ge", "_a _b"}, compares<Order::GreaterEqual>},
    {{"<", "_a _b"}, compares<Order::Less>},
    {{"lt", "_a _b"}, compares<Order::Less>},
    {{"lessthan", "_a _b"}, compares<Order::Less>},
    {{"<=", "_a _b"}, compares<Order::LessEqual>},
    {{"le", "_a _b"}, compares<Order::LessEqual>},
};

}  // namespace

const TestEntry* findTest(std::string_view name) {
  const auto* found = std::find_if(std::begin(kTests), std::end(kTests),
                                   [&](const TestEntry& entry) { return entry.signature.name == name; });
  return found == std::end(kTests) ? nullptr : found;
}

}  // namespace hearth::jinja
