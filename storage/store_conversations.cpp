// The Store's methods on conversations.
#include "storage/store_state.h"

namespace hearth::storage {

// ---- Conversations

Result<Conversation> Store::createConversation(std::optional<int64_t> folderId,
                                               const std::string& modelPath) {
  return state_->write("Beginning a chat", [&]() -> Result<Conversation> {
    if (auto there = state_->folderIsThere(folderId); !there) return std::move(there).error();
    Conversation conversation;
    conversation.folderId = folderId;
    conversation.modelPath = modelPath;
    conversation.createdAt = conversation.updatedAt = nowMs();
    auto id = state_->conversations.add(conversation);
    if (!id) return std::move(id).error();
    conversation.id = *id;
    return conversation;
  });
}

Result<Conversation> Store::conversation(int64_t id) { return state_->conversation(id); }

Result<std::vector<Conversation>> Store::conversations(uint32_t limit, uint32_t offset) {
  return during(state_->conversations.listed(limit, offset), "Reading the list of chats");
}

Result<void> Store::rename(int64_t conversationId, const std::string& title, bool automatic) {
  return state_->write("Renaming the chat", [&] {
    return foundOr(state_->conversations.rename(conversationId, title, automatic), "conversation",
                   conversationId);
  });
}

Result<void> Store::setPinned(int64_t conversationId, bool pinned) {
  return state_->write("Pinning the chat", [&] {
    return foundOr(state_->conversations.setPinned(conversationId, pinned), "conversation", conversationId);
  });
}

Result<void> Store::setModel(int64_t conversationId, const std::string& modelPath) {
  return state_->write("Choosing the chat's model", [&] {
    return foundOr(state_->conversations.setModel(conversationId, modelPath), "conversation", conversationId);
  });
}

Result<void> Store::setSystemPrompt(int64_t conversationId, const std::string& text) {
  return state_->write("Saving the system prompt", [&] {
    return foundOr(state_->conversations.setSystemPrompt(conversationId, text), "conversation",
                   conversationId);
  });
}

Result<void> Store::setParameters(int64_t conversationId, const std::string& json) {
  return state_->write("Saving the chat's parameters", [&] {
    return foundOr(state_->conversations.setParameters(conversationId, json), "conversation", conversationId);
  });
}

Result<void> Store::setPreset(int64_t conversationId, std::optional<int64_t> presetId) {
  return state_->write("Choosing the chat's preset", [&] {
    return foundOr(state_->conversations.setPreset(conversationId, presetId), "conversation", conversationId);
  });
}

Result<void> Store::moveToFolder(int64_t conversationId, std::optional<int64_t> folderId) {
  return state_->write("Moving the chat", [&]() -> Result<void> {
    if (auto there = state_->folderIsThere(folderId); !there) return there;
    return foundOr(state_->conversations.moveToFolder(conversationId, folderId), "conversation",
                   conversationId);
  });
}

Result<void> Store::moveToTrash(int64_t conversationId) {
  return state_->write("Moving the chat to the trash", [&] {
    return foundOr(state_->conversations.setDeletedAt(conversationId, nowMs()), "conversation",
                   conversationId);
  });
}

Result<void> Store::restoreFromTrash(int64_t conversationId) {
  return state_->write("Restoring the chat", [&] {
    return foundOr(state_->conversations.setDeletedAt(conversationId, std::nullopt), "conversation",
                   conversationId);
  });
}

Result<uint32_t> Store::setPinned(std::span<const int64_t> conversationIds, bool pinned) {
  return state_->writeEach("Pinning the chats", conversationIds,
                           [&](int64_t id) { return state_->conversations.setPinned(id, pinned); });
}

Result<uint32_t> Store::moveToFolder(std::span<const int64_t> conversationIds,
                                     std::optional<int64_t> folderId) {
  return state_->writeEach("Moving the chats", conversationIds, [&](int64_t id) -> Result<bool> {
    if (auto there = state_->folderIsThere(folderId); !there) return std::move(there).error();
    return state_->conversations.moveToFolder(id, folderId);
  });
}

Result<uint32_t> Store::moveToTrash(std::span<const int64_t> conversationIds) {
  const int64_t now = nowMs();
  return state_->writeEach("Moving the chats to the trash", conversationIds,
                           [&](int64_t id) { return state_->conversations.setDeletedAt(id, now); });
}

Result<uint32_t> Store::restoreFromTrash(std::span<const int64_t> conversationIds) {
  return state_->writeEach("Restoring the chats", conversationIds,
                           [&](int64_t id) { return state_->conversations.setDeletedAt(id, std::nullopt); });
}

Result<uint32_t> Store::deleteForGood(std::span<const int64_t> conversationIds) {
  auto removed = state_->writeEach("Deleting the chats", conversationIds,
                                   [&](int64_t id) { return state_->conversations.remove(id); });
  if (!removed || *removed == 0) return removed;
  if (auto swept = state_->removeUnusedAttachments(); !swept) return std::move(swept).error();
  return removed;
}

Result<std::vector<Conversation>> Store::trash() {
  return during(state_->conversations.inTrash(), "Reading the trash");
}

Result<uint32_t> Store::emptyTrash(uint32_t olderThanDays) {
  const int64_t deletedUpTo = nowMs() - int64_t{olderThanDays} * kMsPerDay;
  // Looked up first, so that opening a database that another program is writing does not wait for it.
  auto inTrash = trash();
  if (!inTrash) return std::move(inTrash).error();
  const auto folders = state_->folders.countInTrash(deletedUpTo);
  if (!folders) return Error(folders.error()).during("Reading the trash");
  const bool chatsAreDue = !inTrash->empty() && inTrash->back().deletedAt <= deletedUpTo;
  if (!chatsAreDue && *folders == 0) return uint32_t{0};
  auto purged = state_->write("Emptying the trash", [&]() -> Result<uint32_t> {
    if (auto done = state_->folders.purge(deletedUpTo); !done) return std::move(done).error();
    return state_->conversations.purge(deletedUpTo);
  });
  if (!purged) return purged;
  if (auto swept = state_->removeUnusedAttachments(); !swept) return std::move(swept).error();
  return purged;
}

}  // namespace hearth::storage
