#include "storage/export/hearth_json.h"

#include <set>
#include <utility>

#include "storage/export/base64.h"
#include "storage/export/utf8_text.h"

namespace hearth::storage {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json orNull(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

// Parameters are JSON of the app's; kept as text when they are not.
Json parametersJson(const std::string& text) {
  if (text.empty()) return nullptr;
  const auto parsed = nlohmann::json::parse(text, nullptr, false);
  // As it will be read again: another order or spelling (blanks, 1.0e0) must survive as well.
  if (parsed.is_object() && parsed.dump() == text) return Json::parse(text);
  return jsonText(text);
}

Json statsJson(const MessageStats& stats) {
  return {{"promptTokens", stats.promptTokens},
          {"reusedTokens", stats.reusedTokens},
          {"generatedTokens", stats.generatedTokens},
          {"promptSeconds", stats.promptSeconds},
          {"generateSeconds", stats.generateSeconds},
          {"firstTokenSeconds", stats.firstTokenSeconds},
          {"thinkingSeconds", stats.thinkingSeconds},
          {"parameters", parametersJson(stats.parameters)},
          {"expertHits", stats.expertHits},
          {"expertUses", stats.expertUses},
          {"draftedTokens", stats.draftedTokens},
          {"acceptedTokens", stats.acceptedTokens},
          {"energyJoules", orNull(stats.energyJoules)},
          {"leftOutMessages", stats.leftOutMessages}};
}

Json attachmentJson(const TreeAttachment& attachment) {
  const auto* bytes = reinterpret_cast<const char*>(attachment.content.data());
  Json json = {{"name", jsonText(attachment.file.fileName)},
               {"mediaType", jsonText(attachment.file.mediaType)},
               {"sha256", attachment.file.sha256},
               {"bytes", attachment.file.bytes},
               {"usage", parametersJson(attachment.file.usage)},
               {"content", toBase64({bytes, attachment.content.size()})}};
  if (attachment.text) json["text"] = jsonText(*attachment.text);
  return json;
}

Json messageJson(const TreeMessage& node, const ExportOptions& options) {
  const Message& message = node.message;
  Json json = {{"id", message.id},
               {"parent", orNull(message.parentId)},
               {"role", nameOf(message.role)},
               {"state", nameOf(message.state)},
               {"createdAt", message.createdAt},
               {"model", jsonText(message.modelName)},
               {"text", jsonText(message.text)}};
  if (message.edited) json["edited"] = true;
  if (!message.error.empty()) json["error"] = jsonText(message.error);
  if (options.thinking && !message.thinking.empty()) json["thinking"] = jsonText(message.thinking);
  if (message.stats) json["stats"] = statsJson(*message.stats);
  if (node.summary) {
    json["summary"] = {{"text", jsonText(node.summary->text)},
                       {"model", jsonText(node.summary->modelName)},
                       {"createdAt", node.summary->createdAt}};
  }
  for (const TreeAttachment& attachment : node.attachments)
    json["attachments"].push_back(attachmentJson(attachment));
  return json;
}

Json folderJson(const Folder& folder) {
  return {{"id", folder.id},
          {"parent", orNull(folder.parentId)},
          {"name", jsonText(folder.name)},
          {"position", folder.position},
          {"systemPrompt", jsonText(folder.systemPrompt)},
          {"model", jsonText(folder.modelPath)},
          {"parameters", parametersJson(folder.parameters)}};
}

Json presetJson(const Preset& preset) {
  return {{"id", preset.id},
          {"name", jsonText(preset.name)},
          {"systemPrompt", jsonText(preset.systemPrompt)},
          {"model", jsonText(preset.modelPath)},
          {"parameters", parametersJson(preset.parameters)}};
}

}  // namespace

const char* nameOf(Role role) {
  switch (role) {
    case Role::System:
      return "system";
    case Role::User:
      return "user";
    case Role::Assistant:
      return "assistant";
  }
  return "assistant";
}

const char* nameOf(MessageState state) {
  switch (state) {
    case MessageState::Writing:
    case MessageState::Interrupted:
      return "interrupted";
    case MessageState::Finished:
      return "finished";
    case MessageState::Stopped:
      return "stopped";
    case MessageState::Failed:
      return "failed";
  }
  return "finished";
}

std::string identityOf(const Conversation& conversation) {
  if (!conversation.source.empty()) return conversation.source;
  return "hearth:" + std::to_string(conversation.createdAt) + "-" + std::to_string(conversation.id);
}

nlohmann::ordered_json jsonText(const std::string& bytes) {
  if (isUtf8(bytes)) return bytes;
  return {{"base64", toBase64(bytes)}};
}

nlohmann::ordered_json jsonOf(const ConversationTree& tree, const ExportOptions& options) {
  const Conversation& conversation = tree.conversation;
  Json messages = Json::array();
  for (const TreeMessage& node : tree.messages) messages.push_back(messageJson(node, options));
  return {{"source", jsonText(identityOf(conversation))},
          {"title", jsonText(conversation.title)},
          {"titleIsAutomatic", conversation.titleIsAutomatic},
          {"pinned", conversation.pinned},
          {"createdAt", conversation.createdAt},
          {"updatedAt", conversation.updatedAt},
          {"folder", orNull(conversation.folderId)},
          {"preset", tree.preset ? Json(tree.preset->id) : Json(nullptr)},
          {"model", jsonText(conversation.modelPath)},
          {"systemPrompt", jsonText(conversation.systemPrompt)},
          {"parameters", parametersJson(conversation.parameters)},
          {"activeMessage", orNull(conversation.activeLeaf)},
          {"messages", std::move(messages)}};
}

std::string hearthJson(std::span<const ConversationTree> trees, const ExportOptions& options) {
  Json folders = Json::array(), presets = Json::array(), conversations = Json::array();
  std::set<int64_t> foldersWritten, presetsWritten;
  for (const ConversationTree& tree : trees) {
    for (const Folder& folder : tree.folders) {
      if (foldersWritten.insert(folder.id).second) folders.push_back(folderJson(folder));
    }
    if (tree.preset && presetsWritten.insert(tree.preset->id).second)
      presets.push_back(presetJson(*tree.preset));
    conversations.push_back(jsonOf(tree, options));
  }
  const Json document = {{"format", kHearthFormat},          {"version", kHearthFormatVersion},
                         {"exportedAt", options.exportedAt}, {"folders", std::move(folders)},
                         {"presets", std::move(presets)},    {"conversations", std::move(conversations)}};
  return document.dump(1) + "\n";
}

std::string hearthJson(const ConversationTree& tree, const ExportOptions& options) {
  return hearthJson(std::span(&tree, 1), options);
}

}  // namespace hearth::storage
