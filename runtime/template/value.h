// The values of a template: Python's types as far as a template can see them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "runtime/template/chat_template.h"
#include "runtime/template/failure.h"

namespace hearth::jinja {

enum class Kind : uint8_t {
  Missing,  // no value at all; never seen by a template
  Undefined,
  None,
  Bool,
  Int,
  Float,
  String,
  List,
  Tuple,
  Dict,
  DictView,
  Range,
  Iterator,
  Namespace,
  Callable,
  Macro,
  Loop,
  Cycler,
  Joiner
};

class Evaluator;
class Value;
struct Stmt;
struct Scope;

// Counts what a render uses and stops it when a limit is passed.
class Budget {
 public:
  explicit Budget(const TemplateLimits& limits) : limits_(limits) {}
  void step(uint64_t count = 1) {
    steps_ += count;
    if (steps_ > limits_.steps) [[unlikely]]
      failSteps();
  }
  void allocate(size_t bytes) {
    require(bytes);
    bytes_ += bytes;
  }
  void release(size_t bytes) { bytes_ -= bytes; }
  // Checks that `bytes` more could be had, before a result of that size is built. Touching bytes is work too.
  void require(size_t bytes) {
    if (bytes > limits_.memoryBytes - std::min(bytes_, limits_.memoryBytes)) [[unlikely]]
      failMemory();
    work(bytes);
  }
  // Counts the steps of reading so many bytes.
  void work(size_t bytes) { step(bytes / kBytesPerStep); }
  // Held while a lazy sequence asks the one below it for an item.
  class Chain {
   public:
    explicit Chain(Budget& budget) : budget_(budget) {
      if (++budget_.chained_ > budget_.limits_.depth) [[unlikely]]
        failChain();
    }
    ~Chain() { --budget_.chained_; }

   private:
    [[noreturn]] static void failChain();
    Budget& budget_;
  };
  const TemplateLimits& limits() const { return limits_; }

 private:
  static constexpr size_t kBytesPerStep = 128;
  [[noreturn]] void failSteps() const;
  [[noreturn]] void failMemory() const;
  TemplateLimits limits_;
  uint64_t steps_ = 0;
  size_t bytes_ = 0;
  uint32_t chained_ = 0;
};

// An immutable string. Counted references, not atomic: a render runs in one thread. A constant of the program
// (budget == nullptr) is owned by the program, is shared by all renders and is never counted.
struct StringObject {
  std::string text;
  Budget* budget = nullptr;
  uint32_t references = 0;
  size_t codePoints = 0;
  bool markup = false;  // HTML already, as the filters escape and safe leave it
};

// What lives as long as the render. Containers may hold each other in circles (a namespace holding itself),
// so they are owned by the Heap and die together.
struct Object {
  virtual ~Object() = default;
};

struct ListObject;
struct DictObject;
struct UndefinedObject;
struct DictViewObject;
struct RangeObject;
struct IteratorObject;
struct NamespaceObject;
struct CallableObject;
struct MacroObject;
struct LoopObject;
struct CyclerObject;
struct JoinerObject;

class Value {
 public:
  Value() = default;
  Value(const Value& other) : kind_(other.kind_), data_(other.data_) { retain(); }
  Value(Value&& other) noexcept : kind_(other.kind_), data_(other.data_) { other.kind_ = Kind::None; }
  Value& operator=(Value other) noexcept {
    std::swap(kind_, other.kind_);
    std::swap(data_, other.data_);
    return *this;
  }
  ~Value() {
    if (kind_ == Kind::String) releaseString();
  }

  static Value missing() { return Value(Kind::Missing, {.integer = 0}); }
  static Value boolean(bool value) { return Value(Kind::Bool, {.integer = value ? 1 : 0}); }
  static Value integer(int64_t value) { return Value(Kind::Int, {.integer = value}); }
  static Value real(double value) { return Value(Kind::Float, {.real = value}); }
  static Value string(StringObject* object);
  static Value object(Kind kind, Object* object) { return Value(kind, {.object = object}); }

  Kind kind() const { return kind_; }
  bool is(Kind kind) const { return kind_ == kind; }
  bool isMissing() const { return kind_ == Kind::Missing; }
  bool isInteger() const { return kind_ == Kind::Int || kind_ == Kind::Bool; }  // a bool is an int in Python
  bool isNumber() const { return isInteger() || kind_ == Kind::Float; }
  bool isSequence() const { return kind_ == Kind::List || kind_ == Kind::Tuple; }

  int64_t asInteger() const { return data_.integer; }  // Bool and Int
  double asReal() const { return kind_ == Kind::Float ? data_.real : static_cast<double>(data_.integer); }
  const std::string& text() const { return data_.string->text; }
  bool isMarkup() const { return kind_ == Kind::String && data_.string->markup; }
  const StringObject* stringObject() const { return data_.string; }
  ListObject& list() const;  // List and Tuple
  DictObject& dict() const;
  UndefinedObject& undefined() const;
  DictViewObject& view() const;
  RangeObject& range() const;
  IteratorObject& iterator() const;
  NamespaceObject& space() const;
  CallableObject& callable() const;
  MacroObject& macro() const;
  LoopObject& loop() const;
  CyclerObject& cycler() const;
  JoinerObject& joiner() const;
  const Object* identity() const { return data_.object; }

 private:
  union Data {
    int64_t integer;
    double real;
    StringObject* string;
    Object* object;
  };
  Value(Kind kind, Data data) : kind_(kind), data_(data) {}
  void retain() {
    if (kind_ == Kind::String && data_.string->budget) ++data_.string->references;
  }
  void releaseString() {
    if (data_.string->budget && --data_.string->references == 0) destroyString();
  }
  void destroyString();
  Kind kind_ = Kind::None;
  Data data_{.integer = 0};
};

// Arguments as a call passes them.
struct Args {
  std::vector<Value> positional;
  std::vector<std::pair<std::string, Value>> named;
};

struct UndefinedObject : Object {
  std::string hint;   // the whole message, when not made of the name
  Value name;         // what was looked for
  std::string owner;  // on what kind of object; empty: a variable
  Cause cause = Cause::Undefined;
  std::string message() const;
};
struct ListObject : Object {
  std::vector<Value> items;
  bool isGroup = false;  // the pair that the filter groupby makes: .grouper and .list
};
struct DictObject : Object {
  std::vector<std::pair<Value, Value>> entries;
  Value* find(std::string_view key);
  Value* find(const Value& key, Budget& budget);
  void set(Value key, Value value, Budget& budget);

 private:
  std::unordered_multimap<uint64_t, uint32_t> index_;  // hash of key to entry, once there are many
};
struct DictViewObject : Object {
  enum class Part : uint8_t { Keys, Values, Items };
  DictObject* dict = nullptr;
  Part part = Part::Keys;
};
struct RangeObject : Object {
  int64_t start = 0, stop = 0, step = 1;
  int64_t size() const;
};
struct IteratorObject : Object {
  const char* typeName = "generator";
  std::function<bool(Value& out)> next;
};
struct NamespaceObject : Object {
  DictObject* attributes = nullptr;
};
struct CallableObject : Object {
  const char* typeName = "function";
  std::string description;  // what printing it shows
  std::function<Value(Args&)> call;
};
struct MacroObject : Object {
  const Stmt* definition = nullptr;
  Scope* closure = nullptr;
};
struct CyclerObject : Object {
  std::vector<Value> items;
  size_t position = 0;
};
struct JoinerObject : Object {
  Value separator;
  bool used = false;
};

inline Value Value::string(StringObject* object) {
  Value value(Kind::String, {.string = object});
  value.retain();
  return value;
}
inline ListObject& Value::list() const { return static_cast<ListObject&>(*data_.object); }
inline DictObject& Value::dict() const { return static_cast<DictObject&>(*data_.object); }
inline UndefinedObject& Value::undefined() const { return static_cast<UndefinedObject&>(*data_.object); }
inline DictViewObject& Value::view() const { return static_cast<DictViewObject&>(*data_.object); }
inline RangeObject& Value::range() const { return static_cast<RangeObject&>(*data_.object); }
inline IteratorObject& Value::iterator() const { return static_cast<IteratorObject&>(*data_.object); }
inline NamespaceObject& Value::space() const { return static_cast<NamespaceObject&>(*data_.object); }
inline CallableObject& Value::callable() const { return static_cast<CallableObject&>(*data_.object); }
inline MacroObject& Value::macro() const { return static_cast<MacroObject&>(*data_.object); }
inline CyclerObject& Value::cycler() const { return static_cast<CyclerObject&>(*data_.object); }
inline JoinerObject& Value::joiner() const { return static_cast<JoinerObject&>(*data_.object); }

// Makes and owns the values of one render.
class Heap {
 public:
  explicit Heap(const TemplateLimits& limits) : budget_(limits) {}
  Heap(const Heap&) = delete;
  Heap& operator=(const Heap&) = delete;

  Budget& budget() { return budget_; }
  Value string(std::string text);
  Value markup(std::string text);
  Value list(std::vector<Value> items);
  Value tuple(std::vector<Value> items);
  Value pair(Value first, Value second);
  Value iterator(std::function<bool(Value&)> next, const char* typeName = "generator");
  Value undefinedHint(std::string hint);
  Value undefinedName(std::string_view name);
  Value undefinedMember(const Value& owner, const Value& name);
  template <class T>
  T* make() {
    budget_.allocate(sizeof(T) + sizeof(void*));
    objects_.push_back(std::make_unique<T>());
    return static_cast<T*>(objects_.back().get());
  }

 private:
  Budget budget_;  // outlives the strings that the objects hold
  std::vector<std::unique_ptr<Object>> objects_;
};

// Text that grows under the budget.
class TextBuilder {
 public:
  explicit TextBuilder(Budget& budget) : budget_(budget) {}
  void append(std::string_view part) {
    const size_t size = text_.size() + part.size();
    if (size > checked_) {
      checked_ = size * 2;
      budget_.require(checked_);
    }
    text_ += part;
  }
  void append(char c) { append(std::string_view(&c, 1)); }
  void repeat(char c, size_t count) {
    budget_.require(text_.size() + count);
    text_.append(count, c);
  }
  std::string take() { return std::move(text_); }
  const std::string& text() const { return text_; }

 private:
  Budget& budget_;
  std::string text_;
  size_t checked_ = 0;
};

// How deep printing, comparing and converting follow values inside values (Python's recursion limit is 1000).
inline constexpr uint32_t kValueDepthMax = 400;

const char* typeName(const Value& value);         // type(value).__name__
std::string typeDescription(const Value& value);  // as messages of Undefined name it: "list object"
bool truth(const Value& value);
uint64_t hashOf(const Value& value, Budget& budget, uint32_t depth = 0);  // Type failure: unhashable
bool equal(const Value& a, const Value& b, Budget& budget, uint32_t depth = 0);
bool identical(const Value& a, const Value& b);  // Python's `is`
enum class Order : uint8_t { Less, LessEqual, Greater, GreaterEqual };
bool ordered(const Value& a, const Value& b, Order order, Budget& budget, uint32_t depth = 0);
int64_t rangeItem(const RangeObject& range, int64_t index);

std::string str(const Value& value, Budget& budget);   // Python's str()
std::string repr(const Value& value, Budget& budget);  // Python's repr()
std::string reprText(std::string_view text);
std::string reprReal(double value);

[[noreturn]] void failUndefined(const Value& value);

}  // namespace hearth::jinja
