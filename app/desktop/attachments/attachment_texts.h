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

// Puts the files of each message of the user's before its words.
Result<void> putFilesBeforeWords(storage::Store& store, std::vector<ChatMessage>& messages);

// Gives the draft's files to the message that was sent, and keeps what the model was shown of them.
Result<void> attachDraft(storage::Store& store, std::optional<int64_t> conversationId, int64_t messageId,
                         const std::vector<attachments::PromptFile>& files);

}  // namespace hearth::desktop
