// The models that lie on this computer, as the rows of the library and the picker: what the scanner finds in
// Hearth's own folder, the user's folders and those of other programs; folders added and removed; models put
// into the system's trash and brought back. GUI thread.
#pragma once

#include <QObject>
#include <QSet>
#include <QtQmlIntegration>
#include <QUrl>

#include "app/desktop/library/fit_desk.h"
#include "app/desktop/library/library_options.h"
#include "app/desktop/library/row_list_model.h"
#include "app/desktop/settings.h"
#include "app/library/folder_scanner.h"

namespace hearth::desktop {

class FoundModels : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by LibraryController")
  Q_PROPERTY(hearth::desktop::RowListModel* rows READ rows CONSTANT)
  Q_PROPERTY(hearth::desktop::RowListModel* folders READ folders CONSTANT)
  Q_PROPERTY(bool scanning READ scanning NOTIFY changed)
  Q_PROPERTY(QString summary READ summary NOTIFY changed)
  Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY changed)
  Q_PROPERTY(QString trashedTitle READ trashedTitle NOTIFY trashedChanged)
 public:
  // `ownFolder`: where downloads go; `bundledPath`: the model that comes with Hearth, or empty.
  FoundModels(const LibraryOptions& options, Settings& settings, FitDesk& desk, const QString& ownFolder,
              const QString& bundledPath, const QString& cacheFile);

  RowListModel* rows() { return &rows_; }
  RowListModel* folders() { return &folders_; }
  bool scanning() const { return scanner_.scanning(); }
  QString summary() const;
  QString filter() const { return filter_; }
  void setFilter(const QString& filter);
  QString trashedTitle() const { return trashed_.title; }

  // Begins to look and to watch, once: when the page, the picker or the first steps are opened.
  Q_INVOKABLE void look();
  void setOwnFolder(const QString& folder);
  Q_INVOKABLE void rescan();
  Q_INVOKABLE void addFolder(const QUrl& folder);
  Q_INVOKABLE void removeFolder(const QString& folder);
  const library::FoundModel* find(const QString& path) const;
  // A model of a repository with this file name; null: not here.
  const library::FoundModel* findOf(const QString& repository, const QString& fileName) const;
  const library::FoundModel* largest() const;
  // Why a model is not deleted here, as a sentence; empty: it can be.
  QString whyKept(const library::FoundModel& model) const;
  bool moveToTrash(const QString& path);
  Q_INVOKABLE void undoTrash();

  Q_INVOKABLE void retranslate() {
    refreshFolders();
    refreshRows();
  }

 Q_SIGNALS:
  void changed();
  void trashedChanged();
  void announced(const QString& text);

 private:
  struct Trashed {
    QString title;
    QList<std::pair<QString, QString>> files;  // or the folder: where it lay, where it lies in the trash
  };
  QStringList userFolders() const;
  void keepUserFolders(const QStringList& folders);
  QList<library::ScanRoot> roots() const;
  void refreshFolders();
  void refreshRows();
  void putBack(const Trashed& trashed);
  QString whyFolderKept(const library::FoundModel& model) const;

  const LibraryOptions& options_;
  Settings& settings_;
  FitDesk& desk_;
  QString ownFolder_, bundledPath_, filter_;
  library::FolderScanner scanner_;
  QSet<QString> hidden_;  // in the trash, until the next scan
  Trashed trashed_;
  bool looking_ = false;
  RowListModel rows_, folders_;
};

}  // namespace hearth::desktop
