// Attachments as the prompt needs them. Functions over the Store, for the storage thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/attachments/prompt_files.h"
#include "runtime/engine/engine.h"
#include "storage/store.h"

namespace hearth::desktop {

// Of a message in the history, as it was shown then.
Result<std::vector<attachments::PromptFile>> filesOfMessage(storage::Store& store, int64_t messageId);
// Of what is about to be sent: whole, until it is known what fits.
Result<std::vector<attachments::PromptFile>> filesOfDraft(storage::Store& store,
                                                          std::optional<int64_t> conversationId);

// Of a message that waits for its turn, likewise.
Result<std::vector<attachments::PromptFile>> filesOfQueued(storage::Store& store, int64_t queuedId);

// Puts the files of each message of the user's before its words.
Result<void> putFilesBeforeWords(storage::Store& store, std::vector<ChatMessage>& messages);

// Keeps what the model is shown of the files that are this message's.
Result<void> keepUsage(storage::Store& store, int64_t messageId,
                       const std::vector<attachments::PromptFile>& files);

}  // namespace hearth::desktop
