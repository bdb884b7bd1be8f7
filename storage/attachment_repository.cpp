#include "storage/attachment_repository.h"

#include <utility>

namespace hearth::storage {
namespace {

// `?1` is the conversation, `?2` the queued message.
const std::string kOfOwner = " WHERE conversation_id IS ?1 AND queued_message_id IS ?2";

Attachment attachmentFrom(Row row) {
  return {.sha256 = row.text(2),
          .fileName = row.text(3),
          .mediaType = row.text(4),
          .bytes = static_cast<uint64_t>(row.integer(5)),
          .id = row.integer(0),
          .messageId = row.integer(1),
          .usage = row.text(6)};
}

}  // namespace

AttachmentRepository::AttachmentRepository(Database& database, AttachmentContents::Place place)
    : contents_(database.path(), place),
      database_(database),
      insert_(database,
              "INSERT INTO attachments (message_id, bytes, sha256, file_name, media_type)"
              " VALUES (?1, ?2, ?3, ?4, ?5)"),
      ofMessage_(database,
                 "SELECT id, message_id, sha256, file_name, media_type, bytes, usage FROM attachments"
                 " WHERE message_id = ?1 ORDER BY id"),
      inConversation_(database,
                      "SELECT a.id, a.message_id, a.sha256, a.file_name, a.media_type, a.bytes, a.usage"
                      " FROM messages m JOIN attachments a ON a.message_id = m.id"
                      " WHERE m.conversation_id = ?1 ORDER BY a.message_id, a.id"),
      setUsage_(database, "UPDATE attachments SET usage = ?2 WHERE id = ?1"),
      copy_(database,
            "INSERT INTO attachments (message_id, bytes, sha256, file_name, media_type, usage)"
            " SELECT ?2, bytes, sha256, file_name, media_type, usage FROM attachments"
            " WHERE message_id = ?1 ORDER BY id"),
      insertDraft_(
          database,
          "INSERT INTO draft_attachments (conversation_id, queued_message_id, bytes, sha256, file_name,"
          " media_type) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"),
      drafts_(database, "SELECT id, 0, sha256, file_name, media_type, bytes, '' FROM draft_attachments" +
                            kOfOwner + " ORDER BY id"),
      removeDraft_(database, "DELETE FROM draft_attachments WHERE id = ?1"),
      moveDrafts_(database,
                  "UPDATE draft_attachments SET conversation_id = ?3, queued_message_id = ?4" + kOfOwner),
      attachDrafts_(database,
                    "INSERT INTO attachments (message_id, bytes, sha256, file_name, media_type)"
                    " SELECT ?3, bytes, sha256, file_name, media_type FROM draft_attachments" +
                        kOfOwner + " ORDER BY id"),
      clearDrafts_(database, "DELETE FROM draft_attachments" + kOfOwner),
      uses_(database,
            "SELECT (SELECT count(*) FROM attachments WHERE sha256 = ?1)"
            " + (SELECT count(*) FROM draft_attachments WHERE sha256 = ?1)"),
      text_(database, "SELECT text FROM attachment_texts WHERE sha256 = ?1"),
      setText_(database,
               "INSERT INTO attachment_texts (sha256, text) VALUES (?1, ?2)"
               " ON CONFLICT (sha256) DO UPDATE SET text = excluded.text"),
      removeTexts_(database,
                   "DELETE FROM attachment_texts WHERE sha256 NOT IN (SELECT sha256 FROM attachments)"
                   " AND sha256 NOT IN (SELECT sha256 FROM draft_attachments)") {}

Result<Attachment> AttachmentRepository::add(int64_t messageId, const std::string& fileName,
                                             const std::string& mediaType,
                                             std::span<const std::byte> content) {
  Attachment attachment{.sha256 = sha256Hex(content),
                        .fileName = fileName,
                        .mediaType = mediaType,
                        .bytes = content.size(),
                        .messageId = messageId};
  if (auto kept = contents_.keep(attachment.sha256, content); !kept) return std::move(kept).error();
  auto added =
      insert_.run(messageId, static_cast<int64_t>(content.size()), attachment.sha256, fileName, mediaType);
  if (!added) return std::move(added).error();
  attachment.id = database_.lastInsertedId();
  return attachment;
}

Result<std::vector<Attachment>> AttachmentRepository::of(int64_t messageId) {
  std::vector<Attachment> list;
  auto read = ofMessage_.forEachRow([&](Row row) { list.push_back(attachmentFrom(row)); }, messageId);
  if (!read) return std::move(read).error();
  return list;
}

Result<std::vector<Attachment>> AttachmentRepository::in(int64_t conversationId) {
  std::vector<Attachment> list;
  auto read =
      inConversation_.forEachRow([&](Row row) { list.push_back(attachmentFrom(row)); }, conversationId);
  if (!read) return std::move(read).error();
  return list;
}

Result<bool> AttachmentRepository::setUsage(int64_t id, const std::string& json) {
  if (auto done = setUsage_.run(id, json); !done) return std::move(done).error();
  return database_.changes() == 1;
}

Result<void> AttachmentRepository::copy(int64_t fromMessage, int64_t toMessage) {
  return copy_.run(fromMessage, toMessage);
}

Result<Attachment> AttachmentRepository::addDraft(const DraftOwner& owner, const std::string& fileName,
                                                  const std::string& mediaType,
                                                  std::span<const std::byte> content) {
  Attachment attachment{
      .sha256 = sha256Hex(content), .fileName = fileName, .mediaType = mediaType, .bytes = content.size()};
  if (auto kept = contents_.keep(attachment.sha256, content); !kept) return std::move(kept).error();
  auto added = insertDraft_.run(owner.conversationId, owner.queuedMessageId,
                                static_cast<int64_t>(content.size()), attachment.sha256, fileName, mediaType);
  if (!added) return std::move(added).error();
  attachment.id = database_.lastInsertedId();
  return attachment;
}

Result<std::vector<Attachment>> AttachmentRepository::drafts(const DraftOwner& owner) {
  std::vector<Attachment> list;
  auto read = drafts_.forEachRow([&](Row row) { list.push_back(attachmentFrom(row)); }, owner.conversationId,
                                 owner.queuedMessageId);
  if (!read) return std::move(read).error();
  return list;
}

Result<bool> AttachmentRepository::removeDraft(int64_t id) {
  if (auto done = removeDraft_.run(id); !done) return std::move(done).error();
  return database_.changes() == 1;
}

Result<void> AttachmentRepository::moveDrafts(const DraftOwner& from, const DraftOwner& to) {
  return moveDrafts_.run(from.conversationId, from.queuedMessageId, to.conversationId, to.queuedMessageId);
}

Result<void> AttachmentRepository::attachDrafts(const DraftOwner& from, int64_t messageId) {
  auto attached = attachDrafts_.run(from.conversationId, from.queuedMessageId, messageId);
  if (!attached) return attached;
  return clearDrafts_.run(from.conversationId, from.queuedMessageId);
}

Result<std::optional<std::string>> AttachmentRepository::text(const std::string& sha256) {
  std::optional<std::string> found;
  if (auto read = text_.forEachRow([&](Row row) { found = row.text(0); }, sha256); !read)
    return std::move(read).error();
  return found;
}

Result<void> AttachmentRepository::setText(const std::string& sha256, const std::string& text) {
  return setText_.run(sha256, text);
}

Result<void> AttachmentRepository::removeUnused() {
  for (const std::string& hash : contents_.all()) {
    int64_t uses = 0;
    auto read = uses_.forEachRow([&](Row row) { uses = row.integer(0); }, hash);
    if (!read) return std::move(read).error();
    if (uses == 0) contents_.remove(hash);
  }
  return removeTexts_.run();
}

}  // namespace hearth::storage
