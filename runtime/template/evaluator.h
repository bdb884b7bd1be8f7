// Runs a parsed template once.
#pragma once

#include <chrono>
#include <deque>
#include <optional>
#include <span>

#include <nlohmann/json.hpp>

#include "runtime/template/ast.h"
#include "runtime/template/value.h"

namespace hearth::jinja {

// Variables of one scope. Owned by the heap, since macros keep the scope that they were defined in.
struct Scope : Object {
  Scope* parent = nullptr;
  std::vector<std::pair<NameId, Value>> variables;
  Value* find(NameId name);
  void set(NameId name, Value value, Budget& budget);
};

// Walks what Python can iterate. Throws a Type failure for the rest.
class Cursor {
 public:
  Cursor(Heap& heap, Value iterable);
  bool next(Value& out);

 private:
  Heap& heap_;
  Value iterable_;
  size_t position_ = 0;  // items, entries, or bytes of a string
};

// The special variable `loop`.
struct LoopObject : Object {
  std::function<bool(Value&)> source;
  std::function<std::string(const Value&)> recurse;  // empty: the loop is not recursive
  std::optional<int64_t> knownLength;
  std::deque<Value> ahead;  // fetched, not yet looped over
  int64_t index0 = -1;
  int64_t depth0 = 0;
  Value current = Value::missing(), before = Value::missing();
  Value lastChanged = Value::missing();
  bool advance(Value& out);
  bool peek();  // fetches one item; false: there is none
  int64_t length();
};

inline LoopObject& Value::loop() const { return static_cast<LoopObject&>(*data_.object); }

class Evaluator {
 public:
  using Clock = std::chrono::system_clock;
  Evaluator(const Syntax& syntax, Heap& heap, const nlohmann::ordered_json& variables, Clock::time_point now);

  std::string run();
  uint32_t line() const { return line_; }  // of the template, where evaluation stands

  Heap& heap() { return heap_; }
  Budget& budget() { return heap_.budget(); }
  Clock::time_point now() const { return now_; }

  Value call(const Value& callee, Args& args);
  // object.name and object[key], as Jinja2's sandbox resolves them; Undefined where there is nothing.
  Value attribute(const Value& object, const Value& name);
  Value item(const Value& object, const Value& key);
  Value applyFilter(const FilterEntry& filter, Args& args);  // args: the filtered value first
  bool applyTest(const TestEntry& test, Args& args);

 private:
  enum class Flow : uint8_t { Normal, Break, Continue };
  // Held while a node is evaluated: counts a step, and bounds how deep the evaluation stands.
  class Depth {
   public:
    explicit Depth(Evaluator& evaluator);
    ~Depth() { --evaluator_.depth_; }

   private:
    Evaluator& evaluator_;
  };

  Flow execute(const Body& body);
  Flow execute(const Stmt& stmt);
  Flow executeIf(const Stmt& stmt);
  Flow executeLoop(const Stmt& stmt, const Value& iterable, int64_t depth0);
  Flow executeFor(const Stmt& stmt);
  Flow executeCaptured(const Stmt& stmt);
  Flow executeWith(const Stmt& stmt);
  Flow executeScope(const Stmt& stmt, Scope* parent);
  void executeCallBlock(const Stmt& stmt);
  void defineMacro(const Stmt& stmt);
  Value callMacro(const MacroObject& macro, Args& args);
  void assign(const Expr& target, const Value& value);
  void write(std::string_view text);

  Value evaluate(const Expr& expr);
  Value evaluateNode(const Expr& expr);
  Value evaluateName(NameId name);
  Value evaluateCompare(const Expr& expr);
  Value evaluateCall(const Expr& expr, const Value* caller);
  Value evaluateFilter(const Expr& expr, const Value* blockText);
  Value evaluateTest(const Expr& expr);
  Value evaluateDict(const Expr& expr);
  std::vector<Value> evaluateItems(const Expr& expr);
  void evaluateArguments(const CallArguments& source, Args& args);
  Value fromContext(NameId name);

  Scope* enter(Scope* parent, const std::vector<NameId>& startsMissing);
  std::string endCapture(std::string& saved);

  const Syntax& syntax_;
  Heap& heap_;
  const nlohmann::ordered_json& variables_;
  Clock::time_point now_;
  std::vector<Value> context_;  // by NameId, filled on first use
  std::vector<bool> contextIsKnown_;
  Scope* root_ = nullptr;
  Scope* scope_ = nullptr;
  std::string output_;
  uint32_t line_ = 1;
  uint32_t depth_ = 0;      // nested nodes under evaluation
  uint32_t callDepth_ = 0;  // macros and recursive loops under evaluation
};

// operators.cpp
Value binary(Heap& heap, Operator op, const Value& a, const Value& b);
Value negate(const Value& value);
std::string escapeHtml(std::string_view text);
Value plus(const Value& value);
bool contains(Heap& heap, const Value& container, const Value& item);
Value slice(Heap& heap, const Value& object, const Value& start, const Value& stop, const Value& step);
bool isIterable(const Value& value);
int64_t lengthOf(const Value& value);  // len(); Type failure where there is none
std::vector<Value> toVector(Heap& heap, const Value& iterable);

// globals.cpp
Value globalNamed(Evaluator& evaluator, std::string_view name);  // Missing when there is none
Value fromJson(Heap& heap, const nlohmann::ordered_json& json, uint32_t depth = 0);

}  // namespace hearth::jinja
