// What every rule of the grammar uses: tokens expected, nodes made, depth bounded.
#include "runtime/template/parser_base.h"

#include "runtime/template/unicode.h"

namespace hearth::jinja {

std::string ExpressionParser::describe(const Token& token) {
  switch (token.kind) {
    case TokenKind::Data:
      return "template data / text";
    case TokenKind::VariableBegin:
      return "begin of print statement";
    case TokenKind::VariableEnd:
      return "end of print statement";
    case TokenKind::BlockBegin:
      return "begin of statement block";
    case TokenKind::BlockEnd:
      return "end of statement block";
    case TokenKind::Name:
      return token.text;
    case TokenKind::String:
      return "string";
    case TokenKind::Integer:
      return "integer";
    case TokenKind::Float:
      return "float";
    case TokenKind::Operator:
      return token.text;
    case TokenKind::End:
      return "end of template";
  }
  return {};
}

void ExpressionParser::failExpected(const std::string& what) const {
  if (current().kind == TokenKind::End)
    failHere("unexpected end of template, expected " + reprText(what) + ".");
  failHere("expected token " + reprText(what) + ", got " + reprText(describe(current())));
}

bool ExpressionParser::skipOperator(std::string_view text) {
  if (!isOperator(text)) return false;
  advance();
  return true;
}

bool ExpressionParser::skipName(std::string_view text) {
  if (!isName(text)) return false;
  advance();
  return true;
}

const Token& ExpressionParser::expect(TokenKind kind) {
  if (current().kind != kind) failExpected(kind == TokenKind::Name ? "name" : describe({kind, 0, {}}));
  return advance();
}

void ExpressionParser::expectOperator(std::string_view text) {
  if (!skipOperator(text)) failExpected(std::string(text));
}

void ExpressionParser::expectName(std::string_view text) {
  if (!skipName(text)) failExpected(std::string(text));
}

ExpressionParser::Nest::Nest(ExpressionParser& parser) : parser_(parser) {
  if (++parser_.depth_ > parser_.limits_.depth) parser_.failTooDeep(parser_.current().line);
}

void ExpressionParser::failTooDeep(uint32_t line) const {
  fail(Cause::Syntax, "the template is nested deeper than " + std::to_string(limits_.depth) + " levels",
       line);
}

void ExpressionParser::absorbDepth(Expr& parent, const Expr& child) const {
  parent.depth = std::max(parent.depth, child.depth + 1);
  if (parent.depth > limits_.depth) failTooDeep(parent.line);
}

void ExpressionParser::add(Expr& parent, ExprPtr child) const {
  if (child) absorbDepth(parent, *child);
  parent.items.push_back(std::move(child));
}

ExprPtr ExpressionParser::node(ExprKind kind, uint32_t line) const {
  auto expr = std::make_unique<Expr>();
  expr->kind = kind;
  expr->line = line;
  return expr;
}

ExprPtr ExpressionParser::textNode(ExprKind kind, uint32_t line, std::string text) const {
  ExprPtr expr = node(kind, line);
  expr->text = std::make_unique<StringObject>();
  expr->text->codePoints = codePointCount(text);
  expr->text->text = std::move(text);
  expr->constant = Value::string(expr->text.get());
  return expr;
}

NameId ExpressionParser::intern(const std::string& name) {
  const auto [it, isNew] = ids_.try_emplace(name, static_cast<NameId>(syntax_.names.size()));
  if (isNew) syntax_.names.push_back(name);
  return it->second;
}

ExprPtr ExpressionParser::binary(Operator op, ExprPtr left, ExprPtr right, uint32_t line) const {
  ExprPtr expr = node(ExprKind::Binary, line);
  expr->operators.push_back(op);
  add(*expr, std::move(left));
  add(*expr, std::move(right));
  return expr;
}

}  // namespace hearth::jinja
