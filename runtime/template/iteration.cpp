// What can be walked over, how long it is, and the walk.
#include <utility>

#include "runtime/template/evaluator.h"
#include "runtime/template/unicode.h"

namespace hearth::jinja {

bool isIterable(const Value& value) {
  switch (value.kind()) {
    case Kind::Undefined:
    case Kind::String:
    case Kind::List:
    case Kind::Tuple:
    case Kind::Dict:
    case Kind::DictView:
    case Kind::Range:
    case Kind::Iterator:
      return true;
    default:
      return false;
  }
}

int64_t lengthOf(const Value& value) {
  switch (value.kind()) {
    case Kind::Undefined:
      return 0;
    case Kind::String:
      return static_cast<int64_t>(value.stringObject()->codePoints);
    case Kind::List:
    case Kind::Tuple:
      return static_cast<int64_t>(value.list().items.size());
    case Kind::Dict:
      return static_cast<int64_t>(value.dict().entries.size());
    case Kind::DictView:
      return static_cast<int64_t>(value.view().dict->entries.size());
    case Kind::Range:
      return value.range().size();
    case Kind::Loop:
      return value.loop().length();
    default:
      fail(Cause::Type, std::string("object of type '") + typeName(value) + "' has no len()");
  }
}

std::vector<Value> toVector(Heap& heap, const Value& iterable) {
  if (iterable.isSequence()) {
    heap.budget().require(iterable.list().items.size() * sizeof(Value));
    return iterable.list().items;
  }
  std::vector<Value> items;
  Cursor cursor(heap, iterable);
  Value item;
  while (cursor.next(item)) {
    if (items.size() == items.capacity()) heap.budget().require(2 * items.size() * sizeof(Value));
    items.push_back(std::move(item));
  }
  return items;
}

Cursor::Cursor(Heap& heap, Value iterable) : heap_(heap), iterable_(std::move(iterable)) {
  if (!isIterable(iterable_))
    fail(Cause::Type, std::string("'") + typeName(iterable_) + "' object is not iterable");
}

bool Cursor::next(Value& out) {
  heap_.budget().step();
  switch (iterable_.kind()) {
    case Kind::String: {
      const std::string& text = iterable_.text();
      if (position_ >= text.size()) return false;
      const uint32_t bytes = decodeAt(text, position_).bytes;
      out = heap_.string(text.substr(position_, bytes));
      position_ += bytes;
      return true;
    }
    case Kind::List:
    case Kind::Tuple:
      if (position_ >= iterable_.list().items.size()) return false;
      out = iterable_.list().items[position_++];
      return true;
    case Kind::Dict:
      if (position_ >= iterable_.dict().entries.size()) return false;
      out = iterable_.dict().entries[position_++].first;
      return true;
    case Kind::DictView: {
      const DictViewObject& view = iterable_.view();
      if (position_ >= view.dict->entries.size()) return false;
      const auto& [key, value] = view.dict->entries[position_++];
      out = view.part == DictViewObject::Part::Keys     ? key
            : view.part == DictViewObject::Part::Values ? value
                                                        : heap_.pair(key, value);
      return true;
    }
    case Kind::Range:
      if (static_cast<int64_t>(position_) >= iterable_.range().size()) return false;
      out = Value::integer(rangeItem(iterable_.range(), static_cast<int64_t>(position_++)));
      return true;
    case Kind::Iterator: {
      const Budget::Chain chain(heap_.budget());
      return iterable_.iterator().next(out);
    }
    default:
      return false;
  }
}

}  // namespace hearth::jinja
