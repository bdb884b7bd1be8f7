#include "storage/store.h"

#include <chrono>
#include <type_traits>

#include "storage/attachment_repository.h"
#include "storage/conversation_repository.h"
#include "storage/database.h"
#include "storage/expert_repository.h"
#include "storage/folder_repository.h"
#include "storage/message_repository.h"
#include "storage/opening.h"
#include "storage/search_index.h"
#include "storage/setting_repository.h"
#include "storage/writer_lock.h"

namespace hearth::storage {
namespace {

constexpr int64_t kMsPerDay = 24 * 60 * 60 * 1000;

int64_t nowMs() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

Error noSuch(const char* thing, int64_t id) {
  return Error(std::string("There is no ") + thing + " " + std::to_string(id) +
               "; it may have been deleted meanwhile");
}

// What a repository says of the row that a change should have hit.
Result<void> foundOr(Result<bool> changed, const char* thing, int64_t id) {
  if (!changed) return std::move(changed).error();
  if (!*changed) return noSuch(thing, id);
  return {};
}

template <class T>
Result<T> foundOr(Result<std::optional<T>> found, const char* thing, int64_t id) {
  if (!found) return std::move(found).error();
  if (!*found) return noSuch(thing, id);
  return std::move(**found);
}

template <class T>
Result<T> during(Result<T> result, std::string_view step) {
  if (!result) return std::move(result).error().during(step);
  return result;
}

}  // namespace

struct Store::State {
  explicit State(OpenedDatabase opened)
      : database(std::move(opened.database)),
        openState(opened.state),
        notice(std::move(opened.notice)),
        conversations(*database),
        messages(*database),
        folders(*database),
        attachments(*database),
        settings(*database),
        experts(*database),
        searchIndex(*database) {}

  // Runs body() in a write transaction. A broken search index must not keep words from being saved: it is
  // derived, so it is made anew and the change tried again.
  template <class Body>
  std::invoke_result_t<Body> write(std::string_view step, Body&& body) {
    if (openState != OpenState::Normal) return Error(std::string(step) + ": " + notice);
    auto outcome = database->write(body);
    if (!outcome && isIndexDamage(database->lastStatus()) && searchIndex.rebuild())
      outcome = database->write(body);
    return during(std::move(outcome), step);
  }

  // Answers whose writer is gone will not be continued.
  Result<void> interruptAbandonedAnswers() {
    WriterLock::removeAbandoned(database->path());
    const auto ids = messages.writers();
    if (!ids) return ids.error();
    for (const int64_t id : *ids) {
      if (WriterLock::isHeld(database->path(), id)) continue;
      auto marked = write("Marking interrupted answers", [&] { return messages.interrupt(id); });
      if (!marked) return marked;
    }
    return {};
  }

  Result<Conversation> conversation(int64_t id) {
    return foundOr(conversations.conversation(id), "conversation", id);
  }
  Result<Message> message(int64_t id) { return foundOr(messages.message(id), "message", id); }

  std::unique_ptr<Database> database;  // outlives the statements below
  OpenState openState;
  std::string notice;
  ConversationRepository conversations;
  MessageRepository messages;
  FolderRepository folders;
  AttachmentRepository attachments;
  SettingRepository settings;
  ExpertRepository experts;
  SearchIndex searchIndex;
  std::optional<WriterLock> writer;  // held when openState is Normal
};

Store::Store(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const std::string& databasePath) {
  auto opened = openDatabase(databasePath);
  if (!opened) return std::move(opened).error();
  std::unique_ptr<Store> store(new Store(std::make_unique<State>(std::move(*opened))));
  if (store->state() != OpenState::Normal) return store;
  State& state = *store->state_;
  state.writer = WriterLock::acquire(state.database->path());

  Result<void> tidied = state.interruptAbandonedAnswers();
  if (tidied) {
    if (auto emptied = store->emptyTrash(kTrashDays); !emptied) tidied = std::move(emptied).error();
  }
  if (tidied) return store;
  if (!isDamage(state.database->lastStatus())) {
    // The chats are there; what failed is tried again at the next start.
    state.notice = tidied.error().what();
    return store;
  }
  // The damage lies where the examination did not reach.
  const std::string path = state.database->path();
  store.reset();
  auto damaged = openDamagedDatabase(path);
  if (!damaged) return std::move(damaged).error();
  return std::unique_ptr<Store>(new Store(std::make_unique<State>(std::move(*damaged))));
}

OpenState Store::state() const { return state_->openState; }
const std::string& Store::notice() const { return state_->notice; }

// ---- Conversations

Result<Conversation> Store::createConversation(std::optional<int64_t> folderId,
                                               const std::string& modelPath) {
  return state_->write("Beginning a chat", [&]() -> Result<Conversation> {
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

Result<void> Store::moveToFolder(int64_t conversationId, std::optional<int64_t> folderId) {
  return state_->write("Moving the chat", [&] {
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

Result<std::vector<Conversation>> Store::trash() {
  return during(state_->conversations.inTrash(), "Reading the trash");
}

Result<uint32_t> Store::emptyTrash(uint32_t olderThanDays) {
  const int64_t deletedUpTo = nowMs() - int64_t{olderThanDays} * kMsPerDay;
  // Looked up first, so that opening a database that another program is writing does not wait for it.
  auto inTrash = trash();
  if (!inTrash) return std::move(inTrash).error();
  if (inTrash->empty() || inTrash->back().deletedAt > deletedUpTo) return uint32_t{0};
  auto purged = state_->write("Emptying the trash", [&] { return state_->conversations.purge(deletedUpTo); });
  if (!purged) return purged;
  // Only after the rows are gone for certain: a row must never name a file that is not there.
  auto removed =
      state_->write("Removing deleted attachments", [&] { return state_->attachments.removeUnused(); });
  if (!removed) return std::move(removed).error();
  return purged;
}

// ---- Messages

Result<Message> Store::addMessage(int64_t conversationId, std::optional<int64_t> parent, Role role,
                                  const std::string& text, MessageState state, const std::string& modelName) {
  return state_->write("Saving the message", [&]() -> Result<Message> {
    if (parent) {
      auto above = state_->message(*parent);
      if (!above) return std::move(above).error();
      if (above->conversationId != conversationId)
        return noSuch("such message in this conversation:", *parent);
    }
    Message message;
    message.conversationId = conversationId;
    message.parentId = parent;
    message.role = role;
    message.state = state;
    message.text = text;
    message.modelName = modelName;
    message.createdAt = nowMs();
    auto touched = foundOr(state_->conversations.touch(conversationId, message.createdAt), "conversation",
                           conversationId);
    if (!touched) return std::move(touched).error();
    auto id = state_->messages.add(message, state_->writer->id());
    if (!id) return std::move(id).error();
    auto active = state_->conversations.setActiveLeaf(conversationId, *id);
    if (!active) return std::move(active).error();
    return state_->message(*id);
  });
}

Result<void> Store::flush(int64_t messageId, const std::string& text, const std::string& thinking) {
  // Flushed text survives a crash of the program at once, and of the machine with the next full commit.
  if (auto set = state_->database->execute("PRAGMA synchronous = NORMAL"); !set) return set;
  auto flushed = state_->write("Saving the answer so far", [&]() -> Result<void> {
    auto changed = state_->messages.flush(messageId, text, thinking);
    if (!changed) return std::move(changed).error();
    if (!*changed) return Error("message " + std::to_string(messageId) + " is not being written");
    return {};
  });
  if (auto set = state_->database->execute("PRAGMA synchronous = FULL"); !set && flushed) return set;
  return flushed;
}

Result<void> Store::finish(int64_t messageId, const std::string& text, const std::string& thinking,
                           MessageState state, const std::optional<MessageStats>& stats,
                           const std::string& error) {
  CHECK(state != MessageState::Writing);
  return state_->write("Saving the answer", [&]() -> Result<void> {
    auto message = state_->message(messageId);
    if (!message) return std::move(message).error();
    auto finished = state_->messages.finish(messageId, text, thinking, state, error);
    if (!finished) return std::move(finished).error();
    if (stats) {
      if (auto set = state_->messages.setStats(messageId, *stats); !set) return set;
    }
    return foundOr(state_->conversations.touch(message->conversationId, nowMs()), "conversation",
                   message->conversationId);
  });
}

Result<std::vector<Message>> Store::activeBranch(int64_t conversationId) {
  const char* step = "Reading the chat";
  auto conversation = state_->conversation(conversationId);
  if (!conversation) return std::move(conversation).error().during(step);
  std::vector<Message> none;
  auto branch = conversation->activeLeaf ? state_->messages.branch(*conversation->activeLeaf) : Result(none);
  if (!branch) return during(std::move(branch), step);
  if (!branch->empty()) return branch;
  // The leaf is unknown or gone: better the newest branch than a chat that looks empty.
  const auto newest = state_->messages.newestIn(conversationId);
  if (!newest) return Error(newest.error()).during(step);
  return *newest ? during(state_->messages.branch(**newest), step) : Result(none);
}

Result<void> Store::activate(int64_t messageId) {
  return state_->write("Switching the branch", [&]() -> Result<void> {
    auto message = state_->message(messageId);
    if (!message) return std::move(message).error();
    auto leaf = state_->messages.newestDescendant(messageId);
    if (!leaf) return std::move(leaf).error();
    return foundOr(state_->conversations.setActiveLeaf(message->conversationId, *leaf), "conversation",
                   message->conversationId);
  });
}

Result<std::vector<Message>> Store::siblings(int64_t messageId) {
  return during(state_->messages.siblings(messageId), "Reading the versions of a message");
}

// ---- Experts

Result<std::string> Store::expertProfile(int64_t conversationId) {
  return during(state_->experts.profile(conversationId), "Reading which experts the chat used");
}

Result<void> Store::setExpertProfile(int64_t conversationId, std::string_view profile) {
  return state_->write("Saving which experts the chat used", [&]() -> Result<void> {
    auto conversation = state_->conversation(conversationId);
    if (!conversation) return std::move(conversation).error();
    return state_->experts.setProfile(conversationId, nowMs(), profile);
  });
}

// ---- Search

Result<std::vector<SearchHit>> Store::search(std::string_view words, uint32_t limit) {
  auto hits = state_->searchIndex.search(words, limit);
  const bool mayRebuild =
      state_->openState == OpenState::Normal && isIndexDamage(state_->database->lastStatus());
  if (!hits && mayRebuild && state_->searchIndex.rebuild()) hits = state_->searchIndex.search(words, limit);
  return during(std::move(hits), "Searching");
}

// ---- Folders

Result<Folder> Store::createFolder(const std::string& name, std::optional<int64_t> parent) {
  return state_->write("Making the folder", [&]() -> Result<Folder> {
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

Result<void> Store::deleteFolder(int64_t id) {
  return state_->write("Deleting the folder",
                       [&] { return foundOr(state_->folders.remove(id), "folder", id); });
}

Result<std::vector<Folder>> Store::folders() { return during(state_->folders.all(), "Reading the folders"); }

// ---- Attachments

Result<Attachment> Store::addAttachment(int64_t messageId, const std::string& fileName,
                                        const std::string& mediaType, std::span<const std::byte> content) {
  return state_->write("Attaching " + fileName, [&]() -> Result<Attachment> {
    auto message = state_->message(messageId);
    if (!message) return std::move(message).error();
    return state_->attachments.add(messageId, fileName, mediaType, content);
  });
}

Result<std::vector<Attachment>> Store::attachments(int64_t messageId) {
  return during(state_->attachments.of(messageId), "Reading the attachments");
}

Result<std::vector<std::byte>> Store::attachmentContent(const std::string& sha256) {
  return during(state_->attachments.content(sha256), "Reading an attachment");
}

// ---- Settings

Result<std::optional<std::string>> Store::setting(std::string_view key) {
  return during(state_->settings.get(key), "Reading a setting");
}

Result<void> Store::setSetting(std::string_view key, std::string_view value) {
  return state_->write("Saving a setting", [&] { return state_->settings.set(key, value); });
}

}  // namespace hearth::storage
