// The files of the messages on the screen, for their chips.
#pragma once

#include <map>
#include <vector>

#include <QObject>
#include <QtQmlIntegration>
#include <QVariantList>

#include "app/desktop/storage_worker.h"

namespace hearth::desktop {

class SentFiles : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by ChatController")
  Q_PROPERTY(int revision READ revision NOTIFY changed)  // bind to it, then ask of()
 public:
  explicit SentFiles(StorageWorker& storage) : storage_(storage) {}

  void load(int64_t conversationId);
  void clear();
  int revision() const { return revision_; }
  Q_INVOKABLE void retranslate();
  // {fileName, detail, sha256} each; none for most messages.
  Q_INVOKABLE QVariantList of(qint64 messageId) const;

 Q_SIGNALS:
  void changed();

 private:
  StorageWorker& storage_;
  struct File {
    QString name, sha256;
    uint64_t bytes = 0;
    double share = 1;  // of its text, that the model was shown
    bool operator==(const File&) const = default;
  };

  std::map<int64_t, std::vector<File>> files_;
  int revision_ = 0;
  uint64_t loading_ = 0;  // a late result of an earlier chat is dropped
};

}  // namespace hearth::desktop
