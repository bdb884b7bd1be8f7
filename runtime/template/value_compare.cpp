// How values compare: hashes, equality, identity and order, as in Python.
#include <cmath>

#include "runtime/template/evaluator.h"
#include "runtime/template/unicode.h"
#include "runtime/template/value.h"

namespace hearth::jinja {
namespace {

// Python compares an int with a float exactly, also beyond 2^53.
int compareExact(int64_t a, double b) {
  if (b >= 9223372036854775808.0) return -1;
  if (b < -9223372036854775808.0) return 1;
  const auto whole = static_cast<int64_t>(b);
  if (a != whole) return a < whole ? -1 : 1;
  const double rest = b - static_cast<double>(whole);
  return rest > 0 ? -1 : rest < 0 ? 1 : 0;
}

// -1, 0, 1, or 2 when one of them is not a number.
int compareNumbers(const Value& a, const Value& b) {
  if (a.isInteger() && b.isInteger()) {
    return a.asInteger() < b.asInteger() ? -1 : a.asInteger() > b.asInteger() ? 1 : 0;
  }
  if (std::isnan(a.asReal()) || std::isnan(b.asReal())) return 2;
  if (a.isInteger()) return compareExact(a.asInteger(), b.asReal());
  if (b.isInteger()) return -compareExact(b.asInteger(), a.asReal());
  return a.asReal() < b.asReal() ? -1 : a.asReal() > b.asReal() ? 1 : 0;
}

bool holds(Order order, int comparison) {
  if (comparison == 2) return false;
  switch (order) {
    case Order::Less:
      return comparison < 0;
    case Order::LessEqual:
      return comparison <= 0;
    case Order::Greater:
      return comparison > 0;
    case Order::GreaterEqual:
      return comparison >= 0;
  }
  return false;
}

const char* symbol(Order order) {
  switch (order) {
    case Order::Less:
      return "<";
    case Order::LessEqual:
      return "<=";
    case Order::Greater:
      return ">";
    case Order::GreaterEqual:
      return ">=";
  }
  return "";
}

void enter(uint32_t depth) {
  if (depth > kValueDepthMax) fail(Cause::Limit, "values are nested too deeply");
}

bool sameDicts(DictObject& a, DictObject& b, Budget& budget, uint32_t depth) {
  if (a.entries.size() != b.entries.size()) return false;
  for (const auto& [key, value] : a.entries) {
    const Value* other = b.find(key, budget);
    if (!other || !equal(value, *other, budget, depth + 1)) return false;
  }
  return true;
}

}  // namespace

uint64_t hashOf(const Value& value, Budget& budget, uint32_t depth) {
  enter(depth);
  switch (value.kind()) {
    case Kind::Bool:
    case Kind::Int:
      return std::hash<int64_t>{}(value.asInteger());
    case Kind::Float: {
      const double real = value.asReal();
      const bool whole = std::abs(real) < 9.2e18 && real == std::trunc(real);
      return whole ? std::hash<int64_t>{}(static_cast<int64_t>(real)) : std::hash<double>{}(real);
    }
    case Kind::String:
      return std::hash<std::string_view>{}(value.text());
    case Kind::Tuple: {
      uint64_t hash = 7;
      for (const Value& item : value.list().items) {
        budget.step();
        hash = hash * 1000003 + hashOf(item, budget, depth + 1);
      }
      return hash;
    }
    case Kind::List:
    case Kind::Dict:
      fail(Cause::Type, std::string("unhashable type: '") + typeName(value) + "'");
    case Kind::Undefined:
    case Kind::None:
      return static_cast<uint64_t>(value.kind());
    default:
      return std::hash<const void*>{}(value.identity());
  }
}

bool equal(const Value& a, const Value& b, Budget& budget, uint32_t depth) {
  enter(depth);
  budget.step();
  if (a.isNumber() && b.isNumber()) return compareNumbers(a, b) == 0;
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Kind::Missing:
    case Kind::Undefined:
    case Kind::None:
      return true;
    case Kind::String:
      if (a.text().size() != b.text().size()) return false;
      budget.work(a.text().size());
      return a.text() == b.text();
    case Kind::List:
    case Kind::Tuple: {
      const auto& x = a.list().items;
      const auto& y = b.list().items;
      if (x.size() != y.size()) return false;
      for (size_t i = 0; i < x.size(); ++i) {
        if (!equal(x[i], y[i], budget, depth + 1)) return false;
      }
      return true;
    }
    case Kind::Dict:
      return sameDicts(a.dict(), b.dict(), budget, depth);
    case Kind::Range: {
      const int64_t size = a.range().size();
      if (size != b.range().size()) return false;
      return size == 0 ||
             (a.range().start == b.range().start && (size == 1 || a.range().step == b.range().step));
    }
    default:
      return a.identity() == b.identity();
  }
}

bool identical(const Value& a, const Value& b) {
  if (a.kind() != b.kind()) return false;
  switch (a.kind()) {
    case Kind::Missing:
    case Kind::None:
      return true;
    case Kind::Bool:
    case Kind::Int:
      return a.asInteger() == b.asInteger();
    case Kind::Float:
      return a.asReal() == b.asReal();
    case Kind::String:
      return a.stringObject() == b.stringObject() || a.text() == b.text();
    default:
      return a.identity() == b.identity();
  }
}

bool ordered(const Value& a, const Value& b, Order order, Budget& budget, uint32_t depth) {
  enter(depth);
  budget.step();
  if (a.is(Kind::Undefined)) failUndefined(a);
  if (b.is(Kind::Undefined)) failUndefined(b);
  if (a.isNumber() && b.isNumber()) return holds(order, compareNumbers(a, b));
  if (a.is(Kind::String) && b.is(Kind::String)) {
    budget.work(std::min(a.text().size(), b.text().size()));
    const int comparison = a.text().compare(b.text());  // the order of UTF-8 bytes is that of code points
    return holds(order, comparison < 0 ? -1 : comparison > 0 ? 1 : 0);
  }
  if (a.isSequence() && a.kind() == b.kind()) {
    const auto& x = a.list().items;
    const auto& y = b.list().items;
    for (size_t i = 0; i < x.size() && i < y.size(); ++i) {
      if (!equal(x[i], y[i], budget, depth + 1)) return ordered(x[i], y[i], order, budget, depth + 1);
    }
    return holds(order, x.size() < y.size() ? -1 : x.size() > y.size() ? 1 : 0);
  }
  fail(Cause::Type, std::string("'") + symbol(order) + "' not supported between instances of '" +
                        typeName(a) + "' and '" + typeName(b) + "'");
}

}  // namespace hearth::jinja
