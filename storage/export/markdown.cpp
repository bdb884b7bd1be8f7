#include "storage/export/markdown.h"

#include "storage/export/utf8_text.h"

namespace hearth::storage {
namespace {

// A YAML double-quoted scalar.
std::string quoted(const std::string& text) {
  std::string result(1, '"');
  for (const char c : asUtf8(text)) {
    switch (c) {
      case '"':
      case '\\':
        result += '\\';
        result += c;
        break;
      case '\n':
        result += "\\n";
        break;
      case '\t':
        result += "\\t";
        break;
      default:
        result += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return result + '"';
}

std::string withoutEndingNewlines(std::string text) {
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

}  // namespace

std::string markdownOf(const ConversationTree& tree, const ExportOptions& options) {
  const Conversation& conversation = tree.conversation;
  std::string text = "---\ntitle: " + quoted(titleOf(tree)) +
                     "\ncreated: " + quoted(localTime(conversation.createdAt)) +
                     "\nupdated: " + quoted(localTime(conversation.updatedAt)) + "\n";
  if (!tree.folders.empty()) {
    std::string path;
    for (const Folder& folder : tree.folders) path += (path.empty() ? "" : " / ") + folder.name;
    text += "folder: " + quoted(path) + "\n";
  }
  if (!conversation.modelPath.empty()) text += "model: " + quoted(conversation.modelPath) + "\n";
  if (!conversation.systemPrompt.empty()) text += "instructions: " + quoted(conversation.systemPrompt) + "\n";
  text += "---\n\n# " + titleOf(tree) + "\n";
  for (const TreeMessage* node : activeMessages(tree)) {
    const Message& message = node->message;
    text += "\n## ";
    text += authorOf(message);
    text += '\n';
    for (const TreeAttachment& attachment : node->attachments)
      text += "\n*Attached: " + asUtf8(attachment.file.fileName) + "*\n";
    if (options.thinking && !message.thinking.empty()) {
      text += "\n<details>\n<summary>Thinking</summary>\n\n" +
              withoutEndingNewlines(asUtf8(message.thinking)) + "\n\n</details>\n";
    }
    if (!message.text.empty()) {
      text += '\n';
      text += withoutEndingNewlines(asUtf8(message.text));
      text += '\n';
    }
    if (message.state == MessageState::Failed)
      text += "\n*This answer failed: " + asUtf8(message.error) + "*\n";
  }
  return text;
}

}  // namespace hearth::storage
