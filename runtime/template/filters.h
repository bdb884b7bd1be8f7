// Jinja2's built-in filters, and tojson as transformers has it.
#pragma once

#include "runtime/template/functions.h"

namespace hearth::jinja {

struct FilterEntry {
  Signature signature;
  Value (*apply)(Evaluator& evaluator, Bound& p, Args& rest);
};

const FilterEntry* findFilter(std::string_view name);

// The tables that findFilter searches.
std::span<const FilterEntry> textFilters();
std::span<const FilterEntry> sequenceFilters();
std::span<const FilterEntry> selectingFilters();
std::span<const FilterEntry> valueFilters();

}  // namespace hearth::jinja
