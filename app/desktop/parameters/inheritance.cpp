#include "app/desktop/parameters/inheritance.h"

#include <algorithm>

namespace hearth::desktop {
namespace {

// From the outermost folder to the one that the chat lies in.
std::vector<const storage::Folder*> foldersAbove(const storage::Conversation& conversation,
                                                 const std::vector<storage::Folder>& folders) {
  std::vector<const storage::Folder*> chain;
  std::optional<int64_t> id = conversation.folderId;
  while (id && chain.size() < folders.size()) {
    const auto folder = std::find_if(folders.begin(), folders.end(),
                                     [&](const storage::Folder& one) { return one.id == *id; });
    if (folder == folders.end()) break;
    chain.push_back(&*folder);
    id = folder->parentId;
  }
  std::reverse(chain.begin(), chain.end());
  return chain;
}

Thinking thinkingWith(const Parameters& said, const ModelLoaded& model) {
  const TemplateVariable* own = thinkingSwitch(model);
  if (!own) return Thinking::On;
  bool on = own->onByDefault;
  const auto value = said.templateValues.find(own->name);
  if (value != said.templateValues.end() && std::holds_alternative<bool>(value->second))
    on = std::get<bool>(value->second);
  return on ? Thinking::On : Thinking::Off;
}

}  // namespace

double Inherited::value(Number which) const { return all.number(which).value_or(describe(which).usual); }

Level Inherited::from(Number which) const {
  return from([which](const Parameters& level) { return level.number(which).has_value(); });
}

Inherited inherit(const storage::Conversation& conversation, const Ancestors& ancestors) {
  Inherited result;
  const auto level = [&](Level which) -> Parameters& { return result.levels[static_cast<size_t>(which)]; };
  const auto instruct = [&](const std::string& text, Level from) {
    if (text.empty()) return;
    result.systemPrompt = text;
    result.systemPromptFrom = from;
  };
  const auto begin = [&](const std::string& modelPath, Level from) {
    if (modelPath.empty()) return;
    result.modelPath = modelPath;
    result.modelFrom = from;
  };
  level(Level::Model) = ancestors.modelDefaults;
  const auto preset =
      std::find_if(ancestors.presets.begin(), ancestors.presets.end(),
                   [&](const storage::Preset& one) { return conversation.presetId == one.id; });
  if (preset != ancestors.presets.end()) {
    level(Level::Preset) = Parameters::fromJson(preset->parameters);
    instruct(preset->systemPrompt, Level::Preset);
    begin(preset->modelPath, Level::Preset);
  }
  for (const storage::Folder* folder : foldersAbove(conversation, ancestors.folders)) {
    level(Level::Folder).overlay(Parameters::fromJson(folder->parameters));
    instruct(folder->systemPrompt, Level::Folder);
    begin(folder->modelPath, Level::Folder);
  }
  level(Level::Chat) = Parameters::fromJson(conversation.parameters);
  result.inheritedSystemPrompt = result.systemPrompt;
  instruct(conversation.systemPrompt, Level::Chat);

  // What is recommended may depend on whether the model thinks, which the levels above it say.
  Parameters said;
  for (const Parameters& one : result.levels) said.overlay(one);
  result.thinking = thinkingWith(said, ancestors.model);
  result.recommendation = recommendedFor(ancestors.model, result.thinking);
  level(Level::Recommended) = result.recommendation.parameters;
  for (const Parameters& one : result.levels) result.all.overlay(one);
  return result;
}

}  // namespace hearth::desktop
