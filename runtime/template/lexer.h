// Cuts a template's source into tokens, with Jinja2's whitespace control as transformers sets it up:
// trim_blocks and lstrip_blocks on, a trailing newline of the source dropped.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/template/failure.h"

namespace hearth::jinja {

enum class TokenKind : uint8_t {
  Data,
  VariableBegin,
  VariableEnd,
  BlockBegin,
  BlockEnd,
  Name,
  String,
  Integer,
  Float,
  Operator,
  End
};

struct Token {
  TokenKind kind;
  uint32_t line;
  std::string text;  // Data and String: the value, unescaped; Operator: its characters
};

// Throws Failure (Syntax). The last token is End.
std::vector<Token> tokenize(std::string_view source);

}  // namespace hearth::jinja
