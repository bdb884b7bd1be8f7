#include "runtime/template/template_variables.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace hearth {
namespace {

// A noncharacter, which no template writes.
constexpr std::string_view kMark = "\xEF\xB7\x91";

// Functions that templates call: to hide one behind a value would only make the template fail, or take
// another way that is meant for machines without it.
constexpr std::array<std::string_view, 7> kFunctions = {"range",  "namespace",       "dict",        "cycler",
                                                        "joiner", "raise_exception", "strftime_now"};

}  // namespace

std::vector<TemplateVariable> findTemplateVariables(const ChatTemplate& source,
                                                    const nlohmann::ordered_json& context) {
  const std::chrono::system_clock::time_point now{};  // the same for every try
  const auto withValue = [&](const std::string& name, const nlohmann::ordered_json& value) {
    nlohmann::ordered_json tried = context;
    tried[name] = value;
    auto rendered = source.render(tried, now);
    return rendered ? std::optional(std::move(*rendered)) : std::nullopt;
  };
  std::vector<TemplateVariable> found;
  const auto plain = source.render(context, now);
  if (!plain) return found;
  for (const std::string& name : source.names()) {
    const bool function = std::find(kFunctions.begin(), kFunctions.end(), name) != kFunctions.end();
    if (function || context.contains(name)) continue;
    const auto text = withValue(name, kMark);
    if (text && text->find(kMark) != std::string::npos) {
      found.push_back({name, TemplateVariableKind::Text});
      continue;
    }
    const auto on = withValue(name, true), off = withValue(name, false);
    if (on && off && *on != *off) found.push_back({name, TemplateVariableKind::Switch, *plain == *on});
  }
  return found;
}

}  // namespace hearth
