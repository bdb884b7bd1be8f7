// The sidebar: conversations grouped by pin and day, or, while there is a query, what the search finds.
#pragma once

#include <vector>

#include <QAbstractListModel>
#include <QTimer>
#include <QtQmlIntegration>

#include "app/desktop/storage_worker.h"

namespace hearth::desktop {

class ConversationListModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by Application")
  Q_PROPERTY(QString query READ query WRITE setQuery NOTIFY queryChanged)
  Q_PROPERTY(qint64 activeId READ activeId WRITE setActiveId NOTIFY activeIdChanged)
  Q_PROPERTY(int count READ count NOTIFY countChanged)
  Q_PROPERTY(bool searching READ searching NOTIFY queryChanged)
  Q_PROPERTY(QString trashedTitle READ trashedTitle NOTIFY trashedChanged)
 public:
  enum Role { IdRole = Qt::UserRole, TitleRole, SnippetRole, SectionRole, PinnedRole, MessageIdRole };

  explicit ConversationListModel(StorageWorker& storage);

  QString query() const { return query_; }
  void setQuery(const QString& query);
  bool searching() const { return !query_.trimmed().isEmpty(); }
  qint64 activeId() const { return activeId_; }
  void setActiveId(qint64 id);
  QString trashedTitle() const { return trashedTitle_; }  // what undo would bring back; empty: nothing

  void refresh();
  Q_INVOKABLE void rename(qint64 id, const QString& title);
  Q_INVOKABLE void setPinned(qint64 id, bool pinned);
  Q_INVOKABLE void moveToTrash(qint64 id);
  Q_INVOKABLE void undoTrash();
  Q_INVOKABLE void forgetTrashed();  // the offer to undo is over; the chat stays in the trash
  Q_INVOKABLE qint64 neighbourOf(qint64 id, int step) const;  // 0: none

  int count() const { return static_cast<int>(rows_.size()); }
  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void queryChanged();
  void activeIdChanged();
  void countChanged();
  void trashedChanged();
  void trashed(qint64 id);
  void restored(qint64 id);
  void renamed(qint64 id, const QString& title);
  void failed(const QString& cause);

 private:
  struct Row {
    qint64 id = 0, messageId = 0;
    QString title, snippet, section;
    bool pinned = false;
    friend bool operator==(const Row&, const Row&) = default;
  };
  void setRows(std::vector<Row> rows);
  void change(std::function<Result<void>(storage::Store&)> work, std::function<void()> then);

  StorageWorker& storage_;
  std::vector<Row> rows_;
  QString query_;
  QTimer searchDelay_;
  qint64 activeId_ = 0;
  qint64 trashedId_ = 0;
  QString trashedTitle_;
};

}  // namespace hearth::desktop
