// Open WebUI's export: an array with "chat.history.messages" by id, or in old ones "chat.messages" in a row.
#include <utility>

#include "storage/import/formats.h"
#include "storage/import/json_items.h"
#include "storage/import/tree_builder.h"

namespace hearth::storage {
namespace {

using Json = nlohmann::json;

// Thoughts are stored in front of the answer: <details type="reasoning" …>\n<summary>…</summary>\n>
// lines\n</details>
ThoughtAndText splitDetails(const std::string& content) {
  constexpr std::string_view kBegin = "<details type=\"reasoning\"", kEnd = "</details>",
                             kSummary = "</summary>";
  if (!content.starts_with(kBegin)) return splitThinking(content);
  const size_t end = content.find(kEnd);
  if (end == std::string::npos) return {"", content};
  size_t begin = content.find(kSummary);
  begin = begin == std::string::npos || begin > end ? content.find('>') + 1 : begin + kSummary.size();
  ThoughtAndText result;
  for (size_t at = begin; at < end;) {
    const size_t newline = std::min(content.find('\n', at), end);
    std::string_view line = std::string_view(content).substr(at, newline - at);
    for (const std::string_view quote : {"> ", "&gt; ", ">", "&gt;"}) {
      if (!line.starts_with(quote)) continue;
      line.remove_prefix(quote.size());
      break;
    }
    if (!line.empty() || !result.thinking.empty()) result.thinking += std::string(line) + "\n";
    at = newline + 1;
  }
  while (result.thinking.ends_with('\n')) result.thinking.pop_back();
  size_t text = end + kEnd.size();
  while (text < content.size() && content[text] == '\n') ++text;
  result.text = content.substr(text);
  return result;
}

TreeMessage messageFrom(const Json& json) {
  TreeMessage entry;
  Message& into = entry.message;
  const std::string role = textIn(json, "role");
  into.role = role == "user" ? Role::User : role == "system" ? Role::System : Role::Assistant;
  into.createdAt = timeOf(valueIn(json, "timestamp"));
  into.text = textIn(json, "content");
  for (const Json& part : valueIn(json, "content")) {  // pictures make the content a list
    if (textIn(part, "type") == "text") into.text += textIn(part, "text");
  }
  if (into.role == Role::Assistant) {
    ThoughtAndText parts = splitDetails(into.text);
    into.text = std::move(parts.text);
    into.thinking = std::move(parts.thinking);
    into.modelName = textIn(json, "modelName");
    if (into.modelName.empty()) into.modelName = textIn(json, "model");
  }
  return entry;
}

}  // namespace

bool isOpenWebUiItem(const Json& item, const ImportContext&) {
  const Json& chat = valueIn(item, "chat");
  return valueIn(valueIn(chat, "history"), "messages").is_object() || valueIn(chat, "messages").is_array();
}

Result<ConversationTree> readOpenWebUi(const Json& item, const ImportContext&) {
  const Json& chat = valueIn(item, "chat");
  ConversationTree tree;
  Conversation& conversation = tree.conversation;
  conversation.title = textIn(item, "title");
  if (conversation.title.empty()) conversation.title = textIn(chat, "title");
  conversation.createdAt = timeOf(valueIn(item, "created_at"));
  if (conversation.createdAt == 0) conversation.createdAt = timeOf(valueIn(chat, "timestamp"));
  conversation.updatedAt = timeOf(valueIn(item, "updated_at"));
  conversation.pinned = flagIn(item, "pinned");
  conversation.systemPrompt = textIn(chat, "system");
  conversation.source = textIn(item, "id");

  TreeBuilder builder;
  std::string leaf;
  const Json& history = valueIn(chat, "history");
  const Json& messages = valueIn(history, "messages");
  if (messages.is_object()) {
    // Siblings in the order of their parent's list.
    std::unordered_map<std::string, bool> added;
    const auto add = [&](const std::string& id) {
      if (!messages.contains(id) || std::exchange(added[id], true)) return;
      builder.add(id, textIn(messages[id], "parentId"), messageFrom(messages[id]));
    };
    for (const auto& [id, message] : messages.items()) {
      for (const Json& child : valueIn(message, "childrenIds")) add(textOf(child));
    }
    for (const auto& [id, message] : messages.items()) add(id);
    leaf = textIn(history, "currentId");
  } else {
    size_t count = 0;
    for (const Json& message : valueIn(chat, "messages")) {
      std::string id = std::to_string(++count);
      builder.add(id, leaf, messageFrom(message));
      leaf = std::move(id);
    }
  }
  if (auto built = builder.build(tree, leaf); !built) return std::move(built).error();
  return tree;
}

}  // namespace hearth::storage
