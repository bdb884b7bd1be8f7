// Where an answer's parameters come from: each level wins over those before it, field by field.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "app/desktop/parameters/parameters.h"
#include "app/desktop/parameters/recommended.h"
#include "storage/records.h"

namespace hearth::desktop {

// Usual: nobody said anything. The chat stands innermost.
enum class Level { Usual, Recommended, Model, Preset, Folder, Chat };

// What a conversation inherits from.
struct Ancestors {
  ModelLoaded model;  // without a name or path: none is loaded
  Parameters modelDefaults;
  std::vector<storage::Preset> presets;
  std::vector<storage::Folder> folders;
};

struct Inherited {
  std::array<Parameters, 6> levels;  // by Level; that of Usual is empty
  Parameters all;                    // laid over each other
  std::string systemPrompt;
  Level systemPromptFrom = Level::Usual;  // Usual: there is none
  std::string inheritedSystemPrompt;      // that the chat would have without its own
  std::string modelPath;                  // that folders or the preset want; empty: whichever is loaded
  Level modelFrom = Level::Usual;         // Preset or Folder, where there is one
  Recommendation recommendation;
  Thinking thinking = Thinking::On;

  double value(Number which) const;
  Level from(Number which) const;
  AtLimit atLimit() const { return all.atLimit.value_or(AtLimit::Ask); }
  // The innermost level for which `sets` is true.
  template <class Sets>
  Level from(Sets sets) const {
    for (size_t i = levels.size(); i-- > 1;)
      if (sets(levels[i])) return static_cast<Level>(i);
    return Level::Usual;
  }
};

Inherited inherit(const storage::Conversation& conversation, const Ancestors& ancestors);

}  // namespace hearth::desktop
