// Which scope a name belongs to is decided before rendering, from the order in which a scope reads and sets
// it: a name that a scope sets first, and that no outer scope knows, has no value there until then, even when
// the context has one. These are the rules of Jinja2's idtracking, restated for scopes that are looked up at
// run time.
#include <algorithm>
#include <optional>
#include <unordered_map>
#include <unordered_set>

#include "runtime/template/parser.h"

namespace hearth::jinja {
namespace {

enum class Load : uint8_t { Parameter, Resolve, Alias, Missing };

// What one scope does with names. A branch of an `if` is a layer above its scope's symbols.
class Symbols {
 public:
  Symbols(const Symbols* parent, const Symbols* base) : parent_(parent), base_(base) {}

  bool knows(NameId name) const {
    for (const Symbols* scope = this; scope; scope = scope->outer()) {
      if (scope->here(name)) return true;
    }
    return false;
  }
  void declare(NameId name) {
    stores_.insert(name);
    loads_[name] = Load::Parameter;
  }
  void load(NameId name) {
    if (!knows(name)) loads_[name] = Load::Resolve;
  }
  void store(NameId name) {
    if (!stored(name)) stores_.insert(name);
    if (here(name)) return;
    const Symbols* scope = outer();
    loads_[name] = scope && scope->knows(name) ? Load::Alias : Load::Missing;
  }
  void merge(const std::vector<Symbols>& branches) {
    std::unordered_map<NameId, size_t> counts;
    for (const Symbols& branch : branches) {
      for (const NameId name : branch.stores_) {
        if (!stored(name)) ++counts[name];
      }
    }
    for (const Symbols& branch : branches) {
      for (const auto& [name, load] : branch.loads_) loads_[name] = load;
      stores_.insert(branch.stores_.begin(), branch.stores_.end());
    }
    for (const auto& [name, count] : counts) {
      if (count < branches.size())
        loads_[name] = outer() && outer()->knows(name) ? Load::Alias : Load::Resolve;
    }
  }
  std::vector<NameId> startsMissing() const {
    std::vector<NameId> names;
    for (const auto& [name, load] : loads_) {
      if (load == Load::Missing) names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
  }

 private:
  const Symbols* outer() const {
    const Symbols* scope = this;
    while (scope->base_) scope = scope->base_;
    return scope->parent_;
  }
  bool here(NameId name) const {
    for (const Symbols* layer = this; layer; layer = layer->base_) {
      if (layer->loads_.contains(name)) return true;
    }
    return false;
  }
  bool stored(NameId name) const {
    for (const Symbols* layer = this; layer; layer = layer->base_) {
      if (layer->stores_.contains(name)) return true;
    }
    return false;
  }

  const Symbols* parent_;
  const Symbols* base_;
  std::unordered_map<NameId, Load> loads_;
  std::unordered_set<NameId> stores_;
};

template <class Visit>
void forEachOperand(const Expr& expr, const Visit& visit) {
  const auto one = [&](const ExprPtr& operand) {
    if (operand) visit(*operand);
  };
  for (const ExprPtr& item : expr.items) one(item);
  for (const ExprPtr& argument : expr.arguments.positional) one(argument);
  for (const auto& [name, argument] : expr.arguments.named) one(argument);
  one(expr.arguments.unpackedList);
  one(expr.arguments.unpackedDict);
}

void loadNames(const Expr& expr, Symbols& symbols) {
  if (expr.kind == ExprKind::Name || expr.kind == ExprKind::NamespaceTarget) symbols.load(expr.name);
  forEachOperand(expr, [&](const Expr& operand) { loadNames(operand, symbols); });
}

enum class Bind : uint8_t { Store, Parameter };

void bindTarget(const Expr& target, Symbols& symbols, Bind bind) {
  if (target.kind == ExprKind::Name) {
    bind == Bind::Store ? symbols.store(target.name) : symbols.declare(target.name);
  } else if (target.kind == ExprKind::NamespaceTarget) {
    symbols.load(target.name);
  }
  for (const ExprPtr& item : target.items) bindTarget(*item, symbols, bind);
}

void analyze(const Body& body, Symbols& symbols);

// One `if`: its branches are tried from the first; every elif is counted with all the others as one branch.
void analyzeIf(const Stmt& choice, Symbols& symbols) {
  loadNames(*choice.branches.front().condition, symbols);
  std::vector<Symbols> branches(3, Symbols(nullptr, &symbols));
  analyze(choice.branches.front().body, branches[0]);
  for (size_t i = 1; i < choice.branches.size(); ++i) {
    const Branch& branch = choice.branches[i];
    loadNames(*branch.condition, branches[1]);
    std::vector<Symbols> parts(3, Symbols(nullptr, &branches[1]));
    analyze(branch.body, parts[0]);
    branches[1].merge(parts);
  }
  analyze(choice.otherwise, branches[2]);
  symbols.merge(branches);
}

// What the statements do in their own scope; statements that open a scope are looked at from outside only.
void analyze(const Body& body, Symbols& symbols) {
  for (const StmtPtr& stmt : body) {
    switch (stmt->kind) {
      case StmtKind::Print:
      case StmtKind::For:
      case StmtKind::CallBlock:
      case StmtKind::FilterBlock:
        loadNames(*stmt->value, symbols);
        break;
      case StmtKind::If:
        analyzeIf(*stmt, symbols);
        break;
      case StmtKind::Set:
        loadNames(*stmt->value, symbols);
        bindTarget(*stmt->target, symbols, Bind::Store);
        break;
      case StmtKind::SetBlock:
        bindTarget(*stmt->target, symbols, Bind::Store);
        break;
      case StmtKind::Macro:
        symbols.store(stmt->name);
        break;
      case StmtKind::With:
        for (const ExprPtr& value : stmt->values) loadNames(*value, symbols);
        break;
      default:
        break;
    }
  }
}

// Finds the special names that a macro's body reads without setting them before.
class SpecialReads {
 public:
  explicit SpecialReads(const SpecialNames& names) : open_{names.caller, names.kwargs, names.varargs} {}
  void body(const Body& body) {
    for (const StmtPtr& stmt : body) statement(*stmt);
  }
  bool reads(NameId name) const { return std::find(read_.begin(), read_.end(), name) != read_.end(); }

 private:
  void expression(const Expr* expr) {
    if (!expr) return;
    if (expr->kind == ExprKind::Name && isOpen(expr->name)) read_.push_back(expr->name);
    forEachOperand(*expr, [&](const Expr& operand) { expression(&operand); });
  }
  void target(const Expr* expr) {
    if (!expr) return;
    if (expr->kind == ExprKind::Name) close(expr->name);
    for (const ExprPtr& item : expr->items) target(item.get());
  }
  void statement(const Stmt& stmt) {
    if (stmt.kind == StmtKind::Block) return;
    target(stmt.target.get());
    expression(stmt.value.get());
    for (const NameId parameter : stmt.parameters) close(parameter);
    for (const ExprPtr& value : stmt.defaults) expression(value.get());
    for (const ExprPtr& item : stmt.targets) target(item.get());
    for (const ExprPtr& value : stmt.values) expression(value.get());
    for (const Branch& branch : stmt.branches) {
      expression(branch.condition.get());
      body(branch.body);
    }
    body(stmt.body);
    body(stmt.otherwise);
    expression(stmt.condition.get());
  }
  bool isOpen(NameId name) const { return std::find(open_.begin(), open_.end(), name) != open_.end(); }
  void close(NameId name) {
    if (!reads(name)) std::erase(open_, name);
  }

  std::vector<NameId> open_;
  std::vector<NameId> read_;
};

// Walks all scopes, from the outside in.
class Resolver {
 public:
  explicit Resolver(Syntax& syntax) : syntax_(syntax) {}

  void run() {
    Symbols root(nullptr, nullptr);
    analyze(syntax_.body, root);
    syntax_.startsMissing = root.startsMissing();
    body(syntax_.body, {root, false, false});
  }

 private:
  struct Place {
    const Symbols& symbols;
    bool soft;    // inside an `if`: unknown filters and tests are only errors when they are reached
    bool inLoop;  // break and continue have a loop to act on
  };

  void body(Body& statements, Place place) {
    for (const StmtPtr& stmt : statements) statement(*stmt, place);
  }

  void check(const Expr& expr, bool soft) const {
    const bool isSoft = soft || expr.kind == ExprKind::Conditional;
    if (!isSoft && expr.kind == ExprKind::Filter && !expr.filter) {
      fail(Cause::Syntax, "No filter named " + reprText(expr.label) + ".", expr.line);
    }
    if (!isSoft && expr.kind == ExprKind::Test && !expr.test) {
      fail(Cause::Syntax, "No test named " + reprText(expr.label) + ".", expr.line);
    }
    forEachOperand(expr, [&](const Expr& operand) { check(operand, isSoft); });
  }

  void checkLoopTarget(const Expr& target) const {
    if (target.kind == ExprKind::Name && target.name == syntax_.special.loop) {
      fail(Cause::Syntax, "Can't assign to special loop variable in for-loop target", target.line);
    }
    for (const ExprPtr& item : target.items) checkLoopTarget(*item);
  }

  void loop(Stmt& stmt, Place place) {
    check(*stmt.value, place.soft);
    checkLoopTarget(*stmt.target);
    Symbols inside(&place.symbols, nullptr);
    inside.declare(syntax_.special.loop);
    bindTarget(*stmt.target, inside, Bind::Parameter);
    analyze(stmt.body, inside);
    stmt.startsMissing = inside.startsMissing();
    if (stmt.condition) check(*stmt.condition, false);
    body(stmt.body, {inside, false, true});
    Symbols otherwise(&place.symbols, nullptr);
    analyze(stmt.otherwise, otherwise);
    stmt.elseMissing = otherwise.startsMissing();
    body(stmt.otherwise, {otherwise, false, place.inLoop});
  }

  void macro(Stmt& stmt, Place place) {
    SpecialReads reads(syntax_.special);
    reads.body(stmt.body);
    const auto takes = [&](NameId name) {
      const auto& parameters = stmt.parameters;
      return reads.reads(name) && std::find(parameters.begin(), parameters.end(), name) == parameters.end();
    };
    stmt.takesCaller = takes(syntax_.special.caller);
    stmt.takesKwargs = takes(syntax_.special.kwargs);
    stmt.takesVarargs = takes(syntax_.special.varargs);
    Symbols inside(&place.symbols, nullptr);
    for (const NameId parameter : stmt.parameters) inside.declare(parameter);
    if (stmt.takesCaller) inside.declare(syntax_.special.caller);
    if (stmt.takesKwargs) inside.declare(syntax_.special.kwargs);
    if (stmt.takesVarargs) inside.declare(syntax_.special.varargs);
    for (const ExprPtr& value : stmt.defaults) {
      check(*value, false);
      loadNames(*value, inside);
    }
    analyze(stmt.body, inside);
    stmt.startsMissing = inside.startsMissing();
    body(stmt.body, {inside, false, false});
  }

  // A scope that is entered where it stands: with, filter, set block, generation.
  void scope(Stmt& stmt, Place place) {
    Symbols inside(&place.symbols, nullptr);
    for (const ExprPtr& target : stmt.targets) bindTarget(*target, inside, Bind::Parameter);
    analyze(stmt.body, inside);
    if (stmt.value) loadNames(*stmt.value, inside);
    stmt.startsMissing = inside.startsMissing();
    for (const ExprPtr& value : stmt.values) check(*value, place.soft);
    if (stmt.value) check(*stmt.value, false);
    body(stmt.body, {inside, false, place.inLoop});
  }

  void statement(Stmt& stmt, Place place) {
    switch (stmt.kind) {
      case StmtKind::Print:
      case StmtKind::Set:
        check(*stmt.value, place.soft);
        break;
      case StmtKind::For:
        loop(stmt, place);
        break;
      case StmtKind::If:
        for (Branch& branch : stmt.branches) {
          check(*branch.condition, true);
          body(branch.body, {place.symbols, true, place.inLoop});
        }
        body(stmt.otherwise, {place.symbols, true, place.inLoop});
        break;
      case StmtKind::CallBlock:
        check(*stmt.value, place.soft);
        macro(stmt, place);
        break;
      case StmtKind::Macro:
        macro(stmt, place);
        break;
      case StmtKind::With:
      case StmtKind::Scope:
      case StmtKind::FilterBlock:
      case StmtKind::SetBlock:
        scope(stmt, place);
        break;
      case StmtKind::Block: {
        // A block sees the variables of the template's top level, not those of the place where it stands.
        Symbols inside(nullptr, nullptr);
        analyze(stmt.body, inside);
        body(stmt.body, {inside, false, false});
        stmt.startsMissing = inside.startsMissing();
        break;
      }
      case StmtKind::Break:
      case StmtKind::Continue:
        if (!place.inLoop) {
          fail(Cause::Syntax,
               stmt.kind == StmtKind::Break ? "'break' outside loop" : "'continue' not properly in loop",
               stmt.line);
        }
        break;
      case StmtKind::Data:
      case StmtKind::NeedsLoader:
        break;
    }
  }

  Syntax& syntax_;
};

}  // namespace

void resolveScopes(Syntax& syntax) { Resolver(syntax).run(); }

}  // namespace hearth::jinja
