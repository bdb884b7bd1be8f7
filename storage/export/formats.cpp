#include "storage/export/formats.h"

#include <algorithm>
#include <ctime>
#include <unordered_map>

#include "storage/export/hearth_json.h"
#include "storage/export/html.h"
#include "storage/export/markdown.h"
#include "storage/export/plain_text.h"
#include "storage/export/utf8_text.h"

namespace hearth::storage {
namespace {

constexpr ExportFormat kFormats[] = {
    {"json", "json",
     [](const ConversationTree& tree, const ExportOptions& options) { return hearthJson(tree, options); },
     true},
    {"markdown", "md", markdownOf, false},
    {"html", "html", htmlOf, false},
    {"text", "txt", plainTextOf, false},
};

}  // namespace

std::span<const ExportFormat> exportFormats() { return kFormats; }

const ExportFormat* exportFormat(std::string_view id) {
  for (const ExportFormat& format : kFormats) {
    if (format.id == id) return &format;
  }
  return nullptr;
}

std::vector<const TreeMessage*> activeMessages(const ConversationTree& tree) {
  std::unordered_map<int64_t, const TreeMessage*> byId;
  for (const TreeMessage& node : tree.messages) byId[node.message.id] = &node;
  std::vector<const TreeMessage*> branch;
  std::optional<int64_t> id = tree.conversation.activeLeaf;
  if ((!id || !byId.contains(*id)) && !tree.messages.empty()) id = tree.messages.back().message.id;
  while (id && branch.size() < tree.messages.size()) {
    const auto found = byId.find(*id);
    if (found == byId.end()) break;
    branch.push_back(found->second);
    id = found->second->message.parentId;
  }
  std::reverse(branch.begin(), branch.end());
  return branch;
}

std::string localTime(int64_t ms) {
  const std::time_t seconds = static_cast<std::time_t>(ms / 1000);
  std::tm local{};
  localtime_r(&seconds, &local);
  char text[32];
  return std::string(text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M", &local));
}

std::string authorOf(const Message& message) {
  if (message.role == Role::User) return "You";
  if (message.role == Role::System) return "Instructions";
  return message.modelName.empty() ? "Model" : asUtf8(message.modelName);
}

std::string titleOf(const ConversationTree& tree) {
  return tree.conversation.title.empty() ? "Untitled chat" : asUtf8(tree.conversation.title);
}

}  // namespace hearth::storage
