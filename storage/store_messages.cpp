// The Store's methods on messages.
#include "storage/store_state.h"

namespace hearth::storage {

Result<Message> Store::State::add(const Message& message) {
  const int64_t conversationId = message.conversationId;
  if (message.parentId) {
    auto above = this->message(*message.parentId);
    if (!above) return above;
    if (above->conversationId != conversationId)
      return noSuch("such message in this conversation:", *message.parentId);
  }
  Message added = message;
  added.createdAt = nowMs();
  auto touched =
      foundOr(conversations.touch(conversationId, added.createdAt), "conversation", conversationId);
  if (!touched) return std::move(touched).error();
  auto id = messages.add(added, writer ? writer->id() : kNoWriter);
  if (!id) return std::move(id).error();
  auto active = conversations.setActiveLeaf(conversationId, *id);
  if (!active) return std::move(active).error();
  return this->message(*id);
}

Result<std::optional<int64_t>> Store::State::leafOf(int64_t conversationId) {
  auto found = conversation(conversationId);
  if (!found) return std::move(found).error();
  if (found->activeLeaf) {
    auto leaf = messages.message(*found->activeLeaf);
    if (!leaf) return std::move(leaf).error();
    if (*leaf) return found->activeLeaf;
  }
  // The leaf is unknown or gone: better the newest branch than a chat that looks empty.
  return messages.newestIn(conversationId);
}

Result<Message> Store::addMessage(int64_t conversationId, std::optional<int64_t> parent, Role role,
                                  const std::string& text, MessageState state, const std::string& modelName) {
  Message message;
  message.conversationId = conversationId;
  message.parentId = parent;
  message.role = role;
  message.state = state;
  message.text = text;
  message.modelName = modelName;
  return state_->write("Saving the message", [&] { return state_->add(message); });
}

Result<Message> Store::edit(int64_t messageId, const std::string& text) {
  return state_->write("Saving the message", [&]() -> Result<Message> {
    auto original = state_->message(messageId);
    if (!original) return original;
    Message version = *original;
    version.text = text;
    version.state = MessageState::Finished;
    version.error.clear();
    version.stats.reset();
    version.edited = original->role == Role::Assistant;
    auto added = state_->add(version);
    if (!added) return added;
    if (auto copied = state_->attachments.copy(messageId, added->id); !copied)
      return std::move(copied).error();
    return added;
  });
}

Result<void> Store::flush(int64_t messageId, const std::string& text, const std::string& thinking) {
  return state_->writeSoon("Saving the answer so far", [&]() -> Result<void> {
    auto changed = state_->messages.flush(messageId, text, thinking);
    if (!changed) return std::move(changed).error();
    if (!*changed) return Error("message " + std::to_string(messageId) + " is not being written");
    return {};
  });
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
  const auto leaf = state_->leafOf(conversationId);
  if (!leaf) return Error(leaf.error()).during(step);
  return *leaf ? during(state_->messages.branch(**leaf), step) : Result(std::vector<Message>());
}

Result<std::vector<Message>> Store::branchEnd(int64_t conversationId, uint32_t count) {
  const char* step = "Reading the chat";
  const auto leaf = state_->leafOf(conversationId);
  if (!leaf) return Error(leaf.error()).during(step);
  return *leaf ? during(state_->branches.end(**leaf, count), step) : Result(std::vector<Message>());
}

Result<std::vector<Message>> Store::messagesAbove(int64_t messageId, uint32_t count) {
  const char* step = "Reading the chat";
  auto message = state_->message(messageId);
  if (!message) return std::move(message).error().during(step);
  if (!message->parentId) return std::vector<Message>();
  return during(state_->branches.end(*message->parentId, count), step);
}

Result<std::vector<BranchEntry>> Store::branchOutline(int64_t conversationId) {
  const char* step = "Reading the chat";
  const auto leaf = state_->leafOf(conversationId);
  if (!leaf) return Error(leaf.error()).during(step);
  return *leaf ? during(state_->branches.outline(conversationId, **leaf), step)
               : Result(std::vector<BranchEntry>());
}

Result<std::vector<Message>> Store::messages(std::span<const int64_t> ids) {
  return during(state_->branches.messages(ids), "Reading the chat");
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

Result<void> Store::setActiveLeaf(int64_t messageId) {
  return state_->write("Switching the branch", [&]() -> Result<void> {
    auto message = state_->message(messageId);
    if (!message) return std::move(message).error();
    return foundOr(state_->conversations.setActiveLeaf(message->conversationId, messageId), "conversation",
                   message->conversationId);
  });
}

Result<Conversation> Store::fork(int64_t messageId, const std::string& title) {
  return state_->write("Beginning a chat from this message", [&]() -> Result<Conversation> {
    auto message = state_->message(messageId);
    if (!message) return std::move(message).error();
    auto conversation = state_->conversation(message->conversationId);
    if (!conversation) return conversation;
    conversation->title = title;
    conversation->titleIsAutomatic = false;
    conversation->pinned = false;
    conversation->source.clear();
    conversation->createdAt = conversation->updatedAt = nowMs();
    auto id = state_->conversations.add(*conversation);
    if (!id) return std::move(id).error();

    auto branch = state_->messages.branch(messageId);
    if (!branch) return std::move(branch).error();
    std::optional<int64_t> parent;
    for (Message& copy : *branch) {
      const int64_t original = copy.id;
      copy.conversationId = *id;
      copy.parentId = parent;
      // What another answer is being written to is not of this chat.
      if (copy.state == MessageState::Writing) copy.state = MessageState::Interrupted;
      auto added = state_->messages.add(copy, kNoWriter);
      if (!added) return std::move(added).error();
      if (copy.stats) {
        if (auto set = state_->messages.setStats(*added, *copy.stats); !set) return std::move(set).error();
      }
      if (auto copied = state_->attachments.copy(original, *added); !copied) return std::move(copied).error();
      if (auto copied = state_->summaries.copy(original, *added); !copied) return std::move(copied).error();
      parent = *added;
    }
    auto active = foundOr(state_->conversations.setActiveLeaf(*id, *parent), "conversation", *id);
    if (!active) return std::move(active).error();
    return state_->conversation(*id);
  });
}

}  // namespace hearth::storage
