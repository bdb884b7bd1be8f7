// Anthropic's data export: conversations.json, an array with "uuid", "name" and "chat_messages", which newer
// exports link by "parent_message_uuid".
#include <utility>

#include "storage/import/formats.h"
#include "storage/import/json_items.h"
#include "storage/import/tree_builder.h"

namespace hearth::storage {

using Json = nlohmann::json;

bool isClaudeItem(const Json& item, const ImportContext&) {
  return valueIn(item, "chat_messages").is_array();
}

Result<ConversationTree> readClaude(const Json& item, const ImportContext&) {
  constexpr const char* kNoMessage = "00000000-0000-4000-8000-000000000000";  // the parent of a first message
  ConversationTree tree;
  tree.conversation.title = textIn(item, "name");
  tree.conversation.createdAt = timeOf(valueIn(item, "created_at"));
  tree.conversation.updatedAt = timeOf(valueIn(item, "updated_at"));
  tree.conversation.source = textIn(item, "uuid");
  TreeBuilder builder;
  std::string before;
  size_t count = 0;
  for (const Json& message : valueIn(item, "chat_messages")) {
    TreeMessage entry;
    Message& into = entry.message;
    into.role = textIn(message, "sender") == "human" ? Role::User : Role::Assistant;
    into.createdAt = timeOf(valueIn(message, "created_at"));
    for (const Json& block : valueIn(message, "content")) {
      const std::string kind = textIn(block, "type");
      std::string& to = kind == "thinking" ? into.thinking : into.text;
      const std::string piece = kind == "thinking" ? textIn(block, "thinking") : textIn(block, "text");
      if (!piece.empty()) to += (to.empty() ? "" : "\n\n") + piece;
    }
    if (into.text.empty()) into.text = textIn(message, "text");
    for (const Json& file : valueIn(message, "attachments")) {  // their text, not the files, is in the export
      const std::string text = textIn(file, "extracted_content");
      if (text.empty()) continue;
      TreeAttachment attachment;
      attachment.file.fileName = textIn(file, "file_name");
      if (attachment.file.fileName.empty()) attachment.file.fileName = "attachment.txt";
      attachment.file.mediaType = "text/plain";
      const auto bytes = std::as_bytes(std::span(text));
      attachment.content.assign(bytes.begin(), bytes.end());
      entry.attachments.push_back(std::move(attachment));
    }
    std::string id = textIn(message, "uuid");
    if (id.empty()) id = "message " + std::to_string(++count);
    const Json& link = valueIn(message, "parent_message_uuid");
    const std::string parent = !link.is_string() ? before : textOf(link) == kNoMessage ? "" : textOf(link);
    if (into.text.empty() && into.thinking.empty() && entry.attachments.empty()) {
      builder.addStructure(id, parent);
    } else {
      builder.add(id, parent, std::move(entry));
    }
    before = std::move(id);
  }
  std::string leaf = textIn(item, "current_leaf_message_uuid");
  if (leaf.empty()) leaf = before;
  if (auto built = builder.build(tree, leaf); !built) return std::move(built).error();
  return tree;
}

}  // namespace hearth::storage
