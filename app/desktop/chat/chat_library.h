// What a user does to chats and folders in the list: rename, pin, sort into folders, throw away. Each change
// can be taken back until the next one, many chats at once as well as one.
#pragma once

#include <functional>
#include <vector>

#include <QObject>
#include <QtQmlIntegration>
#include <QVariant>

#include "app/desktop/storage_worker.h"

namespace hearth::desktop {

class ChatLibrary : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by Application")
  // What undo() would take back, as the toast says it; empty: nothing.
  Q_PROPERTY(QString undoText READ undoText NOTIFY undoChanged)
 public:
  explicit ChatLibrary(StorageWorker& storage) : storage_(storage) {}

  QString undoText() const { return undoText_; }
  Q_INVOKABLE void undo();
  Q_INVOKABLE void forgetUndo();  // the offer is over; what was done stays

  Q_INVOKABLE void rename(qint64 id, const QString& title);
  // `ids` are lists of conversation ids.
  Q_INVOKABLE void setPinned(const QVariantList& ids, bool pinned);
  Q_INVOKABLE void moveToFolder(const QVariantList& ids, qint64 folderId);  // 0: out of all folders
  Q_INVOKABLE void moveToTrash(const QVariantList& ids);
  Q_INVOKABLE void restore(const QVariantList& ids);
  Q_INVOKABLE void deleteForGood(const QVariantList& ids);  // of those in the trash; asked before

  // Announced by folderCreated(); with chats in it when `ids` are given.
  Q_INVOKABLE void createFolder(qint64 parentId, const QVariantList& ids);
  Q_INVOKABLE void renameFolder(qint64 id, const QString& name);
  // "before", "in" or "behind" another.
  Q_INVOKABLE void placeFolder(qint64 id, qint64 other, const QString& where);
  Q_INVOKABLE void deleteFolder(qint64 id);  // its chats stay
  Q_INVOKABLE void restoreFolder(qint64 id);
  // What chats in it start with; `parameters` as in Parameters.
  Q_INVOKABLE void saveFolder(qint64 id, const QString& systemPrompt, const QString& modelPath,
                              const QVariantMap& parameters);

 Q_SIGNALS:
  void changed();  // lists should read again
  void undoChanged();
  void renamed(qint64 id, const QString& title);
  void trashed(const std::vector<int64_t>& ids);
  void restored(const std::vector<int64_t>& ids);
  void folderCreated(qint64 id);
  void failed(const QString& cause);

 private:
  using Change = std::function<Result<void>(storage::Store&)>;
  // What takes a change back, made on the storage thread from how things stood before it.
  using ChangeWithUndo = std::function<Result<Change>(storage::Store&)>;
  void run(
      ChangeWithUndo work, const QString& undoText, std::function<void()> then = [] {},
      std::function<void()> thenUndone = [] {});

  StorageWorker& storage_;
  QString undoText_;
  Change undo_;
  std::function<void()> undone_;
};

}  // namespace hearth::desktop
