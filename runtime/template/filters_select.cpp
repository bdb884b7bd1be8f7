// Filters that pick, map, order and group the items of a sequence. Lazy where Jinja2's are: an item is looked
// at when it is asked for, and what was taken is gone.
#include <algorithm>
#include <memory>

#include "runtime/template/filters.h"
#include "runtime/template/tests.h"
#include "runtime/template/unicode.h"

namespace hearth::jinja {
namespace {

// Reads "a.b.0" of an item, step by step.
class AttributePath {
 public:
  AttributePath(Evaluator& e, const Value& path) : evaluator_(e) {
    if (path.isMissing() || path.is(Kind::None)) return;
    if (!path.is(Kind::String)) {
      parts_.push_back(path);
      return;
    }
    std::string_view rest = path.text();
    for (;;) {
      const size_t dot = rest.find('.');
      const std::string_view part = rest.substr(0, dot);
      const bool isIndex = !part.empty() && part.size() < 18 &&
                           std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
      parts_.push_back(isIndex ? Value::integer(std::stoll(std::string(part)))
                               : e.heap().string(std::string(part)));
      if (dot == std::string_view::npos) return;
      rest.remove_prefix(dot + 1);
    }
  }
  Value read(Value value, const Value& fallback = Value::missing()) const {
    for (const Value& part : parts_) {
      value = evaluator_.item(value, part);
      if (value.is(Kind::Undefined) && !fallback.isMissing() && !fallback.is(Kind::None)) value = fallback;
    }
    return value;
  }

 private:
  Evaluator& evaluator_;
  std::vector<Value> parts_;
};

Value folded(Evaluator& e, Value value, bool caseSensitive) {
  return !caseSensitive && value.is(Kind::String) ? e.heap().string(toLower(value.text())) : value;
}

// A lazy sequence over `source`: `take` sees each item and says whether it is passed on, perhaps changed.
Value lazily(Evaluator& e, const Value& source, std::function<bool(Value&)> take) {
  auto cursor = std::make_shared<std::optional<Cursor>>();
  return e.heap().iterator([&e, source, cursor, take = std::move(take)](Value& out) {
    if (!truth(source)) return false;
    if (!*cursor) cursor->emplace(e.heap(), source);
    while ((*cursor)->next(out)) {
      if (take(out)) return true;
    }
    return false;
  });
}

Value takeNamed(Args& args, std::string_view name) {
  for (auto it = args.named.begin(); it != args.named.end(); ++it) {
    if (it->first != name) continue;
    Value value = std::move(it->second);
    args.named.erase(it);
    return value;
  }
  return Value::missing();
}

std::string nameOf(const Value& value, const char* what, Budget& budget) {
  if (value.is(Kind::String)) return value.text();
  std::string message = std::string("No ") + what + " named " + repr(value, budget) + ".";
  if (value.is(Kind::Undefined)) {
    message += " (" + value.undefined().message() + "; did you forget to quote the callable name?)";
  }
  fail(Cause::Runtime, std::move(message));
}

Value map(Evaluator& e, Bound& p, Args& rest) {
  // Arguments are looked at when the first item is asked for, as in Jinja2's generators.
  auto prepared = std::make_shared<std::function<Value(const Value&)>>();
  return lazily(e, p[0], [&e, prepared, rest](Value& item) {
    if (!*prepared) {
      Args args = rest;
      const Value attribute = args.positional.empty() ? takeNamed(args, "attribute") : Value::missing();
      if (!attribute.isMissing()) {
        const Value fallback = takeNamed(args, "default");
        if (!args.named.empty()) {
          fail(Cause::Runtime, "Unexpected keyword argument " + reprText(args.named.front().first));
        }
        *prepared = [path = AttributePath(e, attribute), fallback](const Value& value) {
          return path.read(value, fallback);
        };
      } else {
        if (args.positional.empty()) fail(Cause::Runtime, "map requires a filter argument");
        const std::string name = nameOf(args.positional[0], "filter", e.budget());
        const FilterEntry* filter = findFilter(name);
        if (!filter) fail(Cause::Runtime, "No filter named " + reprText(name) + ".");
        *prepared = [&e, filter, args](const Value& value) {
          Args call = args;
          call.positional[0] = value;
          return e.applyFilter(*filter, call);
        };
      }
    }
    item = (*prepared)(item);
    return true;
  });
}

enum class Keep : uint8_t { Matching, Others };
enum class Look : uint8_t { AtItem, AtAttribute };

template <Keep kKeep, Look kLook>
Value select(Evaluator& e, Bound& p, Args& rest) {
  auto prepared = std::make_shared<std::function<bool(const Value&)>>();
  return lazily(e, p[0], [&e, prepared, rest](Value& item) {
    if (!*prepared) {
      const size_t skipped = kLook == Look::AtAttribute ? 1 : 0;
      if (rest.positional.size() < skipped) fail(Cause::Runtime, "Missing parameter for attribute name");
      const AttributePath path(e, skipped == 1 ? rest.positional[0] : Value::missing());
      if (rest.positional.size() == skipped) {
        *prepared = [path](const Value& value) { return truth(path.read(value)); };
      } else {
        const std::string name = nameOf(rest.positional[skipped], "test", e.budget());
        const TestEntry* test = findTest(name);
        if (!test) fail(Cause::Runtime, "No test named " + reprText(name) + ".");
        Args args = rest;
        args.positional.erase(args.positional.begin(),
                              args.positional.begin() + static_cast<ptrdiff_t>(skipped));
        *prepared = [&e, path, test, args](const Value& value) {
          Args call = args;
          call.positional[0] = path.read(value);
          return e.applyTest(*test, call);
        };
      }
    }
    return (*prepared)(item) == (kKeep == Keep::Matching);
  });
}

// Several paths, separated by commas; the key is the list of what they read.
std::function<Value(const Value&)> sortKey(Evaluator& e, const Value& attribute, bool caseSensitive) {
  std::vector<AttributePath> paths;
  if (attribute.is(Kind::String)) {
    std::string_view rest = attribute.text();
    for (;;) {
      const size_t comma = rest.find(',');
      paths.emplace_back(e, e.heap().string(std::string(rest.substr(0, comma))));
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
  } else {
    paths.emplace_back(e, attribute);
  }
  return [&e, paths = std::move(paths), caseSensitive](const Value& item) {
    std::vector<Value> key;
    for (const AttributePath& path : paths) key.push_back(folded(e, path.read(item), caseSensitive));
    return e.heap().list(std::move(key));
  };
}

// A merge sort of our own: keys of a template may compare inconsistently (nan), which std::sort does not
// survive.
std::vector<Value> sortedBy(Evaluator& e, const std::vector<Value>& items, bool reverse,
                            const std::function<Value(const Value&)>& keyOf) {
  using Keyed = std::pair<Value, size_t>;
  std::vector<Keyed> order;
  for (size_t i = 0; i < items.size(); ++i) order.emplace_back(keyOf(items[i]), i);
  if (reverse) std::reverse(order.begin(), order.end());
  std::vector<Keyed> merged(order.size());
  for (size_t width = 1; width < order.size(); width *= 2) {
    for (size_t begin = 0; begin < order.size(); begin += 2 * width) {
      const size_t middle = std::min(begin + width, order.size());
      const size_t end = std::min(begin + 2 * width, order.size());
      size_t left = begin, right = middle;
      for (size_t out = begin; out < end; ++out) {
        const bool takeRight =
            left == middle ||
            (right < end && ordered(order[right].first, order[left].first, Order::Less, e.budget()));
        merged[out] = takeRight ? order[right++] : order[left++];
      }
    }
    std::swap(order, merged);
  }
  if (reverse) std::reverse(order.begin(), order.end());
  std::vector<Value> sorted;
  for (const auto& [key, index] : order) sorted.push_back(items[index]);
  return sorted;
}

Value sort(Evaluator& e, Bound& p, Args&) {
  const auto key = sortKey(e, p[3], truthOr(p[2], false));
  return e.heap().list(sortedBy(e, toVector(e.heap(), p[0]), truthOr(p[1], false), key));
}

Value dictsort(Evaluator& e, Bound& p, Args&) {
  const bool caseSensitive = truthOr(p[1], false);
  const std::string by = p[2].isMissing() ? "key" : str(p[2], e.budget());
  if (by != "key" && by != "value") fail(Cause::Runtime, "You can only sort by either \"key\" or \"value\"");
  if (p[0].is(Kind::Undefined)) failUndefined(p[0]);
  if (!p[0].is(Kind::Dict)) {
    fail(Cause::Type, std::string("'") + typeName(p[0]) + "' object has no attribute 'items'");
  }
  std::vector<Value> pairs;
  for (const auto& [key, value] : p[0].dict().entries) pairs.push_back(e.heap().pair(key, value));
  const size_t position = by == "key" ? 0 : 1;
  return e.heap().list(sortedBy(e, pairs, truthOr(p[3], false), [&](const Value& pair) {
    return folded(e, pair.list().items[position], caseSensitive);
  }));
}

Value unique(Evaluator& e, Bound& p, Args&) {
  auto* seen = e.heap().make<DictObject>();
  auto cursor = std::make_shared<std::optional<Cursor>>();
  return e.heap().iterator([&e, source = p[0], cursor, seen, path = AttributePath(e, p[2]),
                            caseSensitive = truthOr(p[1], false)](Value& out) {
    if (!*cursor) cursor->emplace(e.heap(), source);
    while ((*cursor)->next(out)) {
      const Value key = folded(e, path.read(out), caseSensitive);
      if (seen->find(key, e.budget())) continue;
      seen->set(key, Value(), e.budget());
      return true;
    }
    return false;
  });
}

template <Order kOrder>
Value extreme(Evaluator& e, Bound& p, Args&) {
  const AttributePath path(e, p[2]);
  const bool caseSensitive = truthOr(p[1], false);
  Cursor cursor(e.heap(), p[0]);
  Value best, item;
  if (!cursor.next(best)) return e.heap().undefinedHint("No aggregated item, sequence was empty.");
  Value bestKey = folded(e, path.read(best), caseSensitive);
  while (cursor.next(item)) {
    Value key = folded(e, path.read(item), caseSensitive);
    if (!ordered(key, bestKey, kOrder, e.budget())) continue;
    best = item;
    bestKey = std::move(key);
  }
  return best;
}

Value groupby(Evaluator& e, Bound& p, Args&) {
  const AttributePath path(e, p[1]);
  const bool caseSensitive = truthOr(p[3], false);
  const auto key = [&](const Value& item) { return folded(e, path.read(item, p[2]), caseSensitive); };
  std::vector<Value> groups;
  std::vector<Value> members;
  Value current;
  const auto close = [&] {
    if (members.empty()) return;
    const Value name = caseSensitive ? current : path.read(members.front(), p[2]);
    groups.push_back(e.heap().pair(name, e.heap().list(std::move(members))));
    groups.back().list().isGroup = true;
    members.clear();
  };
  for (const Value& item : sortedBy(e, toVector(e.heap(), p[0]), false, key)) {
    Value itemKey = key(item);
    if (members.empty() || !equal(itemKey, current, e.budget())) close();
    current = std::move(itemKey);
    members.push_back(item);
  }
  close();
  return e.heap().list(std::move(groups));
}

Value sum(Evaluator& e, Bound& p, Args&) {
  const AttributePath path(e, p[1]);
  Value total = p[2].isMissing() ? Value::integer(0) : p[2];
  if (total.is(Kind::String)) fail(Cause::Type, "sum() can't sum strings [use ''.join(seq) instead]");
  Cursor cursor(e.heap(), p[0]);
  Value item;
  while (cursor.next(item)) total = binary(e.heap(), Operator::Add, total, path.read(item));
  return total;
}

Value join(Evaluator& e, Bound& p, Args&) {
  const std::string separator = p[1].isMissing() ? "" : str(p[1], e.budget());
  const AttributePath path(e, p[2]);
  TextBuilder out(e.budget());
  Cursor cursor(e.heap(), p[0]);
  Value item;
  for (bool first = true; cursor.next(item); first = false) {
    if (!first) out.append(separator);
    out.append(str(path.read(item), e.budget()));
  }
  return e.heap().string(out.take());
}

constexpr FilterEntry kFilters[] = {
    {{"map", "value *"}, map},
    {{"select", "value *"}, select<Keep::Matching, Look::AtItem>},
    {{"reject", "value *"}, select<Keep::Others, Look::AtItem>},
    {{"selectattr", "value *"}, select<Keep::Matching, Look::AtAttribute>},
    {{"rejectattr", "value *"}, select<Keep::Others, Look::AtAttribute>},
    {{"sort", "value reverse= case_sensitive= attribute="}, sort},
    {{"dictsort", "value case_sensitive= by= reverse="}, dictsort},
    {{"unique", "value case_sensitive= attribute="}, unique},
    {{"min", "value case_sensitive= attribute="}, extreme<Order::Less>},
    {{"max", "value case_sensitive= attribute="}, extreme<Order::Greater>},
    {{"groupby", "value attribute default= case_sensitive="}, groupby},
    {{"sum", "iterable attribute= start="}, sum},
    {{"join", "value d= attribute="}, join},
};

}  // namespace

std::span<const FilterEntry> selectingFilters() { return kFilters; }

}  // namespace hearth::jinja
