// Attributes of all types, and the methods of containers, loops and numbers.
#include "runtime/template/methods.h"

#include <algorithm>
#include <cmath>

namespace hearth::jinja {
namespace {

using Names = std::span<const std::string_view>;

bool isAmong(Names names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// What Jinja2's immutable sandbox refuses. list.pop and list.clear are not among them, as in Jinja2 3.1.2.
constexpr std::string_view kListChanging[] = {"append", "reverse", "insert", "sort", "extend", "remove"};
constexpr std::string_view kDictChanging[] = {"clear", "pop", "popitem", "setdefault", "update"};

Value refused(Evaluator& e, const Value& object, std::string_view name) {
  auto* undefined = e.heap().make<UndefinedObject>();
  undefined->hint =
      "access to attribute " + reprText(name) + " of " + reprText(typeName(object)) + " object is unsafe.";
  undefined->cause = Cause::Security;
  return Value::object(Kind::Undefined, undefined);
}

Value view(Evaluator& e, const Value& self, DictViewObject::Part part) {
  auto* object = e.heap().make<DictViewObject>();
  object->dict = &self.dict();
  object->part = part;
  return Value::object(Kind::DictView, object);
}

Value dictGet(Evaluator& e, const Value& self, Bound& p, Args&) {
  if (const Value* found = self.dict().find(p[0], e.budget())) return *found;
  return p[1].isMissing() ? Value() : p[1];
}
Value dictItems(Evaluator& e, const Value& self, Bound&, Args&) {
  return view(e, self, DictViewObject::Part::Items);
}
Value dictKeys(Evaluator& e, const Value& self, Bound&, Args&) {
  return view(e, self, DictViewObject::Part::Keys);
}
Value dictValues(Evaluator& e, const Value& self, Bound&, Args&) {
  return view(e, self, DictViewObject::Part::Values);
}
Value dictCopy(Evaluator& e, const Value& self, Bound&, Args&) {
  auto* copy = e.heap().make<DictObject>();
  for (const auto& [key, value] : self.dict().entries) copy->set(key, value, e.budget());
  return Value::object(Kind::Dict, copy);
}

Value itemCount(Evaluator& e, const Value& self, Bound& p, Args&) {
  int64_t found = 0;
  Cursor cursor(e.heap(), self);
  Value item;
  while (cursor.next(item)) found += equal(item, p[0], e.budget()) ? 1 : 0;
  return Value::integer(found);
}
Value itemIndex(Evaluator& e, const Value& self, Bound& p, Args&) {
  const int64_t length = lengthOf(self);
  const auto place = [&](const Value& bound, int64_t fallback) {
    const int64_t at = integerOr(bound, fallback);
    return std::clamp<int64_t>(at < 0 ? at + length : at, 0, length);
  };
  const int64_t last = place(p[2], length);
  for (int64_t i = place(p[1], 0); i < last; ++i) {
    if (equal(e.item(self, Value::integer(i)), p[0], e.budget())) return Value::integer(i);
  }
  fail(Cause::Value, repr(p[0], e.budget()) + " is not in " + typeName(self));
}
Value listCopy(Evaluator& e, const Value& self, Bound&, Args&) { return e.heap().list(self.list().items); }
Value listClear(Evaluator&, const Value& self, Bound&, Args&) {
  self.list().items.clear();
  return {};
}
Value listPop(Evaluator&, const Value& self, Bound& p, Args&) {
  auto& items = self.list().items;
  if (items.empty()) fail(Cause::Lookup, "pop from empty list");
  const auto length = static_cast<int64_t>(items.size());
  const int64_t index = integerOr(p[0], -1);
  const int64_t at = index < 0 ? index + length : index;
  if (at < 0 || at >= length) fail(Cause::Lookup, "pop index out of range");
  Value popped = items[static_cast<size_t>(at)];
  items.erase(items.begin() + at);
  return popped;
}

Value loopCycle(Evaluator&, const Value& self, Bound&, Args& rest) {
  if (rest.positional.empty()) fail(Cause::Type, "no items for cycling given");
  return rest.positional[static_cast<size_t>(self.loop().index0) % rest.positional.size()];
}
Value loopChanged(Evaluator& e, const Value& self, Bound&, Args& rest) {
  Value now = e.heap().tuple(rest.positional);
  Value& last = self.loop().lastChanged;
  if (!last.isMissing() && equal(last, now, e.budget())) return Value::boolean(false);
  last = std::move(now);
  return Value::boolean(true);
}
Value cyclerNext(Evaluator&, const Value& self, Bound&, Args&) {
  CyclerObject& cycler = self.cycler();
  const Value current = cycler.items[cycler.position];
  cycler.position = (cycler.position + 1) % cycler.items.size();
  return current;
}
Value cyclerReset(Evaluator&, const Value& self, Bound&, Args&) {
  self.cycler().position = 0;
  return {};
}
Value isWhole(Evaluator&, const Value& self, Bound&, Args&) {
  return Value::boolean(self.asReal() == std::trunc(self.asReal()));
}
Value bitLength(Evaluator&, const Value& self, Bound&, Args&) {
  int64_t bits = 0;
  for (uint64_t rest = self.asInteger() < 0 ? 0 - static_cast<uint64_t>(self.asInteger())
                                            : static_cast<uint64_t>(self.asInteger());
       rest > 0; rest >>= 1) {
    ++bits;
  }
  return Value::integer(bits);
}

constexpr MethodEntry kDictMethods[] = {{{"get", "_key _default="}, dictGet},
                                        {{"items", ""}, dictItems},
                                        {{"keys", ""}, dictKeys},
                                        {{"values", ""}, dictValues},
                                        {{"copy", ""}, dictCopy}};
constexpr MethodEntry kListMethods[] = {{{"count", "_value"}, itemCount},
                                        {{"index", "_value _start= _stop="}, itemIndex},
                                        {{"copy", ""}, listCopy},
                                        {{"pop", "_index="}, listPop},
                                        {{"clear", ""}, listClear}};
constexpr MethodEntry kTupleMethods[] = {{{"count", "_value"}, itemCount},
                                         {{"index", "_value _start= _stop="}, itemIndex}};
constexpr MethodEntry kLoopMethods[] = {{{"cycle", "*"}, loopCycle}, {{"changed", "*"}, loopChanged}};
constexpr MethodEntry kCyclerMethods[] = {{{"next", ""}, cyclerNext}, {{"reset", ""}, cyclerReset}};
constexpr MethodEntry kFloatMethods[] = {{{"is_integer", ""}, isWhole}};
constexpr MethodEntry kIntMethods[] = {{{"bit_length", ""}, bitLength}};

std::span<const MethodEntry> methodsOf(Kind kind) {
  switch (kind) {
    case Kind::Dict:
      return kDictMethods;
    case Kind::List:
      return kListMethods;
    case Kind::Tuple:
    case Kind::Range:
      return kTupleMethods;
    case Kind::Loop:
      return kLoopMethods;
    case Kind::Cycler:
      return kCyclerMethods;
    case Kind::Float:
      return kFloatMethods;
    case Kind::Int:
    case Kind::Bool:
      return kIntMethods;
    default:
      return {};
  }
}

const MethodEntry* findMethod(const Value& object, std::string_view name) {
  if (object.is(Kind::String)) return findTextMethod(name);
  for (const MethodEntry& method : methodsOf(object.kind())) {
    if (method.signature.name == name) return &method;
  }
  return nullptr;
}

Value loopAttribute(Evaluator& e, LoopObject& loop, std::string_view name) {
  if (name == "index") return Value::integer(loop.index0 + 1);
  if (name == "index0") return Value::integer(loop.index0);
  if (name == "first") return Value::boolean(loop.index0 == 0);
  if (name == "last") return Value::boolean(!loop.peek());
  if (name == "length") return Value::integer(loop.length());
  if (name == "revindex") return Value::integer(loop.length() - loop.index0);
  if (name == "revindex0") return Value::integer(loop.length() - loop.index0 - 1);
  if (name == "depth") return Value::integer(loop.depth0 + 1);
  if (name == "depth0") return Value::integer(loop.depth0);
  if (name == "previtem") {
    return loop.index0 == 0 ? e.heap().undefinedHint("there is no previous item") : loop.before;
  }
  if (name == "nextitem") {
    return loop.peek() ? loop.ahead.front() : e.heap().undefinedHint("there is no next item");
  }
  return Value::missing();
}

// Attributes that are values, not methods.
Value dataAttribute(Evaluator& e, const Value& object, std::string_view name) {
  switch (object.kind()) {
    case Kind::Namespace: {
      const Value* found = object.space().attributes->find(name);
      return found ? *found : Value::missing();
    }
    case Kind::Loop:
      return loopAttribute(e, object.loop(), name);
    case Kind::Cycler:
      return name == "current" ? object.cycler().items[object.cycler().position] : Value::missing();
    case Kind::Macro:
      if (name == "name") return e.heap().string(object.macro().definition->label);
      return Value::missing();
    case Kind::Tuple:
      if (object.list().isGroup && name == "grouper") return object.list().items[0];
      if (object.list().isGroup && name == "list") return object.list().items[1];
      return Value::missing();
    case Kind::Range:
      if (name == "start") return Value::integer(object.range().start);
      if (name == "stop") return Value::integer(object.range().stop);
      if (name == "step") return Value::integer(object.range().step);
      return Value::missing();
    case Kind::Bool:
    case Kind::Int:
      if (name == "real" || name == "numerator") return Value::integer(object.asInteger());
      if (name == "imag") return Value::integer(0);
      if (name == "denominator") return Value::integer(1);
      return Value::missing();
    default:
      return Value::missing();
  }
}

// Methods of text that is HTML already (the filters safe and escape) make such text again.
Value asMarkup(Heap& heap, const Value& value) {
  if (value.is(Kind::String)) return heap.markup(value.text());
  if (!value.isSequence()) return value;
  std::vector<Value> items;
  for (const Value& item : value.list().items) items.push_back(asMarkup(heap, item));
  return value.is(Kind::List) ? heap.list(std::move(items)) : heap.tuple(std::move(items));
}

Value invoke(Evaluator& e, const MethodEntry& method, const Value& self, Args& args) {
  if (self.is(Kind::String)) e.budget().work(self.text().size());
  Bound bound = bind(method.signature, args);
  Value result = method.apply(e, self, bound, args);
  return self.isMarkup() ? asMarkup(e.heap(), result) : result;
}

}  // namespace

bool callMethod(Evaluator& evaluator, const Value& object, std::string_view name, Args& args, Value& result) {
  const MethodEntry* method = findMethod(object, name);
  if (!method) return false;
  result = invoke(evaluator, *method, object, args);
  return true;
}

Value typeAttribute(Evaluator& evaluator, const Value& object, std::string_view name) {
  Value data = dataAttribute(evaluator, object, name);
  if (!data.isMissing()) return data;
  if (object.is(Kind::List) && isAmong(kListChanging, name)) return refused(evaluator, object, name);
  if (object.is(Kind::Dict) && isAmong(kDictChanging, name)) return refused(evaluator, object, name);
  if (name.size() > 4 && name.starts_with("__") && name.ends_with("__"))
    return refused(evaluator, object, name);
  const MethodEntry* method = findMethod(object, name);
  if (!method) return Value::missing();
  auto* bound = evaluator.heap().make<CallableObject>();
  bound->typeName = "builtin_function_or_method";
  bound->description = "<built-in method " + std::string(name) + " of " + typeName(object) + " object>";
  bound->call = [&evaluator, object, method](Args& args) { return invoke(evaluator, *method, object, args); };
  return Value::object(Kind::Callable, bound);
}

}  // namespace hearth::jinja
