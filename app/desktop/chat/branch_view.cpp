#include "app/desktop/chat/branch_view.h"

#include <algorithm>
#include <span>
#include <utility>

namespace hearth::desktop {

Result<BranchView> readBranch(storage::Store& store, int64_t conversationId) {
  auto end = store.branchEnd(conversationId, kTextsAtOnce);
  if (!end) return std::move(end).error();
  BranchView view;
  if (end->size() < kTextsAtOnce) {
    view.missing.assign(end->size(), 0);
    view.messages = std::move(*end);
    return view;
  }
  auto outline = store.branchOutline(conversationId);
  if (!outline) return std::move(outline).error();
  const size_t above = outline->size() - std::min(outline->size(), end->size());
  view.messages.reserve(outline->size());
  view.missing.reserve(outline->size());
  for (const storage::BranchEntry& entry : std::span(*outline).first(above)) {
    storage::Message message;
    message.id = entry.id;
    message.conversationId = conversationId;
    message.role = entry.role;
    message.state = entry.state;
    message.siblingIndex = entry.siblingIndex;
    message.siblingCount = entry.siblingCount;
    view.messages.push_back(std::move(message));
    view.missing.push_back(std::max<uint32_t>(1, entry.textBytes + entry.thinkingBytes));
  }
  for (storage::Message& message : *end) {
    view.messages.push_back(std::move(message));
    view.missing.push_back(0);
  }
  return view;
}

}  // namespace hearth::desktop
