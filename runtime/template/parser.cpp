#include "runtime/template/parser.h"

#include "runtime/template/parser_base.h"

namespace hearth::jinja {
namespace {

using Ends = std::vector<std::string_view>;

class Parser : ExpressionParser {
 public:
  Parser(std::string_view source, const TemplateLimits& limits) : ExpressionParser(source, limits) {
    syntax_.special = {intern("loop"), intern("caller"), intern("kwargs"), intern("varargs")};
  }

  Syntax run() {
    syntax_.body = parseBody({});
    return std::move(syntax_);
  }

 private:
  static StmtPtr stmt(StmtKind kind, uint32_t line) {
    auto made = std::make_unique<Stmt>();
    made->kind = kind;
    made->line = line;
    return made;
  }

  [[noreturn]] void failTag(const std::string* unknown) const {
    std::string message =
        unknown ? "Encountered unknown tag " + reprText(*unknown) + "." : "Unexpected end of template.";
    if (!ends_.empty()) {
      std::string looking;
      for (const std::string_view end : ends_.back()) {
        looking += (looking.empty() ? "'" : " or '") + std::string(end) + "'";
      }
      bool isExpected = false;
      for (const Ends& ends : ends_) {
        for (const std::string_view end : ends) isExpected = isExpected || (unknown && *unknown == end);
      }
      message += isExpected
                     ? " You probably made a nesting mistake. Jinja is expecting this tag, but currently "
                       "looking for " +
                           looking + "."
                     : " Jinja was looking for the following tags: " + looking + ".";
    }
    if (!tags_.empty()) message += " The innermost block that needs to be closed is '" + tags_.back() + "'.";
    failHere(std::move(message));
  }

  // Statements up to one of the tags `ends`, whose name is then the current token.
  Body parseBody(const Ends& ends) {
    Body body;
    while (current().kind != TokenKind::End) {
      switch (current().kind) {
        case TokenKind::Data: {
          StmtPtr data = stmt(StmtKind::Data, current().line);
          data->data = advance().text;
          body.push_back(std::move(data));
          break;
        }
        case TokenKind::VariableBegin: {
          StmtPtr print = stmt(StmtKind::Print, advance().line);
          print->value = parseTuple(TupleIn::Tag);
          expect(TokenKind::VariableEnd);
          body.push_back(std::move(print));
          break;
        }
        default:
          expect(TokenKind::BlockBegin);
          for (const std::string_view end : ends) {
            if (isName(end)) return body;
          }
          parseStatement(body);
          expect(TokenKind::BlockEnd);
      }
    }
    if (!ends.empty()) failTag(nullptr);
    return body;
  }

  // The body of a statement: from the end of its tag to one of `ends`, which becomes the current token.
  Body parseBlock(const Ends& ends) {
    skipOperator(":");
    expect(TokenKind::BlockEnd);
    const Nest nest(*this);
    ends_.push_back(ends);
    Body body = parseBody(ends);
    ends_.pop_back();
    return body;
  }
  Body parseBlockTo(std::string_view end) {
    Body body = parseBlock({end});
    advance();
    return body;
  }

  void parseStatement(Body& body) {
    if (current().kind != TokenKind::Name) failHere("tag name expected");
    using Parse = StmtPtr (Parser::*)();
    static constexpr std::pair<std::string_view, Parse> kTags[] = {
        {"for", &Parser::parseFor},           {"if", &Parser::parseIf},
        {"set", &Parser::parseSet},           {"macro", &Parser::parseMacro},
        {"call", &Parser::parseCallBlock},    {"filter", &Parser::parseFilterBlock},
        {"with", &Parser::parseWith},         {"generation", &Parser::parseGeneration},
        {"break", &Parser::parseLoopControl}, {"continue", &Parser::parseLoopControl},
        {"block", &Parser::parseNamedBlock},  {"autoescape", &Parser::parseAutoescape},
        {"include", &Parser::parseLoading},   {"import", &Parser::parseLoading},
        {"from", &Parser::parseLoading},      {"extends", &Parser::parseLoading}};
    const std::string tag = current().text;
    if (tag == "print") return parsePrint(body);
    for (const auto& [name, parse] : kTags) {
      if (name != tag) continue;
      tags_.push_back(tag);
      body.push_back((this->*parse)());
      tags_.pop_back();
      return;
    }
    failTag(&tag);
  }

  void checkTarget(const Expr& target) const {
    if (target.kind == ExprKind::Name) return;
    if (target.kind != ExprKind::Tuple) {
      const char* what = target.kind == ExprKind::Constant ? "const"
                         : target.kind == ExprKind::List   ? "list"
                         : target.kind == ExprKind::Dict   ? "dict"
                                                           : "expression";
      fail(Cause::Syntax, std::string("can't assign to '") + what + "'", target.line);
    }
    for (const ExprPtr& item : target.items) checkTarget(*item);
  }

  ExprPtr parseTarget(std::string_view end = {}) {
    ExprPtr target = parseTuple(TupleIn::Target, Conditions::Allowed, end);
    checkTarget(*target);
    return target;
  }

  std::string parseTargetName() {
    const Token& token = expect(TokenKind::Name);
    static constexpr std::string_view kReserved[] = {"true", "false", "none", "True", "False", "None"};
    for (const std::string_view word : kReserved) {
      if (token.text == word) fail(Cause::Syntax, "can't assign to 'name'", token.line);
    }
    return token.text;
  }

  StmtPtr parseSet() {
    const uint32_t line = advance().line;
    ExprPtr target;
    if (look().kind == TokenKind::Operator && look().text == ".") {
      const Token& name = expect(TokenKind::Name);
      expectOperator(".");
      target = textNode(ExprKind::NamespaceTarget, name.line, expect(TokenKind::Name).text);
      target->name = intern(name.text);
    } else {
      target = parseTarget();
    }
    if (skipOperator("=")) {
      StmtPtr set = stmt(StmtKind::Set, line);
      set->target = std::move(target);
      set->value = parseTuple(TupleIn::Tag);
      return set;
    }
    StmtPtr set = stmt(StmtKind::SetBlock, line);
    set->target = std::move(target);
    set->value = parseFilters(nullptr, false);
    set->body = parseBlockTo("endset");
    return set;
  }

  StmtPtr parseFor() {
    StmtPtr loop = stmt(StmtKind::For, advance().line);
    loop->target = parseTarget("in");
    expectName("in");
    loop->value = parseTuple(TupleIn::Tag, Conditions::Forbidden, "recursive");
    if (skipName("if")) loop->condition = parseExpression();
    loop->recursive = skipName("recursive");
    loop->body = parseBlock({"endfor", "else"});
    if (advance().text == "else") loop->otherwise = parseBlockTo("endfor");
    return loop;
  }

  StmtPtr parseIf() {
    StmtPtr choice = stmt(StmtKind::If, current().line);
    for (;;) {
      advance();
      Branch branch;
      branch.condition = parseTuple(TupleIn::Tag, Conditions::Forbidden);
      branch.body = parseBlock({"elif", "else", "endif"});
      choice->branches.push_back(std::move(branch));
      if (isName("elif")) continue;
      if (advance().text == "else") choice->otherwise = parseBlockTo("endif");
      return choice;
    }
  }

  void parseSignature(Stmt& owner) {
    expectOperator("(");
    while (!isOperator(")")) {
      if (!owner.parameters.empty()) expectOperator(",");
      std::string name = parseTargetName();
      owner.parameters.push_back(intern(name));
      owner.parameterNames.push_back(std::move(name));
      if (skipOperator("=")) {
        owner.defaults.push_back(parseExpression());
      } else if (!owner.defaults.empty()) {
        failHere("non-default argument follows default argument");
      }
    }
    expectOperator(")");
  }

  StmtPtr parseMacro() {
    StmtPtr macro = stmt(StmtKind::Macro, advance().line);
    macro->label = parseTargetName();
    macro->name = intern(macro->label);
    parseSignature(*macro);
    macro->body = parseBlockTo("endmacro");
    return macro;
  }

  StmtPtr parseCallBlock() {
    StmtPtr block = stmt(StmtKind::CallBlock, advance().line);
    if (isOperator("(")) parseSignature(*block);
    block->value = parseExpression();
    if (block->value->kind != ExprKind::Call) fail(Cause::Syntax, "expected call", block->line);
    block->body = parseBlockTo("endcall");
    return block;
  }

  StmtPtr parseFilterBlock() {
    StmtPtr block = stmt(StmtKind::FilterBlock, advance().line);
    block->value = parseFilters(nullptr, true);
    block->body = parseBlockTo("endfilter");
    return block;
  }

  StmtPtr parseWith() {
    StmtPtr with = stmt(StmtKind::With, advance().line);
    while (current().kind != TokenKind::BlockEnd) {
      if (!with->targets.empty()) expectOperator(",");
      with->targets.push_back(parseTarget());
      expectOperator("=");
      with->values.push_back(parseExpression());
    }
    with->body = parseBlockTo("endwith");
    return with;
  }

  // {% generation %}: transformers marks the assistant's text with it for training; it renders its body.
  StmtPtr parseGeneration() {
    StmtPtr scope = stmt(StmtKind::Scope, advance().line);
    scope->body = parseBlockTo("endgeneration");
    return scope;
  }

  StmtPtr parseAutoescape() {
    StmtPtr scope = stmt(StmtKind::Scope, advance().line);
    const ExprPtr on = parseExpression();
    if (on->kind != ExprKind::Constant || truth(on->constant)) {
      fail(Cause::Syntax, "autoescape can only be switched off: chat templates write text, not HTML",
           scope->line);
    }
    scope->body = parseBlockTo("endautoescape");
    return scope;
  }

  StmtPtr parseLoopControl() {
    const Token& token = advance();
    return stmt(token.text == "break" ? StmtKind::Break : StmtKind::Continue, token.line);
  }

  StmtPtr parseNamedBlock() {
    StmtPtr block = stmt(StmtKind::Block, advance().line);
    block->label = expect(TokenKind::Name).text;
    skipName("scoped");
    if (skipName("required"))
      fail(Cause::Syntax, "required blocks need a template that extends this one", block->line);
    block->body = parseBlockTo("endblock");
    skipName(block->label);
    return block;
  }

  // A chat template has no other templates beside it: loading one is an error when it is reached.
  StmtPtr parseLoading() {
    StmtPtr loading = stmt(StmtKind::NeedsLoader, advance().line);
    while (current().kind != TokenKind::BlockEnd && current().kind != TokenKind::End) advance();
    return loading;
  }

  void parsePrint(Body& body) {
    const uint32_t line = advance().line;
    bool first = true;
    while (current().kind != TokenKind::BlockEnd) {
      if (!first) expectOperator(",");
      first = false;
      StmtPtr print = stmt(StmtKind::Print, line);
      print->value = parseExpression();
      body.push_back(std::move(print));
    }
  }

  std::vector<Ends> ends_;         // what the enclosing statements look for
  std::vector<std::string> tags_;  // the enclosing statements
};

}  // namespace

Syntax parse(std::string_view source, const TemplateLimits& limits) { return Parser(source, limits).run(); }

}  // namespace hearth::jinja
