// Attached files, of messages and of what is not sent yet: rows that name their content, and the text within
// it. Storage thread only; the caller opens the transactions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runtime/base/result.h"
#include "storage/attachment_contents.h"
#include "storage/database.h"
#include "storage/records.h"
#include "storage/statement.h"

namespace hearth::storage {

// What an attachment that is not sent yet belongs to. Both empty: the new chat.
struct DraftOwner {
  std::optional<int64_t> conversationId;
  std::optional<int64_t> queuedMessageId;
};

class AttachmentRepository {
 public:
  AttachmentRepository(Database& database, AttachmentContents::Place place);

  // Inside a write transaction, which keeps removeUnused() of other processes away until the row is there.
  Result<Attachment> add(int64_t messageId, const std::string& fileName, const std::string& mediaType,
                         std::span<const std::byte> content);
  Result<std::vector<Attachment>> of(int64_t messageId);
  Result<std::vector<Attachment>> in(int64_t conversationId);
  Result<bool> setUsage(int64_t id, const std::string& json);
  // The same files, for another message.
  Result<void> copy(int64_t fromMessage, int64_t toMessage);

  Result<Attachment> addDraft(const DraftOwner& owner, const std::string& fileName,
                              const std::string& mediaType, std::span<const std::byte> content);
  Result<std::vector<Attachment>> drafts(const DraftOwner& owner);
  Result<bool> removeDraft(int64_t id);
  Result<void> moveDrafts(const DraftOwner& from, const DraftOwner& to);
  Result<void> attachDrafts(const DraftOwner& from, int64_t messageId);

  Result<std::vector<std::byte>> content(const std::string& sha256) const {
    return contents_.content(sha256);
  }
  Result<std::optional<std::string>> text(const std::string& sha256);
  Result<void> setText(const std::string& sha256, const std::string& text);
  // Removes the contents and texts that no row names. Inside a write transaction.
  Result<void> removeUnused();

 private:
  AttachmentContents contents_;
  Database& database_;
  Statement insert_, ofMessage_, inConversation_, setUsage_, copy_, insertDraft_, drafts_, removeDraft_,
      moveDrafts_, attachDrafts_, clearDrafts_, uses_, text_, setText_, removeTexts_;
};

}  // namespace hearth::storage
