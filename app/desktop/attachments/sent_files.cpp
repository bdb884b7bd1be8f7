#include "app/desktop/attachments/sent_files.h"

#include "app/attachments/passages.h"
#include "app/desktop/wording.h"

namespace hearth::desktop {

void SentFiles::load(int64_t conversationId) {
  storage_.run([conversationId](storage::Store& store) { return store.attachmentsIn(conversationId); }, this,
               [this, loading = ++loading_](Result<std::vector<storage::Attachment>> attachments) {
                 if (!attachments || loading != loading_) return;  // chips are missing, the chat is not
                 std::map<int64_t, QVariantList> files;
                 for (const storage::Attachment& attachment : *attachments) {
                   QString detail = bytesText(attachment.bytes);
                   const double share = attachments::shownShare(attachment.usage);
                   if (share < 1) detail += tr(" · %1 of it shown").arg(percentText(share));
                   files[attachment.messageId]
                       << QVariantMap{{"fileName", QString::fromStdString(attachment.fileName)},
                                      {"detail", detail},
                                      {"sha256", QString::fromStdString(attachment.sha256)}};
                 }
                 if (files == files_) return;
                 files_ = std::move(files);
                 ++revision_;
                 Q_EMIT changed();
               });
}

void SentFiles::clear() {
  ++loading_;
  if (files_.empty()) return;
  files_.clear();
  ++revision_;
  Q_EMIT changed();
}

QVariantList SentFiles::of(qint64 messageId) const {
  const auto found = files_.find(messageId);
  return found == files_.end() ? QVariantList() : found->second;
}

}  // namespace hearth::desktop
