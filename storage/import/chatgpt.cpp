// OpenAI's data export: conversations.json, an array of conversations, each a "mapping" of nodes.
#include "storage/import/formats.h"
#include "storage/import/json_items.h"
#include "storage/import/tree_builder.h"

namespace hearth::storage {
namespace {

using Json = nlohmann::json;

// Text parts as they are; pictures and other files, whose content the export does not hold, by their kind.
std::string textOfParts(const Json& content) {
  std::string text;
  for (const Json& part : valueIn(content, "parts")) {
    std::string piece = textOf(part);
    if (part.is_object()) {
      const std::string kind = textIn(part, "content_type");
      piece = textIn(part, "text");
      if (piece.empty() && kind.find("image") != std::string::npos) piece = "[image]";
      if (piece.empty()) piece = "[attachment]";
    }
    if (piece.empty()) continue;
    text += (text.empty() ? "" : "\n\n") + piece;
  }
  return text;
}

std::string fenced(const std::string& language, const std::string& code) {
  std::string fence = "```";
  while (code.find(fence) != std::string::npos) fence += '`';
  return fence + language + "\n" + code + "\n" + fence;
}

std::string thoughtsOf(const Json& content) {
  std::string thinking;
  for (const Json& thought : valueIn(content, "thoughts")) {
    for (const std::string& piece : {textIn(thought, "summary"), textIn(thought, "content")}) {
      if (!piece.empty()) thinking += (thinking.empty() ? "" : "\n\n") + piece;
    }
  }
  return thinking;
}

}  // namespace

bool isChatGptItem(const Json& item, const ImportContext&) { return valueIn(item, "mapping").is_object(); }

Result<ConversationTree> readChatGpt(const Json& item, const ImportContext&) {
  ConversationTree tree;
  Conversation& conversation = tree.conversation;
  conversation.title = textIn(item, "title");
  conversation.createdAt = timeOf(valueIn(item, "create_time"));
  conversation.updatedAt = timeOf(valueIn(item, "update_time"));
  conversation.source = textIn(item, "conversation_id");
  if (conversation.source.empty()) conversation.source = textIn(item, "id");

  const Json& mapping = valueIn(item, "mapping");
  // The order of siblings is that of their parent's list; the mapping itself has none.
  std::vector<std::string> order;
  std::unordered_map<std::string, bool> listed;
  for (const auto& [id, node] : mapping.items()) {
    for (const Json& child : valueIn(node, "children")) {
      std::string name = textOf(child);
      if (mapping.contains(name) && !std::exchange(listed[name], true)) order.push_back(std::move(name));
    }
  }
  for (const auto& [id, node] : mapping.items()) {
    if (!listed[id]) order.push_back(id);
  }

  TreeBuilder builder;
  // An answer's thoughts are nodes of their own above it.
  std::unordered_map<std::string, std::string> thoughtsAt;
  for (const std::string& id : order) {
    const Json& content = valueIn(valueIn(mapping[id], "message"), "content");
    if (textIn(content, "content_type") == "thoughts") thoughtsAt[id] = thoughtsOf(content);
  }
  const auto thoughtsAbove = [&](std::string id) {
    std::string thinking;
    for (int steps = 0; steps < 16; ++steps) {  // thoughts and their recap come in short runs
      id = textIn(mapping[id], "parent");
      if (!mapping.contains(id)) break;
      const std::string kind = textIn(valueIn(valueIn(mapping[id], "message"), "content"), "content_type");
      if (kind == "thoughts") {
        thinking = thoughtsAt[id] + (thinking.empty() ? "" : "\n\n" + thinking);
      } else if (kind != "reasoning_recap") {
        break;
      }
    }
    return thinking;
  };
  for (const std::string& id : order) {
    const Json& node = mapping[id];
    const std::string parent = textIn(node, "parent");
    const Json& message = valueIn(node, "message");
    const Json& content = valueIn(message, "content");
    const std::string role = textIn(valueIn(message, "author"), "role"),
                      kind = textIn(content, "content_type");
    const Json& metadata = valueIn(message, "metadata");
    TreeMessage entry;
    Message& into = entry.message;
    into.role = role == "user" ? Role::User : role == "system" ? Role::System : Role::Assistant;
    into.createdAt = timeOf(valueIn(message, "create_time"));
    if (kind == "text" || kind == "multimodal_text") into.text = textOfParts(content);
    if (kind == "code") {
      const std::string language = textIn(content, "language");
      into.text = fenced(language == "unknown" ? "" : language, textIn(content, "text"));
    }
    if (kind == "execution_output") into.text = fenced("", textIn(content, "text"));
    if (into.role == Role::Assistant && role == "assistant") {
      into.modelName = textIn(metadata, "model_slug");
      if (!into.text.empty()) into.thinking = thoughtsAbove(id);
    }
    const bool hidden = flagIn(metadata, "is_visually_hidden_from_conversation");
    if (into.text.empty() || hidden) {
      builder.addStructure(id, parent);
    } else {
      builder.add(id, parent, std::move(entry));
    }
  }
  if (auto built = builder.build(tree, textIn(item, "current_node")); !built) return std::move(built).error();
  return tree;
}

}  // namespace hearth::storage
