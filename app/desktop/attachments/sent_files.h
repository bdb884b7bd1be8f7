// The files of the messages on the screen, for their chips.
#pragma once

#include <map>

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
  // {fileName, detail, sha256} each; none for most messages.
  Q_INVOKABLE QVariantList of(qint64 messageId) const;

 Q_SIGNALS:
  void changed();

 private:
  StorageWorker& storage_;
  std::map<int64_t, QVariantList> files_;
  int revision_ = 0;
  uint64_t loading_ = 0;  // a late result of an earlier chat is dropped
};

}  // namespace hearth::desktop
