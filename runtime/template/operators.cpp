// Operators, containment and slices with Python's semantics.
#include <cmath>
#include <limits>

#include "runtime/template/evaluator.h"
#include "runtime/template/methods.h"
#include "runtime/template/unicode.h"

namespace hearth::jinja {
namespace {

const char* symbolOf(Operator op) {
  switch (op) {
    case Operator::Add:
      return "+";
    case Operator::Subtract:
      return "-";
    case Operator::Multiply:
      return "*";
    case Operator::Divide:
      return "/";
    case Operator::FloorDivide:
      return "//";
    case Operator::Modulo:
      return "%";
    case Operator::Power:
      return "** or pow()";
    default:
      return "?";
  }
}

[[noreturn]] void failOperands(Operator op, const Value& a, const Value& b) {
  fail(Cause::Type, std::string("unsupported operand type(s) for ") + symbolOf(op) + ": '" + typeName(a) +
                        "' and '" + typeName(b) + "'");
}
[[noreturn]] void failOverflow() { fail(Cause::Arithmetic, "the result does not fit in a 64-bit integer"); }

// The overflow functions of the compiler: they store the result and say whether it did not fit.
Value checked(bool (*operate)(int64_t, int64_t, int64_t*), int64_t a, int64_t b) {
  int64_t result = 0;
  if (operate(a, b, &result)) failOverflow();
  return Value::integer(result);
}
bool addOverflows(int64_t a, int64_t b, int64_t* result) { return __builtin_add_overflow(a, b, result); }
bool subtractOverflows(int64_t a, int64_t b, int64_t* result) { return __builtin_sub_overflow(a, b, result); }
bool multiplyOverflows(int64_t a, int64_t b, int64_t* result) { return __builtin_mul_overflow(a, b, result); }

int64_t floorDivide(int64_t a, int64_t b) {
  const int64_t quotient = a / b;
  return (a % b != 0 && (a < 0) != (b < 0)) ? quotient - 1 : quotient;
}

Value integerPower(int64_t base, int64_t exponent) {
  int64_t result = 1;
  if (base == 0 || base == 1) return Value::integer(exponent == 0 ? 1 : base);
  if (base == -1) return Value::integer(exponent % 2 == 0 ? 1 : -1);
  for (int64_t i = 0; i < exponent; ++i) {
    if (__builtin_mul_overflow(result, base, &result)) failOverflow();
  }
  return Value::integer(result);
}

Value integers(Operator op, int64_t a, int64_t b) {
  const bool dividing = op == Operator::Divide || op == Operator::FloorDivide || op == Operator::Modulo;
  if (dividing && b == 0) {
    fail(Cause::Arithmetic,
         op == Operator::Divide ? "division by zero" : "integer division or modulo by zero");
  }
  if (b == -1 && a == std::numeric_limits<int64_t>::min() && op == Operator::FloorDivide) failOverflow();
  switch (op) {
    case Operator::Add:
      return checked(addOverflows, a, b);
    case Operator::Subtract:
      return checked(subtractOverflows, a, b);
    case Operator::Multiply:
      return checked(multiplyOverflows, a, b);
    case Operator::Divide:
      return Value::real(static_cast<double>(a) / static_cast<double>(b));
    case Operator::FloorDivide:
      return Value::integer(floorDivide(a, b));
    case Operator::Modulo:
      return Value::integer(b == -1 ? 0 : ((a % b) + b) % b);
    case Operator::Power:
      if (b >= 0) return integerPower(a, b);
      if (a == 0) fail(Cause::Arithmetic, "0.0 cannot be raised to a negative power");
      return Value::real(std::pow(static_cast<double>(a), static_cast<double>(b)));
    default:
      return {};
  }
}

Value reals(Operator op, double a, double b) {
  if (b == 0) {
    if (op == Operator::Divide) fail(Cause::Arithmetic, "float division by zero");
    if (op == Operator::FloorDivide) fail(Cause::Arithmetic, "float floor division by zero");
    if (op == Operator::Modulo) fail(Cause::Arithmetic, "float modulo");
  }
  switch (op) {
    case Operator::Add:
      return Value::real(a + b);
    case Operator::Subtract:
      return Value::real(a - b);
    case Operator::Multiply:
      return Value::real(a * b);
    case Operator::Divide:
      return Value::real(a / b);
    case Operator::FloorDivide:
    case Operator::Modulo: {
      double rest = std::fmod(a, b);
      if (rest != 0 && (rest < 0) != (b < 0)) rest += b;
      if (rest == 0) rest = std::copysign(0.0, b);
      if (op == Operator::Modulo) return Value::real(rest);
      const double quotient = (a - rest) / b;
      const double whole = std::floor(quotient);
      return Value::real(quotient - whole > 0.5 ? whole + 1 : whole);
    }
    case Operator::Power: {
      if (a == 0 && b < 0) fail(Cause::Arithmetic, "0.0 cannot be raised to a negative power");
      const double result = std::pow(a, b);
      if (std::isnan(result) && !std::isnan(a) && !std::isnan(b)) failOverflow();
      if (std::isinf(result) && !std::isinf(a) && !std::isinf(b)) fail(Cause::Arithmetic, "Result too large");
      return Value::real(result);
    }
    default:
      return {};
  }
}

Value repeated(Heap& heap, const Value& sequence, const Value& times) {
  if (!times.isInteger()) {
    fail(Cause::Type, std::string("can't multiply sequence by non-int of type '") + typeName(times) + "'");
  }
  const auto count = static_cast<size_t>(std::max<int64_t>(0, times.asInteger()));
  const bool isText = sequence.is(Kind::String);
  const size_t size = isText ? sequence.text().size() : sequence.list().items.size() * sizeof(Value);
  size_t bytes = 0;
  if (__builtin_mul_overflow(size, count, &bytes)) bytes = std::numeric_limits<size_t>::max();
  heap.budget().require(bytes);
  const size_t turns = size == 0 ? 0 : count;
  if (isText) {
    std::string out;
    out.reserve(bytes);
    for (size_t i = 0; i < turns; ++i) out += sequence.text();
    return sequence.isMarkup() ? heap.markup(std::move(out)) : heap.string(std::move(out));
  }
  std::vector<Value> items;
  items.reserve(sequence.list().items.size() * turns);
  for (size_t i = 0; i < turns; ++i) {
    items.insert(items.end(), sequence.list().items.begin(), sequence.list().items.end());
  }
  return sequence.is(Kind::List) ? heap.list(std::move(items)) : heap.tuple(std::move(items));
}

Value joined(Heap& heap, const Value& a, const Value& b) {
  if (a.is(Kind::String) && b.is(Kind::String)) {
    heap.budget().require(a.text().size() + b.text().size());
    if (!a.isMarkup() && !b.isMarkup()) return heap.string(a.text() + b.text());
    return heap.markup((a.isMarkup() ? a.text() : escapeHtml(a.text())) +
                       (b.isMarkup() ? b.text() : escapeHtml(b.text())));
  }
  if (a.isSequence() && a.kind() == b.kind()) {
    std::vector<Value> items = a.list().items;
    heap.budget().require((items.size() + b.list().items.size()) * sizeof(Value));
    items.insert(items.end(), b.list().items.begin(), b.list().items.end());
    return a.is(Kind::List) ? heap.list(std::move(items)) : heap.tuple(std::move(items));
  }
  if (a.is(Kind::String) || a.isSequence()) {
    const std::string name = a.is(Kind::String) ? "str" : typeName(a);
    fail(Cause::Type, "can only concatenate " + name + " (not \"" + typeName(b) + "\") to " + name);
  }
  failOperands(Operator::Add, a, b);
}

// What a slice selects from `length` items, as Python's slice.indices().
struct Indices {
  int64_t start, stop, step;
};

std::optional<int64_t> sliceBound(const Value& value) {
  if (value.is(Kind::None)) return std::nullopt;
  if (!value.isInteger()) {
    fail(Cause::Type, "slice indices must be integers or None or have an __index__ method");
  }
  return value.asInteger();
}

Indices sliceIndices(int64_t length, const Value& start, const Value& stop, const Value& step) {
  // Steps beyond the length select at most one item; clamping keeps the arithmetic from overflowing.
  const int64_t by = std::clamp<int64_t>(sliceBound(step).value_or(1), -length - 1, length + 1);
  if (by == 0) fail(Cause::Value, "slice step cannot be zero");
  const int64_t lowest = by < 0 ? -1 : 0;
  const int64_t highest = by < 0 ? length - 1 : length;
  const auto place = [&](const Value& bound, int64_t fallback) {
    const std::optional<int64_t> at = sliceBound(bound);
    if (!at) return fallback;
    return std::clamp(*at < 0 ? std::max(*at, -length - 1) + length : *at, lowest, highest);
  };
  return {place(start, by < 0 ? highest : lowest), place(stop, by < 0 ? lowest : highest), by};
}

Value sliceText(Heap& heap, const Value& value, const Indices& at) {
  const std::string& text = value.text();
  heap.budget().require(text.size());
  std::string out;
  if (at.step == 1) {
    if (at.start < at.stop) {
      const size_t first = byteOffset(text, static_cast<size_t>(at.start));
      const size_t count =
          byteOffset(std::string_view(text).substr(first), static_cast<size_t>(at.stop - at.start));
      out = text.substr(first, count);
    }
  } else {
    std::vector<size_t> offsets;
    for (size_t i = 0; i < text.size(); i += decodeAt(text, i).bytes) offsets.push_back(i);
    for (int64_t i = at.start; at.step > 0 ? i < at.stop : i > at.stop; i += at.step) {
      const size_t offset = offsets[static_cast<size_t>(i)];
      out += text.substr(offset, decodeAt(text, offset).bytes);
    }
  }
  return value.isMarkup() ? heap.markup(std::move(out)) : heap.string(std::move(out));
}

}  // namespace

std::string escapeHtml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&#34;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

Value binary(Heap& heap, Operator op, const Value& a, const Value& b) {
  if (a.is(Kind::Undefined)) failUndefined(a);
  if (b.is(Kind::Undefined)) failUndefined(b);
  if (a.isInteger() && b.isInteger()) return integers(op, a.asInteger(), b.asInteger());
  if (a.isNumber() && b.isNumber()) return reals(op, a.asReal(), b.asReal());
  if (op == Operator::Add) return joined(heap, a, b);
  if (op == Operator::Multiply) {
    if (a.is(Kind::String) || a.isSequence()) return repeated(heap, a, b);
    if (b.is(Kind::String) || b.isSequence()) return repeated(heap, b, a);
  }
  failOperands(op, a, b);
}

Value negate(const Value& value) {
  if (value.is(Kind::Undefined)) failUndefined(value);
  if (value.isInteger()) return checked(subtractOverflows, 0, value.asInteger());
  if (value.is(Kind::Float)) return Value::real(-value.asReal());
  fail(Cause::Type, std::string("bad operand type for unary -: '") + typeName(value) + "'");
}

Value plus(const Value& value) {
  if (value.is(Kind::Undefined)) failUndefined(value);
  if (value.isInteger()) return Value::integer(value.asInteger());
  if (value.is(Kind::Float)) return value;
  fail(Cause::Type, std::string("bad operand type for unary +: '") + typeName(value) + "'");
}

bool contains(Heap& heap, const Value& container, const Value& item) {
  Budget& budget = heap.budget();
  if (container.is(Kind::String)) {
    if (!item.is(Kind::String)) {
      fail(Cause::Type, std::string("'in <string>' requires string as left operand, not ") + typeName(item));
    }
    budget.require(container.text().size());
    return findText(container.text(), item.text()) != std::string::npos;
  }
  if (container.is(Kind::Dict)) return container.dict().find(item, budget) != nullptr;
  if (container.is(Kind::DictView) && container.view().part == DictViewObject::Part::Keys) {
    return container.view().dict->find(item, budget) != nullptr;
  }
  if (!isIterable(container)) {
    fail(Cause::Type, std::string("argument of type '") + typeName(container) + "' is not iterable");
  }
  Cursor cursor(heap, container);
  Value candidate;
  while (cursor.next(candidate)) {
    if (identical(candidate, item) || equal(candidate, item, budget)) return true;
  }
  return false;
}

Value slice(Heap& heap, const Value& object, const Value& start, const Value& stop, const Value& step) {
  if (object.is(Kind::Undefined)) failUndefined(object);
  if (object.is(Kind::Dict)) fail(Cause::Type, "unhashable type: 'slice'");
  if (!object.is(Kind::String) && !object.isSequence() && !object.is(Kind::Range)) {
    fail(Cause::Type, std::string("'") + typeName(object) + "' object is not subscriptable");
  }
  const Indices at = sliceIndices(lengthOf(object), start, stop, step);
  if (object.is(Kind::String)) return sliceText(heap, object, at);
  if (object.is(Kind::Range)) {
    auto* range = heap.make<RangeObject>();
    range->start = rangeItem(object.range(), at.start);
    range->stop = rangeItem(object.range(), at.stop);
    range->step = object.range().step * at.step;
    return Value::object(Kind::Range, range);
  }
  std::vector<Value> items;
  for (int64_t i = at.start; at.step > 0 ? i < at.stop : i > at.stop; i += at.step) {
    heap.budget().step();
    items.push_back(object.list().items[static_cast<size_t>(i)]);
  }
  return object.is(Kind::List) ? heap.list(std::move(items)) : heap.tuple(std::move(items));
}

}  // namespace hearth::jinja
