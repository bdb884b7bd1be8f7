// The queue of downloads as rows: how far, how fast, how long, in which phase, what went wrong and what
// helps. GUI thread.
#pragma once

#include <memory>

#include <QObject>
#include <QtQmlIntegration>

#include "app/desktop/library/hub_access.h"
#include "app/desktop/library/library_options.h"
#include "app/desktop/library/row_list_model.h"
#include "app/desktop/settings.h"
#include "app/library/downloads.h"

namespace hearth::desktop {

class DownloadList : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by LibraryController")
  Q_PROPERTY(hearth::desktop::RowListModel* rows READ rows CONSTANT)
  Q_PROPERTY(bool active READ active NOTIFY changed)             // something runs: keep the computer awake
  Q_PROPERTY(int waiting READ waiting NOTIFY changed)            // not ready, of all
  Q_PROPERTY(QString statusText READ statusText NOTIFY changed)  // for the status line; empty: nothing runs
  Q_PROPERTY(double fraction READ fraction NOTIFY changed)       // of what runs; -1: nothing
  Q_PROPERTY(QStringList speedChoices READ speedChoices CONSTANT)
  Q_PROPERTY(int speedIndex READ speedIndex WRITE setSpeedIndex NOTIFY changed)
  Q_PROPERTY(QString folder READ folder NOTIFY changed)
  Q_PROPERTY(bool folderIsUsual READ folderIsUsual NOTIFY changed)
 public:
  DownloadList(const LibraryOptions& options, Settings& settings, HubAccess& hub, const QString& queueFile,
               const QString& usualFolder);

  // What was in the queue goes on, if the user has allowed the hub.
  void start();
  Result<qint64> add(const library::DownloadRequest& request);
  // Of the download with this target; null: none.
  const library::DownloadState* find(const QString& target) const;

  RowListModel* rows() { return &rows_; }
  bool active() const { return active_; }
  int waiting() const;
  QString statusText() const;
  double fraction() const;
  QStringList speedChoices() const;
  int speedIndex() const;
  void setSpeedIndex(int index);
  QString folder() const;
  bool folderIsUsual() const { return folder() == usualFolder_; }
  QString freeText() const;   // "212 GB free on this disk"
  quint64 freeBytes() const;  // 0: not known

  Q_INVOKABLE void setFolder(const QUrl& folder);  // empty: the usual one
  Q_INVOKABLE void pause(const QString& key);
  // Asks for consent where there is none, and says why where Hearth works offline.
  Q_INVOKABLE void resume(const QString& key);
  Q_INVOKABLE void cancel(const QString& key);
  Q_INVOKABLE void startOver(const QString& key);
  Q_INVOKABLE void move(const QString& key, int step);

 Q_SIGNALS:
  void changed();
  void ready(const QString& title, const QString& path);
  void consentWanted(const QString& key);  // to go on with it
  void refused(const QString& sentence);

 private:
  void refresh();
  quint64 bandwidth() const;

  const LibraryOptions& options_;
  Settings& settings_;
  HubAccess& hub_;
  QString usualFolder_;
  std::unique_ptr<library::Downloads> downloads_;
  QList<library::DownloadState> states_;
  bool active_ = false, started_ = false;
  RowListModel rows_;
};

}  // namespace hearth::desktop
