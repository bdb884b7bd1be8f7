// What is in the trash: chats and folders, with the days that are left to change one's mind.
#pragma once

#include <vector>

#include <QAbstractListModel>
#include <QtQmlIntegration>

#include "app/desktop/storage_worker.h"

namespace hearth::desktop {

class TrashModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by Application")
  Q_PROPERTY(int count READ count NOTIFY countChanged)
 public:
  enum Role { IdRole = Qt::UserRole, TitleRole, NoteRole, FolderRole };

  explicit TrashModel(StorageWorker& storage) : storage_(storage) {}

  Q_INVOKABLE void refresh();
  Q_INVOKABLE void retranslate() { refresh(); }
  Q_INVOKABLE QVariantList chatIds() const;

  int count() const { return static_cast<int>(rows_.size()); }
  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void countChanged();
  void failed(const QString& cause);

 private:
  struct Row {
    qint64 id = 0;
    QString title, note;
    bool folder = false;
  };

  StorageWorker& storage_;
  std::vector<Row> rows_;
};

}  // namespace hearth::desktop
