// The two halves of the parser: expressions, and on top of them statements. Private to the parser's sources.
#pragma once

#include <unordered_map>

#include "runtime/template/parser.h"

namespace hearth::jinja {

class ExpressionParser {
 protected:
  ExpressionParser(std::string_view source, const TemplateLimits& limits)
      : tokens_(tokenize(source)), limits_(limits) {}

  enum class Conditions : uint8_t { Allowed, Forbidden };  // `a if b else c` at the top of an expression

  ExprPtr parseExpression(Conditions conditions = Conditions::Allowed);
  // One expression, or a tuple where commas follow. `end`: a name that ends the tuple, beside the tag's end.
  enum class TupleIn : uint8_t { Tag, Parentheses, Target };
  ExprPtr parseTuple(TupleIn in, Conditions conditions = Conditions::Allowed, std::string_view end = {});
  ExprPtr parsePrimary();
  ExprPtr parseFilters(ExprPtr node, bool startsInline);  // `node` null: the filters of a block

  // Tokens.
  const Token& current() const { return tokens_[at_]; }
  const Token& look() const { return tokens_[std::min(at_ + 1, tokens_.size() - 1)]; }
  const Token& advance() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
  bool isOperator(std::string_view text) const { return isOperator(current(), text); }
  bool isName(std::string_view text) const {
    return current().kind == TokenKind::Name && current().text == text;
  }
  bool skipOperator(std::string_view text);
  bool skipName(std::string_view text);
  const Token& expect(TokenKind kind);
  void expectOperator(std::string_view text);
  void expectName(std::string_view text);
  [[noreturn]] void failHere(std::string message) const {
    fail(Cause::Syntax, std::move(message), current().line);
  }
  [[noreturn]] void failExpected(const std::string& what) const;
  static std::string describe(const Token& token);

  // Nodes.
  ExprPtr node(ExprKind kind, uint32_t line) const;
  ExprPtr textNode(ExprKind kind, uint32_t line, std::string text) const;
  void add(Expr& parent, ExprPtr child) const;  // keeps the depth within the limit
  NameId intern(const std::string& name);

  // Held while a nested construct is parsed, so that the source cannot exhaust the stack.
  class Nest {
   public:
    explicit Nest(ExpressionParser& parser);
    ~Nest() { --parser_.depth_; }

   private:
    ExpressionParser& parser_;
  };

  Syntax syntax_;

 private:
  static bool isOperator(const Token& token, std::string_view text) {
    return token.kind == TokenKind::Operator && token.text == text;
  }
  ExprPtr parseOr();
  ExprPtr parseAnd();
  ExprPtr parseNot();
  ExprPtr parseCompare();
  ExprPtr parseSum();
  ExprPtr parseConcat();
  ExprPtr parseProduct();
  ExprPtr parsePower();
  enum class Filters : uint8_t { Allowed, Forbidden };
  ExprPtr parseUnary(Filters filters = Filters::Allowed);
  ExprPtr parseNumber();
  ExprPtr parseList();
  ExprPtr parseDict();
  ExprPtr parsePostfix(ExprPtr node);
  ExprPtr parseSubscript(ExprPtr object);
  ExprPtr parseBrackets(ExprPtr object, uint32_t line);
  ExprPtr parseCall(ExprPtr callee);
  ExprPtr parseTest(ExprPtr subject);
  std::string parseDottedName();
  void parseArguments(Expr& owner);
  ExprPtr binary(Operator op, ExprPtr left, ExprPtr right, uint32_t line) const;
  void absorbDepth(Expr& parent, const Expr& child) const;
  [[noreturn]] void failTooDeep(uint32_t line) const;

  std::vector<Token> tokens_;
  size_t at_ = 0;
  const TemplateLimits& limits_;
  uint32_t depth_ = 0;
  std::unordered_map<std::string, NameId> ids_;
};

}  // namespace hearth::jinja
