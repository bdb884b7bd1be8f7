// The Store's methods on attachments and on what is not sent yet.
#include "storage/store_state.h"

namespace hearth::storage {

Result<Attachment> Store::addAttachment(int64_t messageId, const std::string& fileName,
                                        const std::string& mediaType, std::span<const std::byte> content) {
  return state_->write("Attaching " + fileName, [&]() -> Result<Attachment> {
    auto message = state_->message(messageId);
    if (!message) return std::move(message).error();
    return state_->attachments.add(messageId, fileName, mediaType, content);
  });
}

Result<std::vector<Attachment>> Store::attachments(int64_t messageId) {
  return during(state_->attachments.of(messageId), "Reading the attachments");
}

Result<std::vector<std::byte>> Store::attachmentContent(const std::string& sha256) {
  return during(state_->attachments.content(sha256), "Reading an attachment");
}

Result<std::vector<Attachment>> Store::attachmentsIn(int64_t conversationId) {
  return during(state_->attachments.in(conversationId), "Reading the attachments");
}

Result<std::optional<std::string>> Store::attachmentText(const std::string& sha256) {
  return during(state_->attachments.text(sha256), "Reading an attachment");
}

Result<void> Store::setAttachmentText(const std::string& sha256, const std::string& text) {
  return state_->write("Saving the text of an attachment",
                       [&] { return state_->attachments.setText(sha256, text); });
}

Result<void> Store::setAttachmentUsage(int64_t attachmentId, const std::string& json) {
  return state_->write("Saving how an attachment was used", [&] {
    return foundOr(state_->attachments.setUsage(attachmentId, json), "attachment", attachmentId);
  });
}

// ---- What is not sent yet

Result<Attachment> Store::addDraftAttachment(std::optional<int64_t> conversationId,
                                             const std::string& fileName, const std::string& mediaType,
                                             std::span<const std::byte> content) {
  return state_->write("Attaching " + fileName, [&] {
    return state_->attachments.addDraft({.conversationId = conversationId, .queuedMessageId = {}}, fileName,
                                        mediaType, content);
  });
}

Result<std::vector<Attachment>> Store::draftAttachments(std::optional<int64_t> conversationId) {
  return during(state_->attachments.drafts({.conversationId = conversationId, .queuedMessageId = {}}),
                "Reading the draft's attachments");
}

Result<void> Store::removeDraftAttachment(int64_t attachmentId) {
  auto removed = state_->write("Removing the attachment", [&] {
    return foundOr(state_->attachments.removeDraft(attachmentId), "attachment", attachmentId);
  });
  if (!removed) return removed;
  return state_->removeUnusedAttachments();
}

Result<void> Store::attachDrafts(std::optional<int64_t> conversationId, int64_t messageId) {
  return state_->write("Attaching the files", [&] {
    return state_->attachments.attachDrafts({.conversationId = conversationId, .queuedMessageId = {}},
                                            messageId);
  });
}

Result<QueuedMessage> Store::queueMessage(int64_t conversationId, const std::string& text) {
  return state_->write("Saving the message", [&]() -> Result<QueuedMessage> {
    auto id = state_->queue.add(conversationId, text, nowMs());
    if (!id) return std::move(id).error();
    auto moved = state_->attachments.moveDrafts({.conversationId = conversationId, .queuedMessageId = {}},
                                                {.conversationId = {}, .queuedMessageId = *id});
    if (!moved) return std::move(moved).error();
    return foundOr(state_->queue.queued(*id), "queued message", *id);
  });
}

Result<std::vector<QueuedMessage>> Store::queuedMessages(int64_t conversationId) {
  return during(state_->queue.of(conversationId), "Reading the queued messages");
}

Result<std::vector<Attachment>> Store::queuedAttachments(int64_t queuedMessageId) {
  return during(state_->attachments.drafts({.conversationId = {}, .queuedMessageId = queuedMessageId}),
                "Reading the attachments");
}

Result<void> Store::changeQueued(int64_t queuedMessageId, const std::string& text) {
  return state_->write("Saving the message", [&] {
    return foundOr(state_->queue.change(queuedMessageId, text), "queued message", queuedMessageId);
  });
}

Result<void> Store::removeQueued(int64_t queuedMessageId) {
  auto removed = state_->write("Removing the message", [&] {
    return foundOr(state_->queue.remove(queuedMessageId), "queued message", queuedMessageId);
  });
  if (!removed) return removed;
  return state_->removeUnusedAttachments();
}

Result<Message> Store::sendQueued(int64_t queuedMessageId, std::optional<int64_t> parent) {
  return state_->write("Saving the message", [&]() -> Result<Message> {
    auto queued = foundOr(state_->queue.queued(queuedMessageId), "queued message", queuedMessageId);
    if (!queued) return std::move(queued).error();
    Message message;
    message.conversationId = queued->conversationId;
    message.parentId = parent;
    message.text = std::move(queued->text);
    auto sent = state_->add(message);
    if (!sent) return sent;
    auto attached = state_->attachments.attachDrafts(
        {.conversationId = {}, .queuedMessageId = queuedMessageId}, sent->id);
    if (!attached) return std::move(attached).error();
    auto removed = foundOr(state_->queue.remove(queuedMessageId), "queued message", queuedMessageId);
    if (!removed) return std::move(removed).error();
    return sent;
  });
}

}  // namespace hearth::storage
