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
#include "storage/conversation_tree.h"
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
  // For temporary chats: never touches the disk, its attachments included, and is gone with the Store.
  static Result<std::unique_ptr<Store>> openInMemory();
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
  Result<void> setParameters(int64_t conversationId, const std::string& json);
  Result<void> setPreset(int64_t conversationId, std::optional<int64_t> presetId);
  Result<void> moveToFolder(int64_t conversationId, std::optional<int64_t> folderId);
  Result<void> moveToTrash(int64_t conversationId);
  Result<void> restoreFromTrash(int64_t conversationId);
  Result<std::vector<Conversation>> trash();
  // The same for many at once: all or, on an Error, none. Ids that are not there (any more) are passed over;
  // returns how many were.
  Result<uint32_t> setPinned(std::span<const int64_t> conversationIds, bool pinned);
  Result<uint32_t> moveToFolder(std::span<const int64_t> conversationIds, std::optional<int64_t> folderId);
  Result<uint32_t> moveToTrash(std::span<const int64_t> conversationIds);
  Result<uint32_t> restoreFromTrash(std::span<const int64_t> conversationIds);
  // Only those that are in the trash.
  Result<uint32_t> deleteForGood(std::span<const int64_t> conversationIds);
  // Deletes for good what has been in the trash longer than `days`, folders included; returns how many chats.
  Result<uint32_t> emptyTrash(uint32_t olderThanDays);

  // ---- Messages (a tree; edit and regenerate add siblings)
  // Adds a message below `parent` and makes it the active leaf. On disk when this returns.
  Result<Message> addMessage(int64_t conversationId, std::optional<int64_t> parent, Role role,
                             const std::string& text, MessageState state, const std::string& modelName = {});
  // Another version of a message of either role: a sibling with this text and the same attachments, which
  // becomes the active leaf.
  Result<Message> edit(int64_t messageId, const std::string& text);
  // Replaces text and thinking of an answer in state Writing; any other is an Error. Called at least once a
  // second.
  Result<void> flush(int64_t messageId, const std::string& text, const std::string& thinking);
  // `state` is how it ended: anything but Writing.
  Result<void> finish(int64_t messageId, const std::string& text, const std::string& thinking,
                      MessageState state, const std::optional<MessageStats>& stats,
                      const std::string& error = {});
  // From the first message to the active leaf, with sibling indices.
  Result<std::vector<Message>> activeBranch(int64_t conversationId);
  // For long chats. A view first asks for branchEnd() and shows it, then for branchOutline() to know how long
  // the list is, and for texts as they scroll into view: by messages(), or upwards by messagesAbove().
  // The last `count` messages of the active branch, oldest first; all of them when there are fewer.
  Result<std::vector<Message>> branchEnd(int64_t conversationId, uint32_t count);
  // The `count` messages that lead to this one, oldest first; none above a first message.
  Result<std::vector<Message>> messagesAbove(int64_t messageId, uint32_t count);
  // All of the active branch, without texts: 10,000 messages take some 40 ms.
  Result<std::vector<BranchEntry>> branchOutline(int64_t conversationId);
  // In the order asked; those that are not there are left out.
  Result<std::vector<Message>> messages(std::span<const int64_t> ids);
  // Makes the branch through this message active: the leaf becomes its newest descendant.
  Result<void> activate(int64_t messageId);
  // Makes the branch that ends with this very message active, whatever is below it: the next message begins
  // a branch.
  Result<void> setActiveLeaf(int64_t messageId);
  Result<std::vector<Message>> siblings(int64_t messageId);
  // A new conversation with copies of the messages that lead to this one, of their statistics and
  // attachments, in the same folder and with the same settings.
  Result<Conversation> fork(int64_t messageId, const std::string& title);

  // ---- Summaries, which stand for the beginning of a branch in later prompts
  // Replaces the one before of this message.
  Result<void> setSummary(int64_t messageId, const std::string& text, const std::string& modelName);
  Result<void> removeSummary(int64_t messageId);
  // Of all branches, by message.
  Result<std::vector<Summary>> summaries(int64_t conversationId);

  // ---- Whole conversations, for export and import
  // Without the contents of its attachments, which attachmentContent() has.
  Result<ConversationTree> tree(int64_t conversationId);
  // In one transaction, with new ids. An answer that was being written is kept as Interrupted.
  Result<Conversation> addTree(const ConversationTree& tree, std::optional<int64_t> folderId,
                               std::optional<int64_t> presetId);
  // The one with this Conversation::source, also when it is in the trash.
  Result<std::optional<int64_t>> conversationFrom(std::string_view source);

  // ---- The experts that a conversation's answers used (ExpertsUsed of runtime/engine/engine.h)
  // Empty when none were kept.
  Result<std::string> expertProfile(int64_t conversationId);
  // Not an activity: the conversation keeps its place in the list.
  Result<void> setExpertProfile(int64_t conversationId, std::string_view profile);

  // ---- Search
  // As search_query.h reads it: words (the last may be unfinished), "phrases", -exclusions and the filters
  // in:, model:, role:, before:, after:, pinned:. Titles first, each kind best first, or newest first with
  // filters; filters alone find conversations. Thinking is not searched, nor is an answer that is still being
  // written. In scripts without spaces any part of a word is found.
  Result<std::vector<SearchHit>> search(std::string_view typed, uint32_t limit = 50);
  // All messages of the active branch in which the words occur, in its order. Filters are passed over.
  Result<std::vector<int64_t>> findInConversation(int64_t conversationId, std::string_view typed);

  // ---- Folders
  Result<Folder> createFolder(const std::string& name, std::optional<int64_t> parent);
  Result<void> renameFolder(int64_t id, const std::string& name);
  Result<void> setFolderSystemPrompt(int64_t id, const std::string& text);
  Result<void> setFolderModel(int64_t id, const std::string& modelPath);
  Result<void> setFolderParameters(int64_t id, const std::string& json);
  // To this place among the folders of the parent; past the end means at the end. Not into itself.
  Result<void> moveFolder(int64_t id, std::optional<int64_t> parent, uint32_t position);
  // Its conversations stay, without a folder, and folders inside it show up in its parent, until it is
  // restored. After kTrashDays it is gone for good.
  Result<void> deleteFolder(int64_t id);
  Result<void> restoreFolder(int64_t id);  // with what was in it and has not been moved since
  Result<std::vector<Folder>> folders();   // by position
  Result<std::vector<Folder>> foldersInTrash();

  // ---- Presets (personas), and the parameters that a model has by default
  Result<Preset> addPreset(const Preset& preset);  // at the end; its id and position are ignored
  Result<void> changePreset(const Preset& preset);
  Result<void> movePreset(int64_t id, uint32_t position);
  Result<void> deletePreset(int64_t id);  // its conversations keep what it set, and forget it
  Result<std::vector<Preset>> presets();
  // JSON; empty when there are none. `model` is whatever identifies a model to the caller.
  Result<std::string> modelDefaults(std::string_view model);
  Result<void> setModelDefaults(std::string_view model, std::string_view json);

  // ---- Usage: sums over the answers that are kept, deleted ones not counted
  // Of answers begun in [from, until); newest day first.
  Result<std::vector<UsageTotal>> usage(int64_t from, int64_t until);

  // ---- Attachments, by content hash, beside the database
  Result<Attachment> addAttachment(int64_t messageId, const std::string& fileName,
                                   const std::string& mediaType, std::span<const std::byte> content);
  Result<std::vector<Attachment>> attachments(int64_t messageId);
  Result<std::vector<Attachment>> attachmentsIn(int64_t conversationId);  // by message
  Result<std::vector<std::byte>> attachmentContent(const std::string& sha256);
  // The text within a file that is not text itself; none: not extracted yet.
  Result<std::optional<std::string>> attachmentText(const std::string& sha256);
  Result<void> setAttachmentText(const std::string& sha256, const std::string& text);
  // JSON on which parts the model was shown.
  Result<void> setAttachmentUsage(int64_t attachmentId, const std::string& json);

  // ---- What is not sent yet. The text of a draft is a setting of the app's.
  // No conversation: the new chat, which is not in the list yet.
  Result<Attachment> addDraftAttachment(std::optional<int64_t> conversationId, const std::string& fileName,
                                        const std::string& mediaType, std::span<const std::byte> content);
  Result<std::vector<Attachment>> draftAttachments(std::optional<int64_t> conversationId);
  Result<void> removeDraftAttachment(int64_t attachmentId);
  // They become the message's.
  Result<void> attachDrafts(std::optional<int64_t> conversationId, int64_t messageId);

  // Written while an answer is being generated. Takes the attachments of the conversation's draft along.
  Result<QueuedMessage> queueMessage(int64_t conversationId, const std::string& text);
  Result<std::vector<QueuedMessage>> queuedMessages(int64_t conversationId);  // in the order of sending
  Result<std::vector<Attachment>> queuedAttachments(int64_t queuedMessageId);
  Result<void> changeQueued(int64_t queuedMessageId, const std::string& text);
  Result<void> removeQueued(int64_t queuedMessageId);
  // Turns it into the user's message below `parent`, in one step: never lost, never there twice.
  Result<Message> sendQueued(int64_t queuedMessageId, std::optional<int64_t> parent);

  // ---- Settings
  Result<std::optional<std::string>> setting(std::string_view key);
  Result<void> setSetting(std::string_view key, std::string_view value);

 private:
  struct State;
  explicit Store(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace hearth::storage
