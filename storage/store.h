// The one door to the database: opens it, migrates it, and offers what the app does with it. Each method is
// one transaction. Used on one thread (the storage thread); several processes may share the file.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/base/result.h"
#include "storage/records.h"

namespace hearth::storage {

enum class OpenState {
  Normal,
  ReadOnlyNewer,    // written by a newer Hearth: shown, not changed
  ReadOnlyDamaged,  // SQLite finds it damaged: a copy was kept, what can be read is shown
};

// How long the trash keeps a conversation.
inline constexpr uint32_t kTrashDays = 30;

class Store {
 public:
  // Creates the file and its folder when absent. Marks answers that a crash left in state Writing as
  // Interrupted, and deletes for good what has been in the trash for kTrashDays.
  static Result<std::unique_ptr<Store>> open(const std::string& databasePath);
  ~Store();

  OpenState state() const;
  // For the user, when state() is not Normal. Also when it is, but an unreadable file was set aside and a new
  // one begun. Else empty.
  const std::string& notice() const;

  // ---- Conversations
  Result<Conversation> createConversation(std::optional<int64_t> folderId, const std::string& modelPath);
  Result<Conversation> conversation(int64_t id);
  // Not in the trash; pinned first, then newest first.
  Result<std::vector<Conversation>> conversations(uint32_t limit = 1'000'000, uint32_t offset = 0);
  Result<void> rename(int64_t conversationId, const std::string& title, bool automatic);
  Result<void> setPinned(int64_t conversationId, bool pinned);
  Result<void> setModel(int64_t conversationId, const std::string& modelPath);
  Result<void> setSystemPrompt(int64_t conversationId, const std::string& text);
  Result<void> moveToFolder(int64_t conversationId, std::optional<int64_t> folderId);
  Result<void> moveToTrash(int64_t conversationId);
  Result<void> restoreFromTrash(int64_t conversationId);
  Result<std::vector<Conversation>> trash();
  // Deletes for good what has been in the trash longer than `days`; returns how many.
  Result<uint32_t> emptyTrash(uint32_t olderThanDays);

  // ---- Messages (a tree; edit and regenerate add siblings)
  // Adds a message below `parent` and makes it the active leaf. On disk when this returns.
  Result<Message> addMessage(int64_t conversationId, std::optional<int64_t> parent, Role role,
                             const std::string& text, MessageState state, const std::string& modelName = {});
  // Replaces text and thinking of an answer in state Writing; any other is an Error. Called at least once a
  // second.
  Result<void> flush(int64_t messageId, const std::string& text, const std::string& thinking);
  // `state` is how it ended: anything but Writing.
  Result<void> finish(int64_t messageId, const std::string& text, const std::string& thinking,
                      MessageState state, const std::optional<MessageStats>& stats,
                      const std::string& error = {});
  // From the first message to the active leaf, with sibling indices.
  Result<std::vector<Message>> activeBranch(int64_t conversationId);
  // Makes the branch through this message active: the leaf becomes its newest descendant.
  Result<void> activate(int64_t messageId);
  Result<std::vector<Message>> siblings(int64_t messageId);

  // ---- The experts that a conversation's answers used (ExpertsUsed of runtime/engine/engine.h)
  // Empty when none were kept.
  Result<std::string> expertProfile(int64_t conversationId);
  // Not an activity: the conversation keeps its place in the list.
  Result<void> setExpertProfile(int64_t conversationId, std::string_view profile);

  // ---- Search
  // Every word must occur (prefix match on the last); titles first, each kind best first. Thinking is not
  // searched, nor is an answer that is still being written. In scripts without spaces any part of a word is
  // found.
  Result<std::vector<SearchHit>> search(std::string_view words, uint32_t limit = 50);

  // ---- Folders
  Result<Folder> createFolder(const std::string& name, std::optional<int64_t> parent);
  Result<void> renameFolder(int64_t id, const std::string& name);
  Result<void> deleteFolder(int64_t id);  // its conversations stay, without a folder
  Result<std::vector<Folder>> folders();

  // ---- Attachments, by content hash, beside the database
  Result<Attachment> addAttachment(int64_t messageId, const std::string& fileName,
                                   const std::string& mediaType, std::span<const std::byte> content);
  Result<std::vector<Attachment>> attachments(int64_t messageId);
  Result<std::vector<std::byte>> attachmentContent(const std::string& sha256);

  // ---- Settings
  Result<std::optional<std::string>> setting(std::string_view key);
  Result<void> setSetting(std::string_view key, std::string_view value);

 private:
  struct State;
  explicit Store(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace hearth::storage
