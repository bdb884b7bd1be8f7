#include "runtime/template/value.h"

#include "runtime/template/evaluator.h"
#include "runtime/template/unicode.h"

namespace hearth::jinja {
namespace {

constexpr size_t kStringOverhead = sizeof(StringObject);
constexpr size_t kDictIndexFrom = 12;  // entries; below it a walk is faster than hashing

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

}  // namespace hearth::jinja
