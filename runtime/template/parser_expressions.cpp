#include <charconv>
#include <cstdlib>
#include <optional>

#include "runtime/template/parser_base.h"

namespace hearth::jinja {

ExprPtr ExpressionParser::parseExpression(Conditions conditions) {
  const Nest nest(*this);
  if (conditions == Conditions::Forbidden) return parseOr();
  ExprPtr expr = parseOr();
  while (isName("if")) {
    ExprPtr choice = node(ExprKind::Conditional, advance().line);
    add(*choice, parseOr());
    add(*choice, std::move(expr));
    add(*choice, skipName("else") ? parseExpression() : nullptr);
    expr = std::move(choice);
  }
  return expr;
}

ExprPtr ExpressionParser::parseOr() {
  ExprPtr left = parseAnd();
  while (isName("or")) {
    ExprPtr expr = node(ExprKind::Or, advance().line);
    add(*expr, std::move(left));
    add(*expr, parseAnd());
    left = std::move(expr);
  }
  return left;
}

ExprPtr ExpressionParser::parseAnd() {
  ExprPtr left = parseNot();
  while (isName("and")) {
    ExprPtr expr = node(ExprKind::And, advance().line);
    add(*expr, std::move(left));
    add(*expr, parseNot());
    left = std::move(expr);
  }
  return left;
}

ExprPtr ExpressionParser::parseNot() {
  if (!isName("not")) return parseCompare();
  const Nest nest(*this);
  ExprPtr expr = node(ExprKind::Not, advance().line);
  add(*expr, parseNot());
  return expr;
}

ExprPtr ExpressionParser::parseCompare() {
  static constexpr std::pair<std::string_view, Operator> kComparisons[] = {
      {"==", Operator::Equal},     {"!=", Operator::NotEqual}, {"<", Operator::Less},
      {"<=", Operator::LessEqual}, {">", Operator::Greater},   {">=", Operator::GreaterEqual}};
  const uint32_t line = current().line;
  ExprPtr first = parseSum();
  ExprPtr chain;
  for (;;) {
    std::optional<Operator> op;
    for (const auto& [text, candidate] : kComparisons) {
      if (isOperator(text)) op = candidate;
    }
    if (isName("in")) op = Operator::In;
    if (isName("not") && look().kind == TokenKind::Name && look().text == "in") {
      op = Operator::NotIn;
      advance();
    }
    if (!op) return chain ? std::move(chain) : std::move(first);
    advance();
    if (!chain) {
      chain = node(ExprKind::Compare, line);
      add(*chain, std::move(first));
    }
    chain->operators.push_back(*op);
    add(*chain, parseSum());
  }
}

ExprPtr ExpressionParser::parseSum() {
  ExprPtr left = parseConcat();
  while (isOperator("+") || isOperator("-")) {
    const Token& token = advance();
    left = binary(token.text == "+" ? Operator::Add : Operator::Subtract, std::move(left), parseConcat(),
                  token.line);
  }
  return left;
}

ExprPtr ExpressionParser::parseConcat() {
  const uint32_t line = current().line;
  ExprPtr first = parseProduct();
  if (!isOperator("~")) return first;
  ExprPtr expr = node(ExprKind::Concat, line);
  add(*expr, std::move(first));
  while (skipOperator("~")) add(*expr, parseProduct());
  return expr;
}

ExprPtr ExpressionParser::parseProduct() {
  ExprPtr left = parsePower();
  while (isOperator("*") || isOperator("/") || isOperator("//") || isOperator("%")) {
    const Token& token = advance();
    const Operator op = token.text == "*"    ? Operator::Multiply
                        : token.text == "/"  ? Operator::Divide
                        : token.text == "//" ? Operator::FloorDivide
                                             : Operator::Modulo;
    left = binary(op, std::move(left), parsePower(), token.line);
  }
  return left;
}

ExprPtr ExpressionParser::parsePower() {
  ExprPtr left = parseUnary();
  while (isOperator("**")) {
    const uint32_t line = advance().line;
    left = binary(Operator::Power, std::move(left), parseUnary(), line);
  }
  return left;
}

ExprPtr ExpressionParser::parseUnary(Filters filters) {
  ExprPtr expr;
  if (isOperator("-") || isOperator("+")) {
    const Nest nest(*this);
    const Token& token = advance();
    expr = node(token.text == "-" ? ExprKind::Negate : ExprKind::Plus, token.line);
    add(*expr, parseUnary(Filters::Forbidden));
  } else {
    expr = parsePrimary();
  }
  expr = parsePostfix(std::move(expr));
  if (filters == Filters::Forbidden) return expr;
  for (;;) {
    if (isOperator("|")) {
      expr = parseFilters(std::move(expr), false);
    } else if (isName("is")) {
      expr = parseTest(std::move(expr));
    } else if (isOperator("(")) {
      expr = parseCall(std::move(expr));
    } else {
      return expr;
    }
  }
}

ExprPtr ExpressionParser::parseNumber() {
  const Token& token = advance();
  ExprPtr expr = node(ExprKind::Constant, token.line);
  if (token.kind == TokenKind::Float) {
    expr->constant = Value::real(std::strtod(token.text.c_str(), nullptr));
    return expr;
  }
  std::string_view digits = token.text;
  int base = 10;
  if (digits.size() > 2 && digits[0] == '0' && (digits[1] | 0x20) >= 'b') {
    base = (digits[1] | 0x20) == 'x' ? 16 : (digits[1] | 0x20) == 'o' ? 8 : 2;
    digits.remove_prefix(2);
  }
  int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc())
    fail(Cause::Syntax, "the number " + token.text + " does not fit in 64 bits", token.line);
  expr->constant = Value::integer(value);
  return expr;
}

ExprPtr ExpressionParser::parsePrimary() {
  const Token& token = current();
  switch (token.kind) {
    case TokenKind::Name: {
      advance();
      ExprPtr expr = node(ExprKind::Constant, token.line);
      if (token.text == "true" || token.text == "True") {
        expr->constant = Value::boolean(true);
      } else if (token.text == "false" || token.text == "False") {
        expr->constant = Value::boolean(false);
      } else if (token.text != "none" && token.text != "None") {
        expr->kind = ExprKind::Name;
        expr->name = intern(token.text);
      }
      return expr;
    }
    case TokenKind::String: {
      std::string text;
      while (current().kind == TokenKind::String) text += advance().text;
      return textNode(ExprKind::Constant, token.line, std::move(text));
    }
    case TokenKind::Integer:
    case TokenKind::Float:
      return parseNumber();
    default:
      break;
  }
  if (skipOperator("(")) {
    ExprPtr expr = parseTuple(TupleIn::Parentheses);
    expectOperator(")");
    return expr;
  }
  if (isOperator("[")) return parseList();
  if (isOperator("{")) return parseDict();
  failHere("unexpected " + reprText(describe(token)));
}

ExprPtr ExpressionParser::parseTuple(TupleIn in, Conditions conditions, std::string_view end) {
  uint32_t line = current().line;
  std::vector<ExprPtr> items;
  bool isTuple = false;
  for (;;) {
    if (!items.empty()) expectOperator(",");
    const TokenKind kind = current().kind;
    if (kind == TokenKind::VariableEnd || kind == TokenKind::BlockEnd || isOperator(")")) break;
    if (!end.empty() && isName(end)) break;
    items.push_back(in == TupleIn::Target ? parsePrimary() : parseExpression(conditions));
    if (!isOperator(",")) break;
    isTuple = true;
    line = current().line;
  }
  if (!isTuple && !items.empty()) return std::move(items.front());
  if (!isTuple && in != TupleIn::Parentheses) {
    failHere("Expected an expression, got " + reprText(describe(current())));
  }
  ExprPtr expr = node(ExprKind::Tuple, line);
  for (ExprPtr& item : items) add(*expr, std::move(item));
  return expr;
}

ExprPtr ExpressionParser::parseList() {
  ExprPtr expr = node(ExprKind::List, current().line);
  expectOperator("[");
  while (!isOperator("]")) {
    if (!expr->items.empty()) expectOperator(",");
    if (isOperator("]")) break;
    add(*expr, parseExpression());
  }
  expectOperator("]");
  return expr;
}

ExprPtr ExpressionParser::parseDict() {
  ExprPtr expr = node(ExprKind::Dict, current().line);
  expectOperator("{");
  while (!isOperator("}")) {
    if (!expr->items.empty()) expectOperator(",");
    if (isOperator("}")) break;
    add(*expr, parseExpression());
    expectOperator(":");
    add(*expr, parseExpression());
  }
  expectOperator("}");
  return expr;
}

}  // namespace hearth::jinja
