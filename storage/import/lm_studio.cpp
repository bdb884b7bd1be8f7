// LM Studio's files: conversations/**/<time>.conversation.json, a row of messages with versions.
#include <utility>

#include "storage/import/formats.h"
#include "storage/import/json_items.h"
#include "storage/import/tree_builder.h"

namespace hearth::storage {
namespace {

using Json = nlohmann::json;

void addText(std::string& to, const Json& content) {
  for (const Json& part : content) {
    const std::string piece = textIn(part, "text");
    if (!piece.empty()) to += (to.empty() ? "" : "\n\n") + piece;
  }
}

uint32_t countIn(const Json& object, const char* key) {
  const double number = numberIn(object, key);
  return number > 0 && number < 4e9 ? static_cast<uint32_t>(number) : 0;
}

void takeStats(Message& into, const Json& generation) {
  const Json& stats = valueIn(generation, "stats");
  if (!stats.is_object()) return;
  MessageStats kept;
  kept.promptTokens = countIn(stats, "promptTokensCount");
  kept.generatedTokens = countIn(stats, "predictedTokensCount");
  kept.firstTokenSeconds = numberIn(stats, "timeToFirstTokenSec");
  const double perSecond = numberIn(stats, "tokensPerSecond");
  if (perSecond > 0) kept.generateSeconds = kept.generatedTokens / perSecond;
  into.stats = kept;
  const std::string model = textIn(generation, "indexedModelIdentifier");
  if (!model.empty()) into.modelName = model;
}

TreeMessage messageFrom(const Json& version) {
  TreeMessage entry;
  Message& into = entry.message;
  const std::string role = textIn(version, "role");
  into.role = role == "user" ? Role::User : role == "system" ? Role::System : Role::Assistant;
  if (into.role == Role::Assistant) into.modelName = textIn(valueIn(version, "senderInfo"), "senderName");
  addText(into.text, valueIn(version, "content"));
  for (const Json& step : valueIn(version, "steps")) {
    if (textIn(step, "type") != "contentBlock") continue;
    const bool thinking = textIn(valueIn(step, "style"), "type") == "thinking";
    addText(thinking ? into.thinking : into.text, valueIn(step, "content"));
    takeStats(into, valueIn(step, "genInfo"));
  }
  if (into.role == Role::Assistant && into.thinking.empty()) {
    ThoughtAndText parts = splitThinking(into.text);
    into.text = std::move(parts.text);
    into.thinking = std::move(parts.thinking);
  }
  return entry;
}

}  // namespace

bool isLmStudioItem(const Json& item, const ImportContext&) {
  const Json& messages = valueIn(item, "messages");
  if (!messages.is_array()) return false;
  if (messages.empty()) return item.contains("lastUsedModel") || item.contains("perChatPredictionConfig");
  return valueIn(messages.front(), "versions").is_array();
}

Result<ConversationTree> readLmStudio(const Json& item, const ImportContext&) {
  ConversationTree tree;
  Conversation& conversation = tree.conversation;
  conversation.title = textIn(item, "name");
  conversation.pinned = flagIn(item, "pinned");
  conversation.createdAt = conversation.updatedAt = timeOf(valueIn(item, "createdAt"));
  conversation.systemPrompt = textIn(item, "systemPrompt");
  // The file is named after this time, which is what the program itself knows it by.
  if (conversation.createdAt != 0) conversation.source = std::to_string(conversation.createdAt);

  TreeBuilder builder;
  std::string above;
  size_t position = 0;
  for (const Json& message : valueIn(item, "messages")) {
    const Json& versions = valueIn(message, "versions");
    const double selected = numberIn(message, "currentlySelected");
    std::string next = above;
    ++position;
    for (size_t v = 0; versions.is_array() && v < versions.size(); ++v) {
      TreeMessage entry = messageFrom(versions[v]);
      if (entry.message.text.empty() && entry.message.thinking.empty()) continue;
      entry.message.createdAt = conversation.createdAt;
      const std::string id = std::to_string(position) + "." + std::to_string(v);
      builder.add(id, above, std::move(entry));
      if (next == above || static_cast<double>(v) == selected) next = id;
    }
    above = next;
  }
  if (auto built = builder.build(tree, above); !built) return std::move(built).error();
  return tree;
}

}  // namespace hearth::storage
