// Whether, and with how much of the disk, the engine keeps what it computed of chats, so that they go on at
// once when they are opened again. Tells the engine which chats there are: what belongs to others is removed.
// GUI thread.
#pragma once

#include <QObject>
#include <QStringList>
#include <QtQmlIntegration>

#include "app/desktop/engine_worker.h"
#include "app/desktop/settings.h"

namespace hearth::desktop {

class KeptChats : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by Application")
  Q_PROPERTY(bool on READ on WRITE setOn NOTIFY changed)
  Q_PROPERTY(QStringList quotaChoices READ quotaChoices NOTIFY changed)
  Q_PROPERTY(int quotaIndex READ quotaIndex WRITE setQuotaIndex NOTIFY changed)
  Q_PROPERTY(bool empty READ empty NOTIFY changed)
  Q_PROPERTY(QString useText READ useText NOTIFY changed)
 public:
  KeptChats(EngineWorker& engine, StorageWorker& storage, Settings& settings, QString folder);

  // Tells the engine, at start-up.
  void start();
  // After chats were deleted, or may have been.
  void forgetDeleted();

  bool on() const;
  void setOn(bool on);
  QStringList quotaChoices() const;
  int quotaIndex() const;
  void setQuotaIndex(int index);
  bool empty() const { return use_.chats == 0; }
  QString useText() const;  // a sentence
  Q_INVOKABLE void clear();

 Q_SIGNALS:
  void changed();

 private:
  void tellEngine();

  EngineWorker& engine_;
  StorageWorker& storage_;
  Settings& settings_;
  QString folder_;
  ChatsOnDisk use_;
};

}  // namespace hearth::desktop
