// A parsed template: expressions and statements. Immutable after compiling and shared by all renders.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "runtime/template/value.h"

namespace hearth::jinja {

struct FilterEntry;
struct TestEntry;

using NameId = uint32_t;  // index into Syntax::names

enum class ExprKind : uint8_t {
  Constant,
  Name,
  NamespaceTarget,
  Tuple,
  List,
  Dict,
  Attribute,
  Item,
  Slice,
  Call,
  Filter,
  Test,
  Not,
  Negate,
  Plus,
  Binary,
  And,
  Or,
  Compare,
  Concat,
  Conditional
};
enum class Operator : uint8_t {
  Add,
  Subtract,
  Multiply,
  Divide,
  FloorDivide,
  Modulo,
  Power,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  In,
  NotIn
};

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

struct CallArguments {
  std::vector<ExprPtr> positional;
  std::vector<std::pair<std::string, ExprPtr>> named;
  ExprPtr unpackedList;  // *args
  ExprPtr unpackedDict;  // **kwargs
};

struct Expr {
  ExprKind kind;
  uint32_t line;
  uint32_t depth = 1;                  // levels of expressions below and with this one
  NameId name = 0;                     // Name, NamespaceTarget
  std::unique_ptr<StringObject> text;  // owns the string of `constant`, so it comes before it
  Value constant;                      // Constant; the name of Attribute and NamespaceTarget as a string
  // Operands in source order. Dict: key, value, key, value. Item: object, index. Slice: object, start, stop,
  // step (null where left out). Conditional: condition, then, otherwise (or null). A Filter of a block has
  // none.
  std::vector<ExprPtr> items;
  std::vector<Operator> operators;  // Binary: one; Compare: one fewer than items
  CallArguments arguments;          // Call, Filter, Test
  std::string label;                // Filter, Test: the name
  const FilterEntry* filter = nullptr;
  const TestEntry* test = nullptr;
};

enum class StmtKind : uint8_t {
  Data,
  Print,
  For,
  If,
  Set,
  SetBlock,
  Macro,
  CallBlock,
  FilterBlock,
  With,
  Scope,
  Block,
  Break,
  Continue,
  NeedsLoader
};

struct Stmt;
using StmtPtr = std::unique_ptr<Stmt>;
using Body = std::vector<StmtPtr>;

struct Branch {
  ExprPtr condition;
  Body body;
};

struct Stmt {
  StmtKind kind;
  uint32_t line;
  std::string data;  // Data
  // For: what to loop over. If: none. Set, Print, CallBlock (the call), FilterBlock and SetBlock (the filter,
  // or null).
  ExprPtr value;
  ExprPtr target;          // For, Set, SetBlock
  ExprPtr condition;       // For: the `if` of the loop
  bool recursive = false;  // For
  Body body;
  Body otherwise;                        // For, If: else
  std::vector<Branch> branches;          // If: the if and every elif
  std::vector<ExprPtr> targets, values;  // With
  std::string label;                     // Macro and Block: the name
  NameId name = 0;                       // Macro
  std::vector<NameId> parameters;        // Macro, CallBlock
  std::vector<std::string> parameterNames;
  std::vector<ExprPtr> defaults;  // of the last parameters
  bool takesCaller = false, takesKwargs = false, takesVarargs = false;
  // Names that this scope sets before it reads them: they start without a value here, whatever the outer
  // scopes hold (Jinja2 resolves names to scopes when it compiles). For: of the body; elseMissing: of the
  // else branch.
  std::vector<NameId> startsMissing, elseMissing;
};

// The names that the machinery itself binds.
struct SpecialNames {
  NameId loop = 0, caller = 0, kwargs = 0, varargs = 0;
};

struct Syntax {
  Body body;
  std::vector<std::string> names;
  SpecialNames special;
  std::vector<NameId> startsMissing;
};

}  // namespace hearth::jinja
