#include "storage/export/plain_text.h"

#include "storage/export/utf8_text.h"

namespace hearth::storage {
namespace {

void addParagraph(std::string& text, const std::string& paragraph) {
  text += asUtf8(paragraph);
  while (text.ends_with('\n')) text.pop_back();
  text += '\n';
}

}  // namespace

std::string plainTextOf(const ConversationTree& tree, const ExportOptions& options) {
  std::string text = titleOf(tree) + "\n" + localTime(tree.conversation.createdAt) + "\n";
  if (!tree.conversation.systemPrompt.empty()) {
    text += "\nInstructions:\n";
    addParagraph(text, tree.conversation.systemPrompt);
  }
  for (const TreeMessage* node : activeMessages(tree)) {
    text += '\n';
    text += authorOf(node->message);
    text += ":\n";
    for (const TreeAttachment& attachment : node->attachments)
      text += std::string("[attached: ").append(asUtf8(attachment.file.fileName)).append("]\n");
    if (options.thinking && !node->message.thinking.empty()) {
      text += "[thinking]\n";
      addParagraph(text, node->message.thinking);
      text += "[/thinking]\n";
    }
    if (!node->message.text.empty()) addParagraph(text, node->message.text);
    if (node->message.state == MessageState::Failed)
      addParagraph(text, "[failed: " + node->message.error + "]");
  }
  return text;
}

}  // namespace hearth::storage
