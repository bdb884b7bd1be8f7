// The Store's methods on folders.
#include <algorithm>
#include <map>

#include "storage/store_state.h"

namespace hearth::storage {

Result<void> Store::State::folderIsThere(std::optional<int64_t> id) {
  if (!id) return {};
  auto all = folders.all();
  if (!all) return std::move(all).error();
  const auto isIt = [&](const Folder& folder) { return folder.id == *id; };
  if (std::none_of(all->begin(), all->end(), isIt)) return noSuch("folder", *id);
  return {};
}

Result<Folder> Store::createFolder(const std::string& name, std::optional<int64_t> parent) {
  return state_->write("Making the folder", [&]() -> Result<Folder> {
    if (auto there = state_->folderIsThere(parent); !there) return std::move(there).error();
    auto id = state_->folders.add(name, parent);
    if (!id) return std::move(id).error();
    auto all = state_->folders.all();
    if (!all) return std::move(all).error();
    for (Folder& folder : *all) {
      if (folder.id == *id) return std::move(folder);
    }
    return noSuch("folder", *id);
  });
}

Result<void> Store::renameFolder(int64_t id, const std::string& name) {
  return state_->write("Renaming the folder",
                       [&] { return foundOr(state_->folders.rename(id, name), "folder", id); });
}

Result<void> Store::setFolderSystemPrompt(int64_t id, const std::string& text) {
  return state_->write("Saving the folder's system prompt",
                       [&] { return foundOr(state_->folders.setSystemPrompt(id, text), "folder", id); });
}

Result<void> Store::setFolderModel(int64_t id, const std::string& modelPath) {
  return state_->write("Choosing the folder's model",
                       [&] { return foundOr(state_->folders.setModel(id, modelPath), "folder", id); });
}

Result<void> Store::setFolderParameters(int64_t id, const std::string& json) {
  return state_->write("Saving the folder's parameters",
                       [&] { return foundOr(state_->folders.setParameters(id, json), "folder", id); });
}

Result<void> Store::moveFolder(int64_t id, std::optional<int64_t> parent, uint32_t position) {
  return state_->write("Moving the folder", [&]() -> Result<void> {
    if (auto there = state_->folderIsThere(parent); !there) return there;
    auto all = state_->folders.all();
    if (!all) return std::move(all).error();
    std::map<int64_t, std::optional<int64_t>> parents;
    for (const Folder& folder : *all) parents[folder.id] = folder.parentId;
    auto above = parent;
    for (size_t steps = parents.size(); above && *above != id && steps > 0; --steps) above = parents[*above];
    if (above) return Error("a folder cannot be moved into itself or a folder inside it");

    std::vector<int64_t> order;  // among the folders of the same parent
    for (const Folder& folder : *all) {
      if (folder.parentId == parent && folder.id != id) order.push_back(folder.id);
    }
    const size_t at = std::min<size_t>(position, order.size());
    order.insert(order.begin() + static_cast<ptrdiff_t>(at), id);
    auto moved = foundOr(state_->folders.place(id, parent, static_cast<int64_t>(at)), "folder", id);
    if (!moved) return moved;
    for (size_t i = 0; i < order.size(); ++i) {
      auto placed = state_->folders.setPosition(order[i], static_cast<int64_t>(i));
      if (!placed) return std::move(placed).error();
    }
    return {};
  });
}

Result<void> Store::deleteFolder(int64_t id) {
  return state_->write("Deleting the folder",
                       [&] { return foundOr(state_->folders.trash(id, nowMs()), "folder", id); });
}

Result<void> Store::restoreFolder(int64_t id) {
  return state_->write("Restoring the folder",
                       [&] { return foundOr(state_->folders.restore(id), "folder", id); });
}

Result<std::vector<Folder>> Store::folders() { return during(state_->folders.all(), "Reading the folders"); }

Result<std::vector<Folder>> Store::foldersInTrash() {
  return during(state_->folders.inTrash(), "Reading the trash");
}

}  // namespace hearth::storage
