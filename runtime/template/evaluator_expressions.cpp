// Expressions: names, operators, calls, filters and tests.
#include "runtime/template/evaluator.h"
#include "runtime/template/filters.h"
#include "runtime/template/methods.h"
#include "runtime/template/tests.h"
#include "runtime/template/unicode.h"

namespace hearth::jinja {

constexpr size_t kNamesPerStep = 16;  // looked through in a scope

Value Evaluator::evaluate(const Expr& expr) {
  if (expr.kind == ExprKind::Constant) return expr.constant;
  if (expr.kind == ExprKind::Name) return evaluateName(expr.name);
  const Depth depth(*this);
  line_ = expr.line;
  Value value = evaluateNode(expr);
  line_ = expr.line;
  return value;
}

Value Evaluator::evaluateName(NameId name) {
  for (Scope* scope = scope_; scope; scope = scope->parent) {
    budget().step(scope->variables.size() / kNamesPerStep);
    if (const Value* found = scope->find(name)) {
      return found->isMissing() ? heap_.undefinedName(syntax_.names[name]) : *found;
    }
  }
  Value value = fromContext(name);
  return value.isMissing() ? heap_.undefinedName(syntax_.names[name]) : value;
}

Value Evaluator::fromContext(NameId name) {
  if (!contextIsKnown_[name]) {
    const auto found = variables_.find(syntax_.names[name]);
    context_[name] =
        found != variables_.end() ? fromJson(heap_, *found) : globalNamed(*this, syntax_.names[name]);
    contextIsKnown_[name] = true;
  }
  return context_[name];
}

std::vector<Value> Evaluator::evaluateItems(const Expr& expr) {
  std::vector<Value> items;
  items.reserve(expr.items.size());
  for (const ExprPtr& item : expr.items) items.push_back(evaluate(*item));
  return items;
}

Value Evaluator::evaluateDict(const Expr& expr) {
  auto* dict = heap_.make<DictObject>();
  for (size_t i = 0; i + 1 < expr.items.size(); i += 2) {
    Value key = evaluate(*expr.items[i]);
    dict->set(std::move(key), evaluate(*expr.items[i + 1]), budget());
  }
  return Value::object(Kind::Dict, dict);
}

Value Evaluator::evaluateNode(const Expr& expr) {
  const auto operand = [&](size_t i) { return evaluate(*expr.items[i]); };
  switch (expr.kind) {
    case ExprKind::Constant:
    case ExprKind::NamespaceTarget:
      return expr.constant;
    case ExprKind::Name:
      return evaluateName(expr.name);
    case ExprKind::Tuple:
      return heap_.tuple(evaluateItems(expr));
    case ExprKind::List:
      return heap_.list(evaluateItems(expr));
    case ExprKind::Dict:
      return evaluateDict(expr);
    case ExprKind::Attribute:
      return attribute(operand(0), expr.constant);
    case ExprKind::Item: {
      const Value object = operand(0);
      return item(object, operand(1));
    }
    case ExprKind::Slice: {
      const std::vector<Value> parts = [&] {
        std::vector<Value> values;
        for (const ExprPtr& part : expr.items) values.push_back(part ? evaluate(*part) : Value());
        return values;
      }();
      return slice(heap_, parts[0], parts[1], parts[2], parts[3]);
    }
    case ExprKind::Call:
      return evaluateCall(expr, nullptr);
    case ExprKind::Filter:
      return evaluateFilter(expr, nullptr);
    case ExprKind::Test:
      return evaluateTest(expr);
    case ExprKind::Not:
      return Value::boolean(!truth(operand(0)));
    case ExprKind::Negate:
      return negate(operand(0));
    case ExprKind::Plus:
      return plus(operand(0));
    case ExprKind::Binary: {
      const Value left = operand(0);
      const Value right = operand(1);
      line_ = expr.line;
      if (expr.operators[0] == Operator::Modulo && left.is(Kind::String)) {
        return heap_.string(formatPercent(*this, left.text(), right));
      }
      return binary(heap_, expr.operators[0], left, right);
    }
    case ExprKind::And: {
      Value left = operand(0);
      return truth(left) ? operand(1) : left;
    }
    case ExprKind::Or: {
      Value left = operand(0);
      return truth(left) ? left : operand(1);
    }
    case ExprKind::Compare:
      return evaluateCompare(expr);
    case ExprKind::Concat: {
      TextBuilder out(budget());
      for (const ExprPtr& part : expr.items) out.append(str(evaluate(*part), budget()));
      return heap_.string(out.take());
    }
    case ExprKind::Conditional:
      if (truth(operand(0))) return operand(1);
      if (expr.items[2]) return operand(2);
      return heap_.undefinedHint("the inline if-expression on line " + std::to_string(expr.line) +
                                 " evaluated to false and no else section was defined.");
  }
  return {};
}

// a < b <= c: each pair in turn, until one does not hold.
Value Evaluator::evaluateCompare(const Expr& expr) {
  Value left = evaluate(*expr.items[0]);
  for (size_t i = 0; i < expr.operators.size(); ++i) {
    Value right = evaluate(*expr.items[i + 1]);
    bool holds = false;
    switch (expr.operators[i]) {
      case Operator::Equal:
        holds = equal(left, right, budget());
        break;
      case Operator::NotEqual:
        holds = !equal(left, right, budget());
        break;
      case Operator::Less:
        holds = ordered(left, right, Order::Less, budget());
        break;
      case Operator::LessEqual:
        holds = ordered(left, right, Order::LessEqual, budget());
        break;
      case Operator::Greater:
        holds = ordered(left, right, Order::Greater, budget());
        break;
      case Operator::GreaterEqual:
        holds = ordered(left, right, Order::GreaterEqual, budget());
        break;
      case Operator::In:
        holds = contains(heap_, right, left);
        break;
      case Operator::NotIn:
        holds = !contains(heap_, right, left);
        break;
      default:
        break;
    }
    if (!holds) return Value::boolean(false);
    left = std::move(right);
  }
  return Value::boolean(true);
}

void Evaluator::evaluateArguments(const CallArguments& source, Args& args) {
  for (const ExprPtr& argument : source.positional) args.positional.push_back(evaluate(*argument));
  for (const auto& [name, argument] : source.named) args.named.emplace_back(name, evaluate(*argument));
  if (source.unpackedList) {
    for (Value& item : toVector(heap_, evaluate(*source.unpackedList)))
      args.positional.push_back(std::move(item));
  }
  if (source.unpackedDict) {
    const Value dict = evaluate(*source.unpackedDict);
    if (dict.is(Kind::Undefined)) failUndefined(dict);
    if (!dict.is(Kind::Dict)) {
      fail(Cause::Type, std::string("argument after ** must be a mapping, not ") + typeName(dict));
    }
    for (const auto& [key, value] : dict.dict().entries) {
      if (!key.is(Kind::String)) fail(Cause::Type, "keywords must be strings");
      args.named.emplace_back(key.text(), value);
    }
  }
}

Value Evaluator::evaluateCall(const Expr& expr, const Value* caller) {
  const Expr& callee = *expr.items[0];
  Args args;
  const auto fillArguments = [&] {
    evaluateArguments(expr.arguments, args);
    if (caller) args.named.emplace_back("caller", *caller);
    line_ = expr.line;
  };
  if (callee.kind == ExprKind::Attribute) {
    const Value object = evaluate(*callee.items[0]);
    if (object.is(Kind::Undefined)) failUndefined(object);
    fillArguments();
    Value result;
    if (callMethod(*this, object, callee.constant.text(), args, result)) return result;
    return call(attribute(object, callee.constant), args);
  }
  const Value function = evaluate(callee);
  fillArguments();
  return call(function, args);
}

Value Evaluator::call(const Value& callee, Args& args) {
  switch (callee.kind()) {
    case Kind::Undefined:
      failUndefined(callee);
    case Kind::Callable:
      return callee.callable().call(args);
    case Kind::Macro:
      return callMacro(callee.macro(), args);
    case Kind::Loop:
      if (!callee.loop().recurse) {
        fail(Cause::Type, "The loop must have the 'recursive' marker to be called recursively.");
      }
      if (args.positional.size() != 1) fail(Cause::Type, "a recursive loop takes one argument");
      return heap_.string(callee.loop().recurse(args.positional[0]));
    case Kind::Joiner: {
      JoinerObject& joiner = callee.joiner();
      if (joiner.used) return joiner.separator;
      joiner.used = true;
      return heap_.string({});
    }
    default:
      fail(Cause::Type, std::string("'") + typeName(callee) + "' object is not callable");
  }
}

Value Evaluator::applyFilter(const FilterEntry& filter, Args& args) {
  Bound bound = bind(filter.signature, args);
  return filter.apply(*this, bound, args);
}

bool Evaluator::applyTest(const TestEntry& test, Args& args) {
  Bound bound = bind(test.signature, args);
  return test.apply(*this, bound);
}

// `blockText`: what the filters of a block apply to; the innermost of them has no operand of its own.
Value Evaluator::evaluateFilter(const Expr& expr, const Value* blockText) {
  const Value value = expr.items.empty() ? *blockText
                      : blockText        ? evaluateFilter(*expr.items[0], blockText)
                                         : evaluate(*expr.items[0]);
  if (!expr.filter) fail(Cause::Runtime, "No filter named " + reprText(expr.label) + " found.");
  Args args;
  args.positional.push_back(value);
  evaluateArguments(expr.arguments, args);
  line_ = expr.line;
  return applyFilter(*expr.filter, args);
}

Value Evaluator::evaluateTest(const Expr& expr) {
  Args args;
  args.positional.push_back(evaluate(*expr.items[0]));
  if (!expr.test) fail(Cause::Runtime, "No test named " + reprText(expr.label) + " found.");
  evaluateArguments(expr.arguments, args);
  line_ = expr.line;
  return Value::boolean(applyTest(*expr.test, args));
}

Value Evaluator::attribute(const Value& object, const Value& name) {
  if (object.is(Kind::Undefined)) failUndefined(object);
  Value value = typeAttribute(*this, object, name.text());
  if (!value.isMissing()) return value;
  if (object.is(Kind::Dict)) {
    if (const Value* found = object.dict().find(name.text())) return *found;
  }
  return heap_.undefinedMember(object, name);
}

Value Evaluator::item(const Value& object, const Value& key) {
  if (object.is(Kind::Undefined)) failUndefined(object);
  if (object.is(Kind::Dict)) {
    if (!key.is(Kind::List) && !key.is(Kind::Dict)) {
      if (const Value* found = object.dict().find(key, budget())) return *found;
    }
  } else if (key.isInteger() && (object.isSequence() || object.is(Kind::String) || object.is(Kind::Range))) {
    const int64_t length = lengthOf(object);
    const int64_t index = key.asInteger() < 0 ? key.asInteger() + length : key.asInteger();
    if (index >= 0 && index < length) {
      if (object.isSequence()) return object.list().items[static_cast<size_t>(index)];
      if (object.is(Kind::Range)) return Value::integer(rangeItem(object.range(), index));
      const std::string& text = object.text();
      if (length == static_cast<int64_t>(text.size()))
        return heap_.string(text.substr(static_cast<size_t>(index), 1));
      budget().work(text.size());
      const size_t at = byteOffset(text, static_cast<size_t>(index));
      return heap_.string(text.substr(at, decodeAt(text, at).bytes));
    }
  }
  if (key.is(Kind::String)) {
    Value value = typeAttribute(*this, object, key.text());
    if (!value.isMissing()) return value;
  }
  return heap_.undefinedMember(object, key);
}

}  // namespace hearth::jinja
