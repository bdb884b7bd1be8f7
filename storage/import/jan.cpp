// Jan's folders: threads/<id>/thread.json, and the messages in messages.jsonl beside it, one a line.
#include <utility>

#include "storage/import/formats.h"
#include "storage/import/json_items.h"
#include "storage/import/tree_builder.h"

namespace hearth::storage {

using Json = nlohmann::json;

bool isJanItem(const Json& item, const ImportContext& context) {
  const bool named = context.path == "thread.json" || context.path.ends_with("/thread.json");
  return textIn(item, "object") == "thread" || (named && item.contains("assistants"));
}

Result<ConversationTree> readJan(const Json& item, const ImportContext& context) {
  ConversationTree tree;
  Conversation& conversation = tree.conversation;
  const auto time = [](const Json& json,
                       const char* name) {  // older versions write `created`, newer `created_at`
    const int64_t at = timeOf(valueIn(json, name));
    return at != 0 ? at : timeOf(valueIn(json, (std::string(name) + "_at").c_str()));
  };
  conversation.title = textIn(item, "title");
  conversation.createdAt = time(item, "created");
  conversation.updatedAt = time(item, "updated");
  conversation.source = textIn(item, "id");
  std::string model;
  for (const Json& assistant : valueIn(item, "assistants")) {
    conversation.systemPrompt = textIn(assistant, "instructions");
    model = textIn(valueIn(assistant, "model"), "id");
    break;  // the first is the one that answers
  }
  auto lines = context.fileBeside("messages.jsonl");
  if (!lines) return Error("its messages are missing: there is no messages.jsonl beside " + context.path);

  TreeBuilder builder;
  std::string before;
  size_t number = 0;
  for (size_t at = 0; at < lines->size();) {
    const size_t end = std::min(lines->find('\n', at), lines->size());
    const std::string_view line = std::string_view(*lines).substr(at, end - at);
    at = end + 1;
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    auto parsed = parseJson(line);
    if (!parsed)
      return std::move(parsed).error().during("Line " + std::to_string(number) + " of messages.jsonl");
    TreeMessage entry;
    Message& into = entry.message;
    const std::string role = textIn(*parsed, "role");
    into.role = role == "user" ? Role::User : role == "system" ? Role::System : Role::Assistant;
    into.createdAt = time(*parsed, "created");
    for (const Json& part : valueIn(*parsed, "content")) {
      const Json& text = valueIn(part, "text");
      const std::string piece = text.is_string() ? textOf(text) : textIn(text, "value");
      if (!piece.empty()) into.text += (into.text.empty() ? "" : "\n\n") + piece;
    }
    if (into.role == Role::Assistant) {
      into.modelName = model;
      ThoughtAndText parts = splitThinking(into.text);
      into.text = std::move(parts.text);
      into.thinking = std::move(parts.thinking);
    }
    if (into.text.empty() && into.thinking.empty()) continue;
    std::string id = std::to_string(number);
    builder.add(id, before, std::move(entry));
    before = std::move(id);
  }
  if (auto built = builder.build(tree, before); !built) return std::move(built).error();
  return tree;
}

}  // namespace hearth::storage
