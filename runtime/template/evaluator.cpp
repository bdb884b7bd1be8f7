// Statements: what writes, assigns, loops and defines.
#include "runtime/template/evaluator.h"

#include "runtime/template/filters.h"

namespace hearth::jinja {

// Levels of syntax that one call may stack up for each level that TemplateLimits::depth allows.
constexpr uint32_t kNodesPerDepth = 8;

Evaluator::Depth::Depth(Evaluator& evaluator) : evaluator_(evaluator) {
  evaluator_.budget().step();
  if (++evaluator_.depth_ > evaluator_.budget().limits().depth * kNodesPerDepth) {
    fail(Cause::Limit, "the template calls itself too deeply");
  }
}

Value* Scope::find(NameId name) {
  for (auto& [id, value] : variables) {
    if (id == name) return &value;
  }
  return nullptr;
}

void Scope::set(NameId name, Value value, Budget& budget) {
  if (Value* found = find(name)) {
    *found = std::move(value);
    return;
  }
  if (variables.size() == variables.capacity()) {
    budget.allocate(sizeof(variables[0]) * std::max<size_t>(1, variables.size()));
  }
  variables.emplace_back(name, std::move(value));
}

bool LoopObject::advance(Value& out) {
  if (!ahead.empty()) {
    out = std::move(ahead.front());
    ahead.pop_front();
  } else if (!source(out)) {
    return false;
  }
  ++index0;
  before = std::move(current);
  current = out;
  return true;
}

bool LoopObject::peek() {
  if (!ahead.empty()) return true;
  Value item;
  if (!source(item)) return false;
  ahead.push_back(std::move(item));
  return true;
}

int64_t LoopObject::length() {
  if (!knownLength) {
    Value item;
    while (source(item)) ahead.push_back(item);
    knownLength = static_cast<int64_t>(ahead.size()) + index0 + 1;
  }
  return *knownLength;
}

Evaluator::Evaluator(const Syntax& syntax, Heap& heap, const nlohmann::ordered_json& variables,
                     Clock::time_point now)
    : syntax_(syntax),
      heap_(heap),
      variables_(variables),
      now_(now),
      context_(syntax.names.size()),
      contextIsKnown_(syntax.names.size()) {}

std::string Evaluator::run() {
  root_ = scope_ = enter(nullptr, syntax_.startsMissing);
  execute(syntax_.body);
  return std::move(output_);
}

Scope* Evaluator::enter(Scope* parent, const std::vector<NameId>& startsMissing) {
  Scope* scope = heap_.make<Scope>();
  scope->parent = parent;
  for (const NameId name : startsMissing) scope->set(name, Value::missing(), budget());
  return scope;
}

void Evaluator::write(std::string_view text) {
  budget().allocate(text.size());
  output_ += text;
}

// Ends what began with `saved = std::move(output_)`: returns what was written since.
std::string Evaluator::endCapture(std::string& saved) {
  std::string captured = std::move(output_);
  budget().release(captured.size());
  output_ = std::move(saved);
  return captured;
}

void Evaluator::assign(const Expr& target, const Value& value) {
  if (target.kind == ExprKind::Name) return scope_->set(target.name, value, budget());
  if (target.kind == ExprKind::NamespaceTarget) {
    const Value space = evaluateName(target.name);
    return space.space().attributes->set(target.constant, value, budget());
  }
  if (!isIterable(value)) {
    fail(Cause::Type, std::string("cannot unpack non-iterable ") + typeName(value) + " object");
  }
  const std::vector<Value> parts = toVector(heap_, value);
  const size_t expected = target.items.size();
  if (parts.size() < expected) {
    fail(Cause::Value, "not enough values to unpack (expected " + std::to_string(expected) + ", got " +
                           std::to_string(parts.size()) + ")");
  }
  if (parts.size() > expected) {
    fail(Cause::Value, "too many values to unpack (expected " + std::to_string(expected) + ")");
  }
  for (size_t i = 0; i < expected; ++i) assign(*target.items[i], parts[i]);
}

Evaluator::Flow Evaluator::execute(const Body& body) {
  for (const StmtPtr& stmt : body) {
    const Flow flow = execute(*stmt);
    if (flow != Flow::Normal) return flow;
  }
  return Flow::Normal;
}

Evaluator::Flow Evaluator::execute(const Stmt& stmt) {
  const Depth depth(*this);
  line_ = stmt.line;
  switch (stmt.kind) {
    case StmtKind::Data:
      write(stmt.data);
      break;
    case StmtKind::Print: {
      const Value value = evaluate(*stmt.value);
      if (value.is(Kind::String)) {
        write(value.text());
      } else {
        write(str(value, budget()));
      }
      break;
    }
    case StmtKind::For:
      return executeFor(stmt);
    case StmtKind::If:
      return executeIf(stmt);
    case StmtKind::Set:
      if (stmt.target->kind == ExprKind::NamespaceTarget &&
          !evaluateName(stmt.target->name).is(Kind::Namespace)) {
        fail(Cause::Runtime, "cannot assign attribute on non-namespace object");
      }
      assign(*stmt.target, evaluate(*stmt.value));
      break;
    case StmtKind::SetBlock:
    case StmtKind::FilterBlock:
      return executeCaptured(stmt);
    case StmtKind::Macro:
      defineMacro(stmt);
      break;
    case StmtKind::CallBlock:
      executeCallBlock(stmt);
      break;
    case StmtKind::With:
      return executeWith(stmt);
    case StmtKind::Scope:
      return executeScope(stmt, scope_);
    case StmtKind::Block:
      return executeScope(stmt, root_);
    case StmtKind::Break:
      return Flow::Break;
    case StmtKind::Continue:
      return Flow::Continue;
    case StmtKind::NeedsLoader:
      fail(Cause::Type, "no loader for this environment specified");
  }
  return Flow::Normal;
}

Evaluator::Flow Evaluator::executeIf(const Stmt& stmt) {
  for (const Branch& branch : stmt.branches) {
    if (truth(evaluate(*branch.condition))) return execute(branch.body);
  }
  return execute(stmt.otherwise);
}

Evaluator::Flow Evaluator::executeScope(const Stmt& stmt, Scope* parent) {
  Scope* const outer = scope_;
  scope_ = enter(parent, stmt.startsMissing);
  const Flow flow = execute(stmt.body);
  scope_ = outer;
  return flow;
}

Evaluator::Flow Evaluator::executeWith(const Stmt& stmt) {
  Scope* const outer = scope_;
  Scope* const inner = enter(outer, stmt.startsMissing);
  for (size_t i = 0; i < stmt.targets.size(); ++i) {
    const Value value = evaluate(*stmt.values[i]);
    scope_ = inner;
    assign(*stmt.targets[i], value);
    scope_ = outer;
  }
  scope_ = inner;
  const Flow flow = execute(stmt.body);
  scope_ = outer;
  return flow;
}

// {% set x %}…{% endset %} and {% filter f %}…{% endfilter %}.
Evaluator::Flow Evaluator::executeCaptured(const Stmt& stmt) {
  Scope* const outer = scope_;
  scope_ = enter(outer, stmt.startsMissing);
  std::string saved = std::move(output_);
  output_.clear();
  const Flow flow = execute(stmt.body);
  Value captured = heap_.string(endCapture(saved));
  if (flow == Flow::Normal) {
    if (stmt.value) captured = evaluateFilter(*stmt.value, &captured);
    scope_ = outer;
    if (stmt.kind == StmtKind::FilterBlock) {
      write(str(captured, budget()));
    } else if (stmt.target->kind == ExprKind::NamespaceTarget &&
               !evaluateName(stmt.target->name).is(Kind::Namespace)) {
      fail(Cause::Runtime, "cannot assign attribute on non-namespace object");
    } else {
      assign(*stmt.target, captured);
    }
  }
  scope_ = outer;
  return flow;
}

Evaluator::Flow Evaluator::executeFor(const Stmt& stmt) {
  const Value iterable = evaluate(*stmt.value);
  return executeLoop(stmt, iterable, 0);
}

Evaluator::Flow Evaluator::executeLoop(const Stmt& stmt, const Value& iterable, int64_t depth0) {
  Scope* const outer = scope_;
  LoopObject* loop = heap_.make<LoopObject>();
  loop->depth0 = depth0;
  auto cursor = std::make_shared<Cursor>(heap_, iterable);
  if (stmt.condition) {
    Scope* const testScope = enter(outer, {});
    loop->source = [this, cursor, testScope, &stmt](Value& out) {
      while (cursor->next(out)) {
        Scope* const current = scope_;
        scope_ = testScope;
        assign(*stmt.target, out);
        const bool isWanted = truth(evaluate(*stmt.condition));
        scope_ = current;
        if (isWanted) return true;
      }
      return false;
    };
  } else {
    if (!iterable.is(Kind::Iterator) && !iterable.is(Kind::Loop)) loop->knownLength = lengthOf(iterable);
    loop->source = [cursor](Value& out) { return cursor->next(out); };
  }
  if (stmt.recursive) {
    loop->recurse = [this, &stmt, outer, depth0](const Value& inner) {
      if (++callDepth_ > budget().limits().depth) fail(Cause::Limit, "the template calls itself too deeply");
      Scope* const caller = scope_;
      scope_ = outer;
      std::string saved = std::move(output_);
      output_.clear();
      executeLoop(stmt, inner, depth0 + 1);
      scope_ = caller;
      --callDepth_;
      return endCapture(saved);
    };
  }

  bool completed = false;
  Scope* const inner = enter(outer, {});
  const Value loopValue = Value::object(Kind::Loop, loop);
  Value item;
  while (loop->advance(item)) {
    budget().step();
    inner->variables.clear();
    for (const NameId name : stmt.startsMissing) inner->set(name, Value::missing(), budget());
    inner->set(syntax_.special.loop, loopValue, budget());
    scope_ = inner;
    assign(*stmt.target, item);
    const Flow flow = execute(stmt.body);
    scope_ = outer;
    if (flow == Flow::Break) break;
    if (flow == Flow::Normal) completed = true;
  }
  // As in Jinja2, `else` runs unless some turn of the loop reached the end of the body.
  if (completed || stmt.otherwise.empty()) return Flow::Normal;
  scope_ = enter(outer, stmt.elseMissing);
  const Flow flow = execute(stmt.otherwise);
  scope_ = outer;
  return flow;
}

void Evaluator::defineMacro(const Stmt& stmt) {
  MacroObject* macro = heap_.make<MacroObject>();
  macro->definition = &stmt;
  macro->closure = scope_;
  scope_->set(stmt.name, Value::object(Kind::Macro, macro), budget());
}

void Evaluator::executeCallBlock(const Stmt& stmt) {
  MacroObject* caller = heap_.make<MacroObject>();
  caller->definition = &stmt;
  caller->closure = scope_;
  const Value callerValue = Value::object(Kind::Macro, caller);
  write(str(evaluateCall(*stmt.value, &callerValue), budget()));
}

Value Evaluator::callMacro(const MacroObject& macro, Args& args) {
  const Stmt& stmt = *macro.definition;
  const std::string name = stmt.kind == StmtKind::Macro ? reprText(stmt.label) : "None";
  if (++callDepth_ > budget().limits().depth) fail(Cause::Limit, "the template calls itself too deeply");
  Scope* const inner = enter(macro.closure, stmt.startsMissing);
  const auto takeNamed = [&](std::string_view wanted) -> Value {
    for (auto it = args.named.begin(); it != args.named.end(); ++it) {
      if (it->first != wanted) continue;
      Value value = std::move(it->second);
      args.named.erase(it);
      return value;
    }
    return Value::missing();
  };
  const size_t count = stmt.parameters.size();
  for (size_t i = 0; i < count; ++i) {
    Value value = i < args.positional.size() ? args.positional[i] : takeNamed(stmt.parameterNames[i]);
    inner->set(stmt.parameters[i], std::move(value), budget());
  }
  if (stmt.takesCaller) {
    Value caller = takeNamed("caller");
    if (caller.isMissing()) caller = heap_.undefinedHint("No caller defined");
    inner->set(syntax_.special.caller, std::move(caller), budget());
  }
  if (stmt.takesKwargs) {
    auto* dict = heap_.make<DictObject>();
    for (auto& [key, value] : args.named) dict->set(heap_.string(key), value, budget());
    inner->set(syntax_.special.kwargs, Value::object(Kind::Dict, dict), budget());
  } else if (!args.named.empty()) {
    fail(Cause::Type, "macro " + name + " takes no keyword argument " + reprText(args.named.front().first));
  }
  if (stmt.takesVarargs) {
    const size_t first = std::min(count, args.positional.size());
    inner->set(syntax_.special.varargs,
               heap_.tuple({args.positional.begin() + static_cast<ptrdiff_t>(first), args.positional.end()}),
               budget());
  } else if (args.positional.size() > count) {
    fail(Cause::Type, "macro " + name + " takes not more than " + std::to_string(count) + " argument(s)");
  }

  Scope* const outer = scope_;
  scope_ = inner;
  for (size_t i = 0; i < count; ++i) {
    if (!inner->find(stmt.parameters[i])->isMissing()) continue;
    const size_t withoutDefault = count - stmt.defaults.size();
    Value value =
        i >= withoutDefault
            ? evaluate(*stmt.defaults[i - withoutDefault])
            : heap_.undefinedHint("parameter " + reprText(stmt.parameterNames[i]) + " was not provided");
    inner->set(stmt.parameters[i], std::move(value), budget());
  }
  std::string saved = std::move(output_);
  output_.clear();
  execute(stmt.body);
  Value result = heap_.string(endCapture(saved));
  scope_ = outer;
  --callDepth_;
  return result;
}

}  // namespace hearth::jinja
