// What an AttachmentShelf does with files that are there: opens and saves copies, shows what the model was
// shown.
#include <algorithm>

#include <QDesktopServices>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include "app/desktop/attachments/attachment_shelf.h"
#include "app/desktop/attachments/attachment_texts.h"
#include "app/desktop/wording.h"

namespace hearth::desktop {
namespace {

// A name for a copy that no path can be made of.
QString safeName(const QString& name) {
  QString safe = QFileInfo(name).fileName();
  for (QChar& c : safe) {
    if (c == QChar('/') || c == QChar('\\') || c.category() == QChar::Other_Control) c = QChar('_');
  }
  return safe.isEmpty() || safe.startsWith(QChar('.')) ? QStringLiteral("file") + safe : safe;
}

Result<void> writeFile(const QString& path, const std::vector<std::byte>& content) {
  QFile file(path);
  const auto size = static_cast<qint64>(content.size());
  const bool written = file.open(QIODevice::WriteOnly | QIODevice::Truncate) &&
                       file.write(reinterpret_cast<const char*>(content.data()), size) == size &&
                       file.flush();
  if (!written) return Error("The file could not be saved: " + file.errorString().toStdString());
  return {};
}

}  // namespace

void AttachmentShelf::openCopy(const QString& sha256, const QString& fileName) {
  storage_.run([hash = sha256.toStdString()](storage::Store& store) { return store.attachmentContent(hash); },
               this,
               [this, sha256, fileName](Result<std::vector<std::byte>> content) {
                 if (!content) return void(Q_EMIT failed(QString::fromStdString(content.error().what())));
                 const QDir folder(QDir::tempPath() + QStringLiteral("/hearth-") + sha256.left(16));
                 QDir().mkpath(folder.path());
                 QFile::setPermissions(folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
                 const QString path = folder.filePath(safeName(fileName));
                 if (auto written = writeFile(path, *content); !written)
                   return void(Q_EMIT failed(QString::fromStdString(written.error().what())));
                 if (!QDesktopServices::openUrl(QUrl::fromLocalFile(path)))
                   Q_EMIT failed(tr("No program of this computer opens “%1”.").arg(fileName));
               });
}

void AttachmentShelf::saveCopy(const QString& sha256, const QUrl& target) {
  storage_.run([hash = sha256.toStdString()](storage::Store& store) { return store.attachmentContent(hash); },
               this,
               [this, target](Result<std::vector<std::byte>> content) {
                 auto written = content ? writeFile(target.toLocalFile(), *content)
                                        : Result<void>(std::move(content).error());
                 if (!written) Q_EMIT failed(QString::fromStdString(written.error().what()));
               });
}

void AttachmentShelf::show(qint64 messageId, const QString& fileName) {
  storage_.run(
      [messageId](storage::Store& store) { return filesOfMessage(store, messageId); }, this,
      [this, fileName](Result<std::vector<attachments::PromptFile>> files) {
        if (!files) return void(Q_EMIT failed(QString::fromStdString(files.error().what())));
        const auto file = std::find_if(files->begin(), files->end(), [&](const attachments::PromptFile& one) {
          return QString::fromStdString(one.name) == fileName;
        });
        if (file == files->end()) return void(Q_EMIT failed(tr("No text is known of “%1”.").arg(fileName)));
        QStringList passages;
        for (const attachments::Passage& passage : file->usage.passages)
          passages << QString::fromStdString(file->text.substr(passage.begin, passage.end - passage.begin))
                          .trimmed();
        const double share = file->text.empty() ? 1.0
                                                : static_cast<double>(file->usage.shownBytes()) /
                                                      static_cast<double>(file->text.size());
        const QString sentence = file->usage.whole()
                                     ? tr("The model was shown the whole text of this file.")
                                     : tr("The whole does not fit the model's context. It was shown %1 of "
                                          "the text: the beginning, and what fits "
                                          "your question best.")
                                           .arg(percentText(share));
        Q_EMIT shown(fileName, sentence, passages);
      });
}

}  // namespace hearth::desktop
