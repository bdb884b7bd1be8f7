// What a conversation can be written as. One file each; a line in the table of formats.cpp.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/conversation_tree.h"

namespace hearth::storage {

struct ExportOptions {
  bool thinking = false;
  int64_t exportedAt = 0;  // UTC ms
};

struct ExportFormat {
  std::string_view id;         // of the command line and the window
  std::string_view extension;  // without the dot
  std::string (*write)(const ConversationTree& tree, const ExportOptions& options);
  bool holdsAttachments;  // within the file; else they lie beside it when many chats are exported
};

std::span<const ExportFormat> exportFormats();
const ExportFormat* exportFormat(std::string_view id);  // null when there is none

// The messages of the active branch, in order. In a tree without an active leaf, that of the newest message.
std::vector<const TreeMessage*> activeMessages(const ConversationTree& tree);
// "2026-11-22 10:14" in local time.
std::string localTime(int64_t ms);
// "You", "Instructions", or the model's name.
std::string authorOf(const Message& message);
// The title, or "Untitled chat".
std::string titleOf(const ConversationTree& tree);

}  // namespace hearth::storage
