// A conversation as a whole, apart from any database: what is exported and imported.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/records.h"

namespace hearth::storage {

struct TreeAttachment {
  Attachment file;
  std::vector<std::byte> content;
  std::optional<std::string> text;  // extracted from it
};

struct TreeMessage {
  // id and parentId are numbers of this tree's own; conversationId means nothing.
  Message message;
  std::vector<TreeAttachment> attachments;
  std::optional<Summary> summary;  // of it and all above it; its messageId means nothing
};

struct ConversationTree {
  // id means nothing after an import. activeLeaf is the number of a message of this tree; folderId and
  // presetId are those of the fields below.
  Conversation conversation;
  std::vector<Folder> folders;  // that it is in, outermost first; ids and parents of their own
  std::optional<Preset> preset;
  std::vector<TreeMessage> messages;  // parents before their children, siblings in their order
};

}  // namespace hearth::storage
