// Tokens to syntax tree, by Jinja2's grammar.
#pragma once

#include "runtime/template/ast.h"
#include "runtime/template/lexer.h"

namespace hearth::jinja {

// Throws Failure (Syntax), also when the source nests deeper than limits.depth.
Syntax parse(std::string_view source, const TemplateLimits& limits);

// What Jinja2's compiler finds out after parsing: which scope a name belongs to, unknown filters and tests
// outside of conditions, break outside of loops. Completes `syntax`; throws Failure (Syntax).
void resolveScopes(Syntax& syntax);

}  // namespace hearth::jinja
