#include <charconv>
#include <cstdlib>
#include <optional>

#include "runtime/template/filters.h"
#include "runtime/template/parser_base.h"
#include "runtime/template/tests.h"
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
