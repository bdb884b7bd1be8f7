// What the user types into the search field, understood: words, "phrases", -exclusions, and filters such as
// in:folder or before:2026-11-01. Everything else is text: there is no syntax to get wrong.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/records.h"

namespace hearth::storage {

struct SearchQuery {
  std::string fts;                           // FTS5's language; empty when there is no word to find
  std::vector<std::string> folders, models;  // parts of their names; each must fit
  std::optional<Role> role;
  std::optional<int64_t> before, after;  // UTC ms; from `after` on, and before `before`
  std::optional<bool> pinned;

  bool hasFilter() const { return !folders.empty() || !models.empty() || role || before || after || pinned; }
};

// Filters: in: model: role:you|model before: after: (2026, 2026-11 or 2026-11-22, local time) pinned:yes|no.
// Their values may be quoted. A filter whose value is not understood is taken for a word. Words are all to be
// found; the last one may be unfinished. Only exclusions, without a word, exclude nothing.
SearchQuery parseSearch(std::string_view typed);

// Whether `part` occurs in `text`, ASCII letters of either case being the same.
bool containsFolded(std::string_view text, std::string_view part);

}  // namespace hearth::storage
