#include "app/desktop/attachments/sent_files.h"

#include "app/attachments/passages.h"
#include "app/desktop/wording.h"

namespace hearth::desktop {

void SentFiles::load(int64_t conversationId) {
  storage_.run(
      [conversationId](storage::Store& store) { return store.attachmentsIn(conversationId); }, this,
      [this, loading = ++loading_](Result<std::vector<storage::Attachment>> attachments) {
        if (!attachments || loading != loading_) return;  // chips are missing, the chat is not
        std::map<int64_t, std::vector<File>> files;
        for (const storage::Attachment& attachment : *attachments) {
          files[attachment.messageId].push_back({QString::fromStdString(attachment.fileName),
                                                 QString::fromStdString(attachment.sha256), attachment.bytes,
                                                 attachments::shownShare(attachment.usage)});
        }
        if (files == files_) return;
        files_ = std::move(files);
        ++revision_;
        Q_EMIT changed();
      });
}

void SentFiles::retranslate() {
  ++revision_;
  Q_EMIT changed();
}

void SentFiles::clear() {
  ++loading_;
  if (files_.empty()) return;
  files_.clear();
  ++revision_;
  Q_EMIT changed();
}

QVariantList SentFiles::of(qint64 messageId) const {
  QVariantList described;
  const auto found = files_.find(messageId);
  if (found == files_.end()) return described;
  for (const File& file : found->second) {
    const QString size = bytesText(file.bytes);
    described << QVariantMap{
        {"fileName", file.name},
        {"detail", file.share < 1 ? tr("%1 · %2 of it shown").arg(size, percentText(file.share)) : size},
        {"sha256", file.sha256}};
  }
  return described;
}

}  // namespace hearth::desktop
