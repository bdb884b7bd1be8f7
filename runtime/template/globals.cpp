// Jinja2's global functions, those that transformers adds, and the conversion of the variables.
#include <limits>

#include "runtime/template/evaluator.h"
#include "runtime/template/functions.h"
#include "runtime/template/strftime.h"

namespace hearth::jinja {
namespace {

constexpr int64_t kRangeMax = 100000;  // items, as in Jinja2's sandbox

Value range(Evaluator& e, Args& args) {
  Bound p = bind({"range", "_start _stop= _step="}, args);
  auto* range = e.heap().make<RangeObject>();
  for (const Value& value : p) {
    if (value.is(Kind::Undefined))
      fail(Cause::Type, "'Undefined' object cannot be interpreted as an integer");
  }
  range->stop = integerOr(p[1].isMissing() ? p[0] : p[1], 0);
  range->start = p[1].isMissing() ? 0 : integerOr(p[0], 0);
  range->step = integerOr(p[2], 1);
  if (range->step == 0) fail(Cause::Value, "range() arg 3 must not be zero");
  constexpr int64_t kFar =
      std::numeric_limits<int64_t>::max() / 4;  // keeps the size's arithmetic from overflowing
  const auto isFar = [](int64_t value) { return value > kFar || value < -kFar; };
  if (isFar(range->start) || isFar(range->stop) || isFar(range->step) || range->size() > kRangeMax) {
    fail(Cause::Arithmetic, "Range too big. The sandbox blocks ranges larger than MAX_RANGE (100000).");
  }
  return Value::object(Kind::Range, range);
}

// dict(…): from a dict or pairs, then the named arguments.
DictObject* makeDict(Evaluator& e, Args& args) {
  auto* dict = e.heap().make<DictObject>();
  if (args.positional.size() > 1) fail(Cause::Type, "dict expected at most 1 argument");
  if (!args.positional.empty() && args.positional[0].is(Kind::Dict)) {
    for (const auto& [key, value] : args.positional[0].dict().entries) dict->set(key, value, e.budget());
  } else if (!args.positional.empty()) {
    for (const Value& pair : toVector(e.heap(), args.positional[0])) {
      const std::vector<Value> parts = toVector(e.heap(), pair);
      if (parts.size() != 2) fail(Cause::Value, "dictionary update sequence element must have length 2");
      dict->set(parts[0], parts[1], e.budget());
    }
  }
  for (const auto& [key, value] : args.named) dict->set(e.heap().string(key), value, e.budget());
  return dict;
}

Value dict(Evaluator& e, Args& args) { return Value::object(Kind::Dict, makeDict(e, args)); }

Value makeNamespace(Evaluator& e, Args& args) {
  auto* space = e.heap().make<NamespaceObject>();
  space->attributes = makeDict(e, args);
  return Value::object(Kind::Namespace, space);
}

Value cycler(Evaluator& e, Args& args) {
  if (args.positional.empty()) fail(Cause::Runtime, "at least one item has to be provided");
  auto* cycler = e.heap().make<CyclerObject>();
  cycler->items = args.positional;
  return Value::object(Kind::Cycler, cycler);
}

Value joiner(Evaluator& e, Args& args) {
  Bound p = bind({"joiner", "sep="}, args);
  auto* joiner = e.heap().make<JoinerObject>();
  joiner->separator = p[0].isMissing() ? e.heap().string(", ") : p[0];
  return Value::object(Kind::Joiner, joiner);
}

Value raiseException(Evaluator& e, Args& args) {
  Bound p = bind({"raise_exception", "message"}, args);
  fail(Cause::Runtime, str(p[0], e.budget()));
}

Value strftimeNow(Evaluator& e, Args& args) {
  Bound p = bind({"strftime_now", "format"}, args);
  return e.heap().string(formatTime(textOf(p[0], "strftime() argument 1"), e.now()));
}

struct Global {
  std::string_view name;
  Value (*call)(Evaluator&, Args&);
};
constexpr Global kGlobals[] = {{"range", range},
                               {"dict", dict},
                               {"namespace", makeNamespace},
                               {"cycler", cycler},
                               {"joiner", joiner},
                               {"raise_exception", raiseException},
                               {"strftime_now", strftimeNow}};

}  // namespace

Value globalNamed(Evaluator& evaluator, std::string_view name) {
  for (const Global& global : kGlobals) {
    if (global.name != name) continue;
    auto* callable = evaluator.heap().make<CallableObject>();
    callable->description = "<function " + std::string(name) + ">";
    callable->call = [&evaluator, call = global.call](Args& args) { return call(evaluator, args); };
    return Value::object(Kind::Callable, callable);
  }
  return Value::missing();
}

Value fromJson(Heap& heap, const nlohmann::ordered_json& json, uint32_t depth) {
  if (depth > kValueDepthMax) fail(Cause::Limit, "the variables are nested too deeply");
  heap.budget().step();
  using Type = nlohmann::ordered_json::value_t;
  switch (json.type()) {
    case Type::boolean:
      return Value::boolean(json.get<bool>());
    case Type::number_integer:
      return Value::integer(json.get<int64_t>());
    case Type::number_unsigned: {
      const auto number = json.get<uint64_t>();
      if (number > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
        fail(Cause::Arithmetic, "a number in the variables does not fit in a 64-bit integer");
      }
      return Value::integer(static_cast<int64_t>(number));
    }
    case Type::number_float:
      return Value::real(json.get<double>());
    case Type::string:
      return heap.string(json.get_ref<const std::string&>());
    case Type::array: {
      std::vector<Value> items;
      items.reserve(json.size());
      for (const auto& item : json) items.push_back(fromJson(heap, item, depth + 1));
      return heap.list(std::move(items));
    }
    case Type::object: {
      auto* object = heap.make<DictObject>();
      for (const auto& [key, value] : json.items()) {
        object->set(heap.string(key), fromJson(heap, value, depth + 1), heap.budget());
      }
      return Value::object(Kind::Dict, object);
    }
    case Type::null:
    case Type::binary:
    case Type::discarded:
      return {};
  }
  return {};
}

}  // namespace hearth::jinja
