#include "runtime/template/value.h"

#include <cmath>

#include "runtime/template/evaluator.h"
#include "runtime/template/unicode.h"

namespace hearth::jinja {
namespace {

constexpr size_t kStringOverhead = sizeof(StringObject);
constexpr size_t kDictIndexFrom = 12;  // entries; below it a walk is faster than hashing

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

void Budget::failSteps() const {
  fail(Cause::Limit, "the template needs more than " + std::to_string(limits_.steps) +
                         " steps to render; it may be looping without end");
}
void Budget::failMemory() const {
  fail(Cause::Limit, "the template needs more than " + std::to_string(limits_.memoryBytes >> 20) +
                         " MiB of memory to render");
}

void Value::destroyString() {
  data_.string->budget->release(kStringOverhead + data_.string->text.size());
  delete data_.string;
}

void Budget::Chain::failChain() {
  fail(Cause::Limit, "too many filters are chained without a list between them");
}

std::string UndefinedObject::message() const {
  if (!hint.empty()) return hint;
  if (owner.empty()) return reprText(name.text()) + " is undefined";
  if (name.is(Kind::String)) return "'" + owner + "' has no attribute " + reprText(name.text());
  Budget budget{TemplateLimits{}};
  return owner + " has no element " + repr(name, budget);
}

void failUndefined(const Value& value) { fail(value.undefined().cause, value.undefined().message()); }

Value* DictObject::find(std::string_view key) {
  if (entries.size() < kDictIndexFrom) {
    for (auto& [name, value] : entries) {
      if (name.is(Kind::String) && name.text() == key) return &value;
    }
    return nullptr;
  }
  const auto [first, last] = index_.equal_range(std::hash<std::string_view>{}(key));
  for (auto it = first; it != last; ++it) {
    auto& [name, value] = entries[it->second];
    if (name.is(Kind::String) && name.text() == key) return &value;
  }
  return nullptr;
}

Value* DictObject::find(const Value& key, Budget& budget) {
  if (key.is(Kind::String)) {
    budget.work(key.text().size());
    return find(key.text());
  }
  const uint64_t hash = hashOf(key, budget);
  if (entries.size() < kDictIndexFrom) {
    for (auto& [name, value] : entries) {
      if (equal(name, key, budget)) return &value;
    }
    return nullptr;
  }
  const auto [first, last] = index_.equal_range(hash);
  for (auto it = first; it != last; ++it) {
    if (equal(entries[it->second].first, key, budget)) return &entries[it->second].second;
  }
  return nullptr;
}

void DictObject::set(Value key, Value value, Budget& budget) {
  if (Value* found = find(key, budget)) {
    *found = std::move(value);
    return;
  }
  budget.allocate(sizeof(std::pair<Value, Value>) + sizeof(uint64_t) * 2);
  entries.emplace_back(std::move(key), std::move(value));
  if (entries.size() < kDictIndexFrom) return;
  const size_t first = entries.size() == kDictIndexFrom ? 0 : entries.size() - 1;
  for (size_t i = first; i < entries.size(); ++i) {
    index_.emplace(hashOf(entries[i].first, budget), static_cast<uint32_t>(i));
  }
}

int64_t RangeObject::size() const {
  if (step > 0) return start < stop ? (stop - start - 1) / step + 1 : 0;
  return start > stop ? (start - stop - 1) / -step + 1 : 0;
}

int64_t rangeItem(const RangeObject& range, int64_t index) { return range.start + index * range.step; }

Value Heap::string(std::string text) {
  budget_.allocate(kStringOverhead + text.size());
  auto object = std::make_unique<StringObject>();
  object->codePoints = codePointCount(text);
  object->text = std::move(text);
  object->budget = &budget_;
  return Value::string(object.release());
}

Value Heap::markup(std::string text) {
  Value value = string(std::move(text));
  const_cast<StringObject*>(value.stringObject())->markup = true;
  return value;
}

Value Heap::list(std::vector<Value> items) {
  budget_.allocate(items.size() * sizeof(Value));
  auto* object = make<ListObject>();
  object->items = std::move(items);
  return Value::object(Kind::List, object);
}

Value Heap::tuple(std::vector<Value> items) {
  budget_.allocate(items.size() * sizeof(Value));
  auto* object = make<ListObject>();
  object->items = std::move(items);
  return Value::object(Kind::Tuple, object);
}

Value Heap::pair(Value first, Value second) {
  std::vector<Value> items;
  items.reserve(2);
  items.push_back(std::move(first));
  items.push_back(std::move(second));
  return tuple(std::move(items));
}

Value Heap::iterator(std::function<bool(Value&)> next, const char* typeName) {
  auto* object = make<IteratorObject>();
  object->next = std::move(next);
  object->typeName = typeName;
  return Value::object(Kind::Iterator, object);
}

Value Heap::undefinedHint(std::string hint) {
  auto* object = make<UndefinedObject>();
  object->hint = std::move(hint);
  return Value::object(Kind::Undefined, object);
}

Value Heap::undefinedName(std::string_view name) {
  auto* object = make<UndefinedObject>();
  object->name = string(std::string(name));
  return Value::object(Kind::Undefined, object);
}

Value Heap::undefinedMember(const Value& owner, const Value& name) {
  auto* object = make<UndefinedObject>();
  object->owner = typeDescription(owner);
  object->name = name;
  return Value::object(Kind::Undefined, object);
}

const char* typeName(const Value& value) {
  switch (value.kind()) {
    case Kind::Missing:
    case Kind::Undefined:
      return "Undefined";
    case Kind::None:
      return "NoneType";
    case Kind::Bool:
      return "bool";
    case Kind::Int:
      return "int";
    case Kind::Float:
      return "float";
    case Kind::String:
      return value.isMarkup() ? "Markup" : "str";
    case Kind::List:
      return "list";
    case Kind::Tuple:
      return value.list().isGroup ? "_GroupTuple" : "tuple";
    case Kind::Dict:
      return "dict";
    case Kind::DictView:
      switch (value.view().part) {
        case DictViewObject::Part::Keys:
          return "dict_keys";
        case DictViewObject::Part::Values:
          return "dict_values";
        case DictViewObject::Part::Items:
          return "dict_items";
      }
      return "";
    case Kind::Range:
      return "range";
    case Kind::Iterator:
      return value.iterator().typeName;
    case Kind::Namespace:
      return "Namespace";
    case Kind::Callable:
      return value.callable().typeName;
    case Kind::Macro:
      return "Macro";
    case Kind::Loop:
      return "LoopContext";
    case Kind::Cycler:
      return "Cycler";
    case Kind::Joiner:
      return "Joiner";
  }
  return "";
}

std::string typeDescription(const Value& value) {
  const char* module = "";
  switch (value.kind()) {
    case Kind::None:
      return "None";
    case Kind::Namespace:
    case Kind::Cycler:
    case Kind::Joiner:
      module = "jinja2.utils.";
      break;
    case Kind::Undefined:
    case Kind::Macro:
    case Kind::Loop:
      module = "jinja2.runtime.";
      break;
    case Kind::String:
      module = value.isMarkup() ? "markupsafe." : "";
      break;
    default:
      break;
  }
  return std::string(module) + typeName(value) + " object";
}

bool truth(const Value& value) {
  switch (value.kind()) {
    case Kind::Missing:
    case Kind::Undefined:
    case Kind::None:
      return false;
    case Kind::Bool:
    case Kind::Int:
      return value.asInteger() != 0;
    case Kind::Float:
      return value.asReal() != 0;
    case Kind::String:
      return !value.text().empty();
    case Kind::List:
    case Kind::Tuple:
      return !value.list().items.empty();
    case Kind::Dict:
      return !value.dict().entries.empty();
    case Kind::DictView:
      return !value.view().dict->entries.empty();
    case Kind::Range:
      return value.range().size() != 0;
    default:
      return true;
  }
}

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
