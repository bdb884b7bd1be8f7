#include "app/desktop/attachments/attachment_texts.h"

#include <algorithm>

namespace hearth::desktop {
namespace {

using attachments::PromptFile;
using attachments::Usage;

Result<std::vector<PromptFile>> withTexts(storage::Store& store,
                                          const std::vector<storage::Attachment>& kept) {
  std::vector<PromptFile> files;
  for (const storage::Attachment& attachment : kept) {
    auto text = store.attachmentText(attachment.sha256);
    if (!text) return std::move(text).error();
    if (!*text) continue;  // of another app's export: no text was ever read out of it
    Usage usage = Usage::fromJson(attachment.usage, **text);
    files.push_back({attachment.fileName, std::move(**text), std::move(usage)});
  }
  return files;
}

}  // namespace

Result<std::vector<PromptFile>> filesOfMessage(storage::Store& store, int64_t messageId) {
  auto kept = store.attachments(messageId);
  if (!kept) return std::move(kept).error();
  return withTexts(store, *kept);
}

Result<std::vector<PromptFile>> filesOfDraft(storage::Store& store, std::optional<int64_t> conversationId) {
  auto kept = store.draftAttachments(conversationId);
  if (!kept) return std::move(kept).error();
  return withTexts(store, *kept);
}

Result<std::vector<PromptFile>> filesOfQueued(storage::Store& store, int64_t queuedId) {
  auto kept = store.queuedAttachments(queuedId);
  if (!kept) return std::move(kept).error();
  return withTexts(store, *kept);
}

Result<void> putFilesBeforeWords(storage::Store& store, std::vector<ChatMessage>& messages) {
  for (ChatMessage& message : messages) {
    if (message.id == 0 || message.role != Role::User) continue;
    auto files = filesOfMessage(store, message.id);
    if (!files) return std::move(files).error();
    if (!files->empty()) message.text = attachments::withFiles(*files, message.text);
  }
  return {};
}

Result<void> keepUsage(storage::Store& store, int64_t messageId, const std::vector<PromptFile>& files) {
  if (files.empty()) return {};
  auto kept = store.attachments(messageId);
  if (!kept) return std::move(kept).error();
  auto file = files.begin();  // in the same order
  for (const storage::Attachment& attachment : *kept) {
    const auto found = std::find_if(file, files.end(),
                                    [&](const PromptFile& one) { return one.name == attachment.fileName; });
    if (found == files.end()) continue;
    if (auto noted = store.setAttachmentUsage(attachment.id, found->usage.toJson()); !noted) return noted;
    file = std::next(found);
  }
  return {};
}

}  // namespace hearth::desktop
