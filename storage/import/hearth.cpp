// Hearth's own export, see storage/export/hearth_json.h.
#include <map>
#include <unordered_map>
#include <utility>

#include "storage/attachment_contents.h"
#include "storage/export/base64.h"
#include "storage/export/hearth_json.h"
#include "storage/import/formats.h"
#include "storage/import/json_items.h"

namespace hearth::storage {
namespace {

using Json = nlohmann::json;

// A string, or {"base64": "…"}.
std::string bytesIn(const Json& object, const char* key) {
  const Json& value = valueIn(object, key);
  if (value.is_string()) return textOf(value);
  return fromBase64(textIn(value, "base64")).value_or("");
}

std::string parametersIn(const Json& object, const char* key) {
  const Json& value = valueIn(object, key);
  if (value.is_object() && !(value.size() == 1 && value.contains("base64"))) return value.dump();
  return bytesIn(object, key);
}

int64_t integerIn(const Json& object, const char* key) {
  const Json& value = valueIn(object, key);
  return value.is_number_integer() ? value.get<int64_t>() : 0;
}

std::optional<int64_t> optionalIn(const Json& object, const char* key) {
  const Json& value = valueIn(object, key);
  return value.is_number_integer() ? std::optional(value.get<int64_t>()) : std::nullopt;
}

MessageStats statsFrom(const Json& json) {
  const auto count = [&](const char* key) {
    const int64_t value = integerIn(json, key);
    return value > 0 && value <= UINT32_MAX ? static_cast<uint32_t>(value) : 0;
  };
  MessageStats stats;
  stats.promptTokens = count("promptTokens");
  stats.reusedTokens = count("reusedTokens");
  stats.generatedTokens = count("generatedTokens");
  stats.promptSeconds = numberIn(json, "promptSeconds");
  stats.generateSeconds = numberIn(json, "generateSeconds");
  stats.firstTokenSeconds = numberIn(json, "firstTokenSeconds");
  stats.thinkingSeconds = numberIn(json, "thinkingSeconds");
  stats.parameters = parametersIn(json, "parameters");
  stats.expertHits = static_cast<uint64_t>(std::max<int64_t>(0, integerIn(json, "expertHits")));
  stats.expertUses = static_cast<uint64_t>(std::max<int64_t>(0, integerIn(json, "expertUses")));
  stats.draftedTokens = count("draftedTokens");
  stats.acceptedTokens = count("acceptedTokens");
  if (valueIn(json, "energyJoules").is_number()) stats.energyJoules = numberIn(json, "energyJoules");
  stats.leftOutMessages = count("leftOutMessages");
  return stats;
}

template <class Value>
Value valueNamed(const std::string& name, std::initializer_list<Value> values, Value otherwise) {
  for (const Value value : values) {
    if (name == nameOf(value)) return value;
  }
  return otherwise;
}

Result<TreeAttachment> attachmentFrom(const Json& json) {
  TreeAttachment attachment;
  attachment.file.fileName = bytesIn(json, "name");
  attachment.file.mediaType = bytesIn(json, "mediaType");
  attachment.file.usage = parametersIn(json, "usage");
  const auto content = fromBase64(textIn(json, "content"));
  if (content) {
    const auto bytes = std::as_bytes(std::span(*content));
    attachment.content.assign(bytes.begin(), bytes.end());
  }
  const std::string hash = textIn(json, "sha256");
  if (!content || (!hash.empty() && sha256Hex(attachment.content) != hash))
    return Error("the attached file “" + attachment.file.fileName + "” is damaged");
  if (!valueIn(json, "text").is_null()) attachment.text = bytesIn(json, "text");
  return attachment;
}

Result<TreeMessage> messageFrom(const Json& json) {
  TreeMessage entry;
  Message& into = entry.message;
  into.id = integerIn(json, "id");
  into.parentId = optionalIn(json, "parent");
  into.role = valueNamed(textIn(json, "role"), {Role::System, Role::User}, Role::Assistant);
  into.state = valueNamed(textIn(json, "state"),
                          {MessageState::Stopped, MessageState::Interrupted, MessageState::Failed},
                          MessageState::Finished);
  into.createdAt = integerIn(json, "createdAt");
  into.modelName = bytesIn(json, "model");
  into.text = bytesIn(json, "text");
  into.thinking = bytesIn(json, "thinking");
  into.error = bytesIn(json, "error");
  into.edited = flagIn(json, "edited");
  if (valueIn(json, "stats").is_object()) into.stats = statsFrom(valueIn(json, "stats"));
  if (const Json& summary = valueIn(json, "summary");
      summary.is_object() && !bytesIn(summary, "text").empty())
    entry.summary =
        Summary{0, integerIn(summary, "createdAt"), bytesIn(summary, "model"), bytesIn(summary, "text")};
  for (const Json& file : valueIn(json, "attachments")) {
    auto attachment = attachmentFrom(file);
    if (!attachment) return std::move(attachment).error();
    entry.attachments.push_back(std::move(*attachment));
  }
  return entry;
}

void takeFolders(ConversationTree& tree, const Json& list, int64_t innermost) {
  std::map<int64_t, const Json*> byId;
  for (const Json& folder : list) byId[integerIn(folder, "id")] = &folder;
  std::optional<int64_t> id = innermost;
  for (size_t steps = byId.size(); id && steps > 0; --steps) {
    const auto found = byId.find(*id);
    if (found == byId.end()) break;
    const Json& json = *found->second;
    Folder folder{.id = *id,
                  .parentId = optionalIn(json, "parent"),
                  .name = bytesIn(json, "name"),
                  .systemPrompt = bytesIn(json, "systemPrompt"),
                  .position = integerIn(json, "position"),
                  .modelPath = bytesIn(json, "model"),
                  .parameters = parametersIn(json, "parameters"),
                  .deletedAt = std::nullopt};
    id = folder.parentId;
    tree.folders.insert(tree.folders.begin(), std::move(folder));
  }
}

}  // namespace

bool isHearthItem(const Json&, const ImportContext& context) {
  return textIn(context.header, "format") == kHearthFormat;
}

Result<ConversationTree> readHearth(const Json& item, const ImportContext& context) {
  const int64_t version = integerIn(context.header, "version");
  if (version > kHearthFormatVersion)
    return Error("it was exported by a newer Hearth (format " + std::to_string(version) +
                 "); install that one");
  ConversationTree tree;
  Conversation& conversation = tree.conversation;
  conversation.source = bytesIn(item, "source");
  conversation.title = bytesIn(item, "title");
  conversation.titleIsAutomatic = flagIn(item, "titleIsAutomatic");
  conversation.pinned = flagIn(item, "pinned");
  conversation.createdAt = integerIn(item, "createdAt");
  conversation.updatedAt = integerIn(item, "updatedAt");
  conversation.modelPath = bytesIn(item, "model");
  conversation.systemPrompt = bytesIn(item, "systemPrompt");
  conversation.parameters = parametersIn(item, "parameters");
  conversation.activeLeaf = optionalIn(item, "activeMessage");
  if (const auto folder = optionalIn(item, "folder"))
    takeFolders(tree, valueIn(context.header, "folders"), *folder);
  if (const auto preset = optionalIn(item, "preset")) {
    for (const Json& json : valueIn(context.header, "presets")) {
      if (integerIn(json, "id") != *preset) continue;
      tree.preset = Preset{.id = *preset,
                           .position = 0,
                           .name = bytesIn(json, "name"),
                           .systemPrompt = bytesIn(json, "systemPrompt"),
                           .modelPath = bytesIn(json, "model"),
                           .parameters = parametersIn(json, "parameters")};
    }
  }
  std::unordered_map<int64_t, bool> seen;
  for (const Json& json : valueIn(item, "messages")) {
    auto message = messageFrom(json);
    if (!message) return std::move(message).error();
    const auto parent = message->message.parentId;
    if (parent && !seen.contains(*parent)) return Error("a message answers one that is not before it");
    if (!seen.emplace(message->message.id, true).second) return Error("two of its messages have the same id");
    tree.messages.push_back(std::move(*message));
  }
  return tree;
}

}  // namespace hearth::storage
