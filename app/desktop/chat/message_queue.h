// What the user wrote while an answer was being written: sent one after the other when it is their turn. Kept
// in the database, so nothing typed is lost.
#pragma once

#include <vector>

#include <QAbstractListModel>
#include <QtQmlIntegration>

#include "app/desktop/storage_worker.h"

namespace hearth::desktop {

class MessageQueue : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by ChatController")
  Q_PROPERTY(int count READ count NOTIFY countChanged)
 public:
  enum Role { IdRole = Qt::UserRole, TextRole };

  explicit MessageQueue(StorageWorker& storage) : storage_(storage) {}

  // The queue of the conversation that is open; 0: none.
  void open(qint64 conversationId);
  void reload();
  void add(const QString& text);
  const storage::QueuedMessage* find(qint64 id) const;
  const storage::QueuedMessage* first() const { return messages_.empty() ? nullptr : &messages_.front(); }
  Q_INVOKABLE void change(qint64 id, const QString& text);  // nothing left of it: removed
  Q_INVOKABLE void remove(qint64 id);

  int count() const { return static_cast<int>(messages_.size()); }
  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override { return {{IdRole, "queuedId"}, {TextRole, "text"}}; }

 Q_SIGNALS:
  void countChanged();
  void failed(const QString& cause);
  void filesTaken();  // the files of the draft wait with a message now

 private:
  void set(std::vector<storage::QueuedMessage> messages);
  void run(std::function<Result<void>(storage::Store&)> work);

  StorageWorker& storage_;
  qint64 conversationId_ = 0;
  std::vector<storage::QueuedMessage> messages_;
};

}  // namespace hearth::desktop
