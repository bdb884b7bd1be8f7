// The Store's methods on whole conversations, for export and import.
#include <algorithm>
#include <unordered_map>

#include "storage/store_state.h"

namespace hearth::storage {

Result<ConversationTree> Store::tree(int64_t conversationId) {
  const char* step = "Reading the chat";
  const auto failed = [&](const auto& result) { return Error(result.error()).during(step); };
  ConversationTree tree;
  auto conversation = state_->conversation(conversationId);
  if (!conversation) return failed(conversation);
  tree.conversation = std::move(*conversation);
  const auto leaf = state_->leafOf(conversationId);
  if (!leaf) return failed(leaf);
  tree.conversation.activeLeaf = *leaf;

  auto messages = state_->branches.all(conversationId);
  if (!messages) return failed(messages);
  std::unordered_map<int64_t, size_t> place;
  for (Message& message : *messages) {
    place[message.id] = tree.messages.size();
    tree.messages.push_back({std::move(message), {}, std::nullopt});
  }
  auto summaries = state_->summaries.of(conversationId);
  if (!summaries) return failed(summaries);
  for (Summary& summary : *summaries) {
    if (const auto at = place.find(summary.messageId); at != place.end())
      tree.messages[at->second].summary = std::move(summary);
  }
  auto attachments = state_->attachments.in(conversationId);
  if (!attachments) return failed(attachments);
  for (Attachment& file : *attachments) {
    auto text = state_->attachments.text(file.sha256);
    if (!text) return failed(text);
    const auto at = place.find(file.messageId);
    if (at != place.end())
      tree.messages[at->second].attachments.push_back({std::move(file), {}, std::move(*text)});
  }

  const auto folders = state_->folders.all();
  if (!folders) return failed(folders);
  auto folderId = tree.conversation.folderId;
  for (size_t steps = folders->size(); folderId && steps > 0; --steps) {
    const auto isIt = [&](const Folder& folder) { return folder.id == *folderId; };
    const auto found = std::find_if(folders->begin(), folders->end(), isIt);
    if (found == folders->end()) break;
    tree.folders.insert(tree.folders.begin(), *found);
    folderId = found->parentId;
  }
  if (tree.conversation.presetId) {
    auto presets = state_->presets.all();
    if (!presets) return failed(presets);
    for (Preset& preset : *presets) {
      if (preset.id == *tree.conversation.presetId) tree.preset = std::move(preset);
    }
  }
  return tree;
}

Result<Conversation> Store::addTree(const ConversationTree& tree, std::optional<int64_t> folderId,
                                    std::optional<int64_t> presetId) {
  // What it came from is still there, should the machine stop now: thousands need not wait for the disk each.
  return state_->writeSoon("Saving the chat", [&]() -> Result<Conversation> {
    if (auto there = state_->folderIsThere(folderId); !there) return std::move(there).error();
    Conversation conversation = tree.conversation;
    conversation.folderId = folderId;
    conversation.presetId = presetId;
    auto id = state_->conversations.add(conversation);
    if (!id) return std::move(id).error();

    std::unordered_map<int64_t, int64_t> idOf;  // by the tree's numbers
    for (const TreeMessage& node : tree.messages) {
      Message message = node.message;
      message.conversationId = *id;
      if (message.state == MessageState::Writing) message.state = MessageState::Interrupted;
      if (message.parentId) {
        const auto parent = idOf.find(*message.parentId);
        if (parent == idOf.end()) return Error("a message comes before the one that it answers");
        message.parentId = parent->second;
      }
      auto added = state_->messages.add(message, kNoWriter);
      if (!added) return std::move(added).error();
      idOf[node.message.id] = *added;
      if (message.stats) {
        if (auto set = state_->messages.setStats(*added, *message.stats); !set) return std::move(set).error();
      }
      if (node.summary) {
        Summary summary = *node.summary;
        summary.messageId = *added;
        if (auto set = state_->summaries.set(summary); !set) return std::move(set).error();
      }
      for (const TreeAttachment& attachment : node.attachments) {
        auto kept = state_->attachments.add(*added, attachment.file.fileName, attachment.file.mediaType,
                                            attachment.content);
        if (!kept) return std::move(kept).error();
        if (attachment.text) {
          auto set = state_->attachments.setText(kept->sha256, *attachment.text);
          if (!set) return std::move(set).error();
        }
        if (!attachment.file.usage.empty()) {
          auto set = state_->attachments.setUsage(kept->id, attachment.file.usage);
          if (!set) return std::move(set).error();
        }
      }
    }
    const auto leaf = idOf.find(tree.conversation.activeLeaf.value_or(0));
    if (leaf != idOf.end()) {
      auto active = foundOr(state_->conversations.setActiveLeaf(*id, leaf->second), "conversation", *id);
      if (!active) return std::move(active).error();
    }
    return state_->conversation(*id);
  });
}

Result<std::optional<int64_t>> Store::conversationFrom(std::string_view source) {
  return during(state_->conversations.withSource(source), "Looking for the chat");
}

}  // namespace hearth::storage
