// Filters on whole sequences.
#include <algorithm>

#include "runtime/template/filters.h"

namespace hearth::jinja {
namespace {

Value length(Evaluator&, Bound& p, Args&) { return Value::integer(lengthOf(p[0])); }
Value list(Evaluator& e, Bound& p, Args&) { return e.heap().list(toVector(e.heap(), p[0])); }

Value first(Evaluator& e, Bound& p, Args&) {
  Cursor cursor(e.heap(), p[0]);
  Value item;
  return cursor.next(item) ? item : e.heap().undefinedHint("No first item, sequence was empty.");
}

bool isReversible(const Value& value) {
  return value.isSequence() || value.is(Kind::String) || value.is(Kind::Dict) || value.is(Kind::DictView) ||
         value.is(Kind::Range) || value.is(Kind::Undefined);
}

Value last(Evaluator& e, Bound& p, Args&) {
  if (!isReversible(p[0]))
    fail(Cause::Type, std::string("'") + typeName(p[0]) + "' object is not reversible");
  const std::vector<Value> items = toVector(e.heap(), p[0]);
  return items.empty() ? e.heap().undefinedHint("No last item, sequence was empty.") : items.back();
}

Value overVector(Evaluator& e, std::vector<Value> items, const char* typeName) {
  auto shared = std::make_shared<std::vector<Value>>(std::move(items));
  return e.heap().iterator(
      [shared, position = size_t{0}](Value& out) mutable {
        if (position >= shared->size()) return false;
        out = (*shared)[position++];
        return true;
      },
      typeName);
}

Value reverse(Evaluator& e, Bound& p, Args&) {
  if (p[0].is(Kind::String)) {
    return slice(e.heap(), p[0], Value(), Value(), Value::integer(-1));
  }
  if (!isIterable(p[0])) fail(Cause::Runtime, "argument must be iterable");
  std::vector<Value> items = toVector(e.heap(), p[0]);
  std::reverse(items.begin(), items.end());
  if (p[0].is(Kind::Iterator)) return e.heap().list(std::move(items));
  return overVector(e, std::move(items), p[0].is(Kind::List) ? "list_reverseiterator" : "reversed");
}

Value items(Evaluator& e, Bound& p, Args&) {
  return e.heap().iterator([&e, source = p[0], position = size_t{0}](Value& out) mutable {
    if (source.is(Kind::Undefined)) return false;
    if (!source.is(Kind::Dict)) fail(Cause::Type, "Can only get item pairs from a mapping.");
    if (position >= source.dict().entries.size()) return false;
    const auto& [key, value] = source.dict().entries[position++];
    out = e.heap().pair(key, value);
    return true;
  });
}

int64_t countOf(const Value& value, const char* what) {
  const int64_t count = integerOr(value, 0);
  if (count <= 0) fail(Cause::Arithmetic, std::string(what) + " needs a positive number");
  return count;
}

Value batch(Evaluator& e, Bound& p, Args&) {
  auto cursor = std::make_shared<Cursor>(e.heap(), p[0]);
  return e.heap().iterator(
      [&e, cursor, size = static_cast<size_t>(countOf(p[1], "batch")), fill = p[2]](Value& out) {
        std::vector<Value> row;
        Value item;
        while (row.size() < size && cursor->next(item)) row.push_back(item);
        if (row.empty()) return false;
        if (!fill.isMissing() && !fill.is(Kind::None)) {
          e.budget().require((size - row.size()) * sizeof(Value));
          row.resize(size, fill);
        }
        out = e.heap().list(std::move(row));
        return true;
      });
}

Value sliceInto(Evaluator& e, Bound& p, Args&) {
  const std::vector<Value> all = toVector(e.heap(), p[0]);
  const auto slices = static_cast<size_t>(countOf(p[1], "slice"));
  e.budget().require(slices * sizeof(Value));
  std::vector<Value> rows;
  size_t at = 0;
  for (size_t i = 0; i < slices; ++i) {
    e.budget().step();
    const bool hasExtra = i < all.size() % slices;
    const size_t size = all.size() / slices + (hasExtra ? 1 : 0);
    std::vector<Value> row(all.begin() + static_cast<ptrdiff_t>(at),
                           all.begin() + static_cast<ptrdiff_t>(at + size));
    at += size;
    if (!hasExtra && !p[2].isMissing() && !p[2].is(Kind::None)) row.push_back(p[2]);
    rows.push_back(e.heap().list(std::move(row)));
  }
  return overVector(e, std::move(rows), "generator");
}

// Rendering is deterministic: "random" is always the first item.
Value random(Evaluator& e, Bound& p, Args&) {
  if (lengthOf(p[0]) == 0) return e.heap().undefinedHint("No random item, sequence was empty.");
  return e.item(p[0], Value::integer(0));
}

constexpr FilterEntry kFilters[] = {
    {{"length", "_obj"}, length},
    {{"count", "_obj"}, length},
    {{"list", "value"}, list},
    {{"first", "seq"}, first},
    {{"last", "seq"}, last},
    {{"reverse", "value"}, reverse},
    {{"items", "value"}, items},
    {{"batch", "value linecount fill_with="}, batch},
    {{"slice", "value slices fill_with="}, sliceInto},
    {{"random", "seq"}, random},
};

}  // namespace

std::span<const FilterEntry> sequenceFilters() { return kFilters; }

}  // namespace hearth::jinja
