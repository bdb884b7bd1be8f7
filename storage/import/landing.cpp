#include "storage/import/landing.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "storage/export/formats.h"

namespace hearth::storage {

std::string Landing::nameOf(const std::string& program) const {
  using namespace std::chrono;
  const auto now = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
  constexpr size_t kDateLength = 10;
  return std::string(program).append(" ").append(localTime(now), 0, kDateLength);
}

void Landing::announce(const std::string& program) {
  std::string name = nameOf(program);
  if (std::find(names_.begin(), names_.end(), name) == names_.end()) names_.push_back(std::move(name));
}

Result<int64_t> Landing::folder(const std::string& key, std::optional<int64_t> parent, const Folder& like) {
  if (const auto known = folders_.find(key); known != folders_.end()) return known->second;
  const auto all = store_.folders();
  if (!all) return all.error();
  for (const Folder& folder : *all) {
    // Two folders of one name stay two.
    if (folder.parentId != parent || folder.name != like.name || used_.contains(folder.id)) continue;
    folders_[key] = folder.id;
    used_.insert(folder.id);
    return folder.id;
  }
  const auto made = store_.createFolder(like.name, parent);
  if (!made) return made.error();
  folders_[key] = made->id;
  used_.insert(made->id);
  Result<void> set;
  if (!like.systemPrompt.empty()) set = store_.setFolderSystemPrompt(made->id, like.systemPrompt);
  if (set && !like.modelPath.empty()) set = store_.setFolderModel(made->id, like.modelPath);
  if (set && !like.parameters.empty()) set = store_.setFolderParameters(made->id, like.parameters);
  if (!set) return std::move(set).error();
  return made->id;
}

Result<int64_t> Landing::folderFor(const std::string& program, const ConversationTree& tree) {
  announce(program);
  std::string key = program;
  Folder top;
  top.name = nameOf(program);
  auto id = folder(key, std::nullopt, top);
  for (const Folder& inner : tree.folders) {
    if (!id) return id;
    key.append("/").append(std::to_string(inner.id)).append(" ").append(inner.name);
    id = folder(key, *id, inner);
  }
  return id;
}

Result<std::optional<int64_t>> Landing::presetFor(const ConversationTree& tree) {
  if (!tree.preset) return std::optional<int64_t>();
  const auto all = store_.presets();
  if (!all) return all.error();
  for (const Preset& preset : *all) {
    const Preset& wanted = *tree.preset;
    if (preset.name == wanted.name && preset.systemPrompt == wanted.systemPrompt &&
        preset.modelPath == wanted.modelPath && preset.parameters == wanted.parameters)
      return std::optional(preset.id);
  }
  const auto added = store_.addPreset(*tree.preset);
  if (!added) return added.error();
  return std::optional(added->id);
}

}  // namespace hearth::storage
