// What follows an operand: members, subscripts, calls, filters and tests.
#include "runtime/template/filters.h"
#include "runtime/template/parser_base.h"
#include "runtime/template/tests.h"

namespace hearth::jinja {

ExprPtr ExpressionParser::parsePostfix(ExprPtr expr) {
  for (;;) {
    if (isOperator(".") || isOperator("[")) {
      expr = parseSubscript(std::move(expr));
    } else if (isOperator("(")) {
      expr = parseCall(std::move(expr));
    } else {
      return expr;
    }
  }
}

ExprPtr ExpressionParser::parseSubscript(ExprPtr object) {
  const Token& token = advance();
  if (token.text == "[") return parseBrackets(std::move(object), token.line);
  if (current().kind == TokenKind::Name) {
    ExprPtr expr = textNode(ExprKind::Attribute, token.line, advance().text);
    add(*expr, std::move(object));
    return expr;
  }
  if (current().kind != TokenKind::Integer) failHere("expected name or number");
  ExprPtr expr = node(ExprKind::Item, token.line);
  add(*expr, std::move(object));
  add(*expr, parseNumber());
  return expr;
}

ExprPtr ExpressionParser::parseBrackets(ExprPtr object, uint32_t line) {
  std::vector<ExprPtr> parts;
  bool hasSlice = false;
  while (!isOperator("]")) {
    if (!parts.empty()) expectOperator(",");
    if (isOperator(":")) {
      parts.push_back(nullptr);
    } else {
      parts.push_back(parseExpression());
    }
    if (!isOperator(":")) continue;
    if (parts.size() > 1) failHere("a slice cannot be part of a tuple");
    hasSlice = true;
    advance();
    const auto part = [&]() -> ExprPtr {
      return isOperator(":") || isOperator("]") || isOperator(",") ? nullptr : parseExpression();
    };
    parts.push_back(part());
    parts.push_back(skipOperator(":") ? part() : nullptr);
    break;
  }
  expectOperator("]");
  ExprPtr expr = node(hasSlice ? ExprKind::Slice : ExprKind::Item, line);
  add(*expr, std::move(object));
  if (hasSlice || parts.size() == 1) {
    for (ExprPtr& part : parts) add(*expr, std::move(part));
    return expr;
  }
  ExprPtr key = node(ExprKind::Tuple, line);
  for (ExprPtr& part : parts) add(*key, std::move(part));
  add(*expr, std::move(key));
  return expr;
}

void ExpressionParser::parseArguments(Expr& owner) {
  const uint32_t line = current().line;
  CallArguments& args = owner.arguments;
  expectOperator("(");
  const auto ensure = [&](bool holds) {
    if (!holds) fail(Cause::Syntax, "invalid syntax for function call expression", line);
  };
  const auto expression = [&] {
    ExprPtr expr = parseExpression();
    absorbDepth(owner, *expr);
    return expr;
  };
  bool first = true;
  while (!isOperator(")")) {
    if (!first) {
      expectOperator(",");
      if (isOperator(")")) break;
    }
    first = false;
    if (skipOperator("*")) {
      ensure(!args.unpackedList && !args.unpackedDict);
      args.unpackedList = expression();
    } else if (skipOperator("**")) {
      ensure(!args.unpackedDict);
      args.unpackedDict = expression();
    } else if (current().kind == TokenKind::Name && isOperator(look(), "=")) {
      ensure(!args.unpackedDict);
      std::string name = advance().text;
      advance();
      for (const auto& [other, value] : args.named) {
        if (other == name) failHere("keyword argument repeated: " + name);
      }
      args.named.emplace_back(std::move(name), expression());
    } else {
      ensure(!args.unpackedList && !args.unpackedDict && args.named.empty());
      args.positional.push_back(expression());
    }
  }
  expectOperator(")");
}

ExprPtr ExpressionParser::parseCall(ExprPtr callee) {
  ExprPtr expr = node(ExprKind::Call, current().line);
  add(*expr, std::move(callee));
  parseArguments(*expr);
  return expr;
}

std::string ExpressionParser::parseDottedName() {
  std::string name = expect(TokenKind::Name).text;
  while (skipOperator(".")) name += "." + expect(TokenKind::Name).text;
  return name;
}

ExprPtr ExpressionParser::parseFilters(ExprPtr subject, bool startsInline) {
  while (isOperator("|") || startsInline) {
    if (!startsInline) advance();
    startsInline = false;
    ExprPtr expr = node(ExprKind::Filter, current().line);
    expr->label = parseDottedName();
    expr->filter = findFilter(expr->label);
    if (subject) add(*expr, std::move(subject));
    if (isOperator("(")) parseArguments(*expr);
    subject = std::move(expr);
  }
  return subject;
}

ExprPtr ExpressionParser::parseTest(ExprPtr subject) {
  const uint32_t line = advance().line;
  const bool negated = skipName("not");
  ExprPtr expr = node(ExprKind::Test, line);
  expr->label = parseDottedName();
  expr->test = findTest(expr->label);
  add(*expr, std::move(subject));
  const TokenKind kind = current().kind;
  const bool opens = isOperator("[") || isOperator("{");
  if (isOperator("(")) {
    parseArguments(*expr);
  } else if ((kind == TokenKind::Name || kind == TokenKind::String || kind == TokenKind::Integer ||
              kind == TokenKind::Float || opens) &&
             !isName("else") && !isName("or") && !isName("and")) {
    if (isName("is")) failHere("You cannot chain multiple tests with is");
    ExprPtr argument = parsePostfix(parsePrimary());
    absorbDepth(*expr, *argument);
    expr->arguments.positional.push_back(std::move(argument));
  }
  if (!negated) return expr;
  ExprPtr inverse = node(ExprKind::Not, line);
  add(*inverse, std::move(expr));
  return inverse;
}

}  // namespace hearth::jinja
