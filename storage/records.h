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
  int64_t position = 0;    // among the folders of the same parent
  std::string modelPath;   // empty: no model of its own
  std::string parameters;  // JSON, see Parameters below
};

// Parameters are kept as JSON texts that only the app reads: sampling parameters and template variables of
// its own choice. Empty: none. The same holds for Attachment::usage.
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
  std::string parameters;             // JSON; what differs from the preset, the folder and the model
  std::string source;                 // its identity in the app it came from; empty: begun here
  std::optional<int64_t> presetId;
};

// A persona: how to answer, to be chosen for a chat.
struct Preset {
  int64_t id = 0;
  int64_t position = 0;
  std::string name;
  std::string systemPrompt;
  std::string modelPath;   // empty: whichever model the chat has
  std::string parameters;  // JSON
};

struct MessageStats {
  uint32_t promptTokens = 0, reusedTokens = 0, generatedTokens = 0;
  double promptSeconds = 0, generateSeconds = 0, firstTokenSeconds = 0, thinkingSeconds = 0;
  std::string parameters{};                 // JSON; what it was sampled with
  uint64_t expertHits = 0, expertUses = 0;  // of the experts used, those that were on the card already
  uint32_t draftedTokens = 0, acceptedTokens = 0;
  std::optional<double> energyJoules{};  // none: the device does not tell
  uint32_t leftOutMessages = 0;          // the oldest, which did not fit and were not read

  bool operator==(const MessageStats&) const = default;
};

// What the answers of one day (in local time) by one model amount to.
struct UsageTotal {
  std::string day;  // "2026-11-22"
  std::string modelName;
  uint64_t answers = 0, promptTokens = 0, reusedTokens = 0, generatedTokens = 0;
  double promptSeconds = 0, generateSeconds = 0;
  uint64_t expertHits = 0, expertUses = 0;
  uint64_t draftedTokens = 0, acceptedTokens = 0;
  double energyJoules = 0;
  uint64_t answersWithEnergy = 0;  // only these are in energyJoules
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
  bool edited = false;  // the user wrote this version of an answer
  std::optional<MessageStats> stats;
  uint32_t siblingIndex = 0, siblingCount = 1;  // among messages with the same parent; filled by branch reads
};

// What a list needs of a message before its texts are read.
struct BranchEntry {
  int64_t id = 0;
  Role role = Role::User;
  MessageState state = MessageState::Finished;
  uint32_t textBytes = 0, thinkingBytes = 0;
  uint32_t siblingIndex = 0, siblingCount = 1;
};

// What the model reads in place of a message and all above it.
struct Summary {
  int64_t messageId = 0;
  int64_t createdAt = 0;
  std::string modelName;
  std::string text;
};

// Written while an answer was being generated; sent when it is the user's turn again.
struct QueuedMessage {
  int64_t id = 0;
  int64_t conversationId = 0;
  std::string text;
  int64_t createdAt = 0;
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
  int64_t id = 0;         // among the attachments of messages, or among those of drafts
  int64_t messageId = 0;  // 0: of a draft
  std::string usage{};    // JSON; which parts of its text the model was shown
};

}  // namespace hearth::storage
