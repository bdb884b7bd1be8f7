// The branch of a conversation as the window wants it at once: every message's place, texts only near the
// end. Functions over the Store, for the storage thread.
#pragma once

#include <cstdint>
#include <vector>

#include "storage/store.h"

namespace hearth::desktop {

struct BranchView {
  std::vector<storage::Message> messages;  // oldest first; where `missing` says so, without texts
  std::vector<uint32_t> missing;  // per message: bytes of text that are not read yet; 0: it is all there
};

// Texts of this many messages at the end are read at once; they fill a tall screen.
inline constexpr uint32_t kTextsAtOnce = 60;

Result<BranchView> readBranch(storage::Store& store, int64_t conversationId);

}  // namespace hearth::desktop
