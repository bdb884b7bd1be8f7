// One turn, from the wish to what stands in the database. A turn is prepared (what the model will read),
// measured, committed, and only then answered. It adds messages; it never changes one. Functions over the
// Store, for the storage thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/attachments/prompt_files.h"
#include "app/desktop/chat/branch_view.h"
#include "app/desktop/parameters/inheritance.h"
#include "runtime/engine/engine.h"
#include "storage/store.h"

namespace hearth::desktop {

// What is to happen, until it is committed.
struct Turn {
  int64_t conversationId = 0;  // 0: a new one
  // Folder, instructions, parameters, preset: of a new conversation as wished, else read by prepareTurn(). A
  // temporary one's preset is known here alone.
  storage::Conversation settings;
  std::optional<int64_t> below;         // the message that the first new one answers; none: it is the first
  std::optional<std::string> question;  // the user's message; none: only an answer
  std::optional<int64_t> edits;         // the user's message that `question` is another version of
  std::optional<int64_t> queued;        // the waiting message that `question` was
  std::optional<int64_t> continues;     // the answer that goes on where it ends
  Parameters only;                      // for this turn alone, whatever else is said
  Overflow overflow = Overflow::Refuse;
  bool fromDraft = false;
  bool withDraftFiles = false;  // the draft's files go along with the question

  // Filled by prepareTurn().
  std::vector<ChatMessage> messages;
  std::vector<attachments::PromptFile> files;       // of the question, whole
  std::optional<attachments::FileFitting> fitting;  // how much of them is shown, tried by measuring
  uint32_t unread = 0;      // oldest messages that cannot fit whatever is done, and were not even fetched
  std::string modelPath;    // that the chat shall begin with; empty: whichever is loaded
  Parameters parameters;    // all that is said, once it is known which model answers
  uint32_t leftOut = 0;     // messages that the model will not read
  bool summarised = false;  // once is enough
  uint64_t measure = 0;     // the request that measures it; 0: not asked yet
  bool committing = false;  // too late to take it back
};

// Texts are read from the end until about this many bytes: more than any context of that many tokens can
// hold.
size_t historyBytesFor(uint32_t contextLength);

// Reads the history, begun by a summary where there is one, with the instructions that the chat inherits.
Result<Turn> prepareTurn(storage::Store& store, Turn turn, const Ancestors& ancestors, size_t bytesMax);

// A new one with the folder, instructions, parameters and preset of `settings`.
Result<storage::Conversation> createConversation(storage::Store& store, const storage::Conversation& settings,
                                                 const std::string& modelPath);

struct CommittedTurn {
  storage::Conversation conversation;
  storage::Message answer;  // in state Writing; with a text when it goes on with another
  BranchView branch;
  std::string expertProfile;  // of the answers before; empty: unknown
};
Result<CommittedTurn> commitTurn(storage::Store& store, const Turn& turn, const std::string& modelPath,
                                 const std::string& modelName);

}  // namespace hearth::desktop
