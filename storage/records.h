// The rows of the database as values. No Qt, no runtime. Times are UTC milliseconds since 1970.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace hearth::storage {

// Stored as these numbers; never renumber.
enum class Role { System = 0, User = 1, Assistant = 2 };
// Writing is what a crash leaves behind; opening the database turns it into Interrupted.
enum class MessageState { Writing = 0, Finished = 1, Stopped = 2, Interrupted = 3, Failed = 4 };

struct Folder {
  int64_t id = 0;
  std::optional<int64_t> parentId;
  std::string name;
  std::string systemPrompt;
  int64_t position = 0;
};

struct Conversation {
  int64_t id = 0;
  std::optional<int64_t> folderId;
  std::string title;
  bool titleIsAutomatic = true;
  bool pinned = false;
  std::string modelPath;
  std::string systemPrompt;
  int64_t createdAt = 0, updatedAt = 0;
  std::optional<int64_t> deletedAt;   // in the trash since
  std::optional<int64_t> activeLeaf;  // the message the active branch ends with
};

struct MessageStats {
  uint32_t promptTokens = 0, reusedTokens = 0, generatedTokens = 0;
  double promptSeconds = 0, generateSeconds = 0, firstTokenSeconds = 0, thinkingSeconds = 0;
};

struct Message {
  int64_t id = 0;
  int64_t conversationId = 0;
  std::optional<int64_t> parentId;  // none: a first message
  Role role = Role::User;
  MessageState state = MessageState::Finished;
  std::string text;      // raw, as written
  std::string thinking;  // separate from the answer
  std::string error;     // why it failed, for Failed
  std::string modelName;
  int64_t createdAt = 0;
  std::optional<MessageStats> stats;
  uint32_t siblingIndex = 0, siblingCount = 1;  // among messages with the same parent; filled by branch reads
};

struct SearchHit {
  int64_t conversationId = 0, messageId = 0;  // messageId 0: the title matched
  std::string title;
  std::string snippet;  // the match between \x01 and \x02
  int64_t updatedAt = 0;
};

struct Attachment {
  std::string sha256;
  std::string fileName, mediaType;
  uint64_t bytes = 0;
};

}  // namespace hearth::storage
