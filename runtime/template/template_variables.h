// What a user can set in a model's chat template beside the messages: thinking on or off, and the like.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "runtime/template/chat_template.h"

namespace hearth {

enum class TemplateVariableKind { Switch, Text };

struct TemplateVariable {
  std::string name;  // as the template spells it
  TemplateVariableKind kind = TemplateVariableKind::Switch;
  bool onByDefault = false;  // Switch: what the template does when nobody says

  bool operator==(const TemplateVariable&) const = default;
};

using TemplateValue = std::variant<bool, std::string>;
using TemplateValues = std::map<std::string, TemplateValue>;

// Found by trying: the names that the template mentions and that change what it makes of `context`, a short
// conversation with everything that is always given. A name that only matters together with another (tools,
// an image) is not found, nor one that the template refuses.
std::vector<TemplateVariable> findTemplateVariables(const ChatTemplate& source,
                                                    const nlohmann::ordered_json& context);

}  // namespace hearth
