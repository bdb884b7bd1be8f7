// A list of rows for QML: each a map of role names to values, told apart by its "key". New rows are compared
// with the old ones, so that a view keeps its place, its current row and its delegates.
#pragma once

#include <QAbstractListModel>
#include <QByteArray>
#include <QList>
#include <QtQmlIntegration>
#include <QVariantMap>

namespace hearth::desktop {

class RowListModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by the view-models of the library")
  Q_PROPERTY(int count READ count NOTIFY countChanged)
 public:
  // `roles` without "key", which is always there. A role that a row lacks is an empty text.
  explicit RowListModel(const QList<QByteArray>& roles, QObject* parent = nullptr);

  // Keys are unique.
  void setRows(const QList<QVariantMap>& rows);
  // Changes some roles of one row; nothing when there is none with this key.
  void update(const QString& key, const QVariantMap& changes);
  const QList<QVariantMap>& rows() const { return rows_; }
  int count() const { return static_cast<int>(rows_.size()); }
  Q_INVOKABLE int indexOf(const QString& key) const;
  Q_INVOKABLE QVariantMap at(int row) const;

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void countChanged();

 private:
  QList<QByteArray> roles_;
  QList<QVariantMap> rows_;
};

}  // namespace hearth::desktop
