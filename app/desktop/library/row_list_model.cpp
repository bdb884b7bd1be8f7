#include "app/desktop/library/row_list_model.h"

#include <QSet>

namespace hearth::desktop {
namespace {

QString keyOf(const QVariantMap& row) { return row.value(QStringLiteral("key")).toString(); }

}  // namespace

RowListModel::RowListModel(const QList<QByteArray>& roles, QObject* parent)
    : QAbstractListModel(parent), roles_(roles) {
  roles_.prepend("key");
}

int RowListModel::indexOf(const QString& key) const {
  for (int i = 0; i < count(); ++i) {
    if (keyOf(rows_[i]) == key) return i;
  }
  return -1;
}

QVariantMap RowListModel::at(int row) const { return row >= 0 && row < count() ? rows_[row] : QVariantMap(); }

void RowListModel::setRows(const QList<QVariantMap>& rows) {
  const auto before = rows_.size();
  QSet<QString> kept;
  for (const QVariantMap& row : rows) kept.insert(keyOf(row));
  for (int i = count() - 1; i >= 0; --i) {
    if (kept.contains(keyOf(rows_[i]))) continue;
    beginRemoveRows({}, i, i);
    rows_.removeAt(i);
    endRemoveRows();
  }
  for (int i = 0; i < static_cast<int>(rows.size()); ++i) {
    const bool inPlace = i < count() && keyOf(rows_[i]) == keyOf(rows[i]);
    const int from = inPlace ? i : indexOf(keyOf(rows[i]));
    if (from < 0) {
      beginInsertRows({}, i, i);
      rows_.insert(i, rows[i]);
      endInsertRows();
      continue;
    }
    if (from != i) {
      beginMoveRows({}, from, from, {}, i);  // from > i: the rows before i are in place
      rows_.move(from, i);
      endMoveRows();
    }
    if (rows_[i] == rows[i]) continue;
    rows_[i] = rows[i];
    Q_EMIT dataChanged(index(i), index(i));
  }
  if (before != rows_.size()) Q_EMIT countChanged();
}

void RowListModel::update(const QString& key, const QVariantMap& changes) {
  const int row = indexOf(key);
  if (row < 0) return;
  QVariantMap changed = rows_[row];
  changed.insert(changes);
  if (changed == rows_[row]) return;
  rows_[row] = changed;
  Q_EMIT dataChanged(index(row), index(row));
}

QVariant RowListModel::data(const QModelIndex& index, int role) const {
  const int which = role - Qt::UserRole;
  if (!index.isValid() || index.row() >= count() || which < 0 || which >= roles_.size()) return {};
  return rows_[index.row()].value(QString::fromLatin1(roles_[which]), QString());
}

QHash<int, QByteArray> RowListModel::roleNames() const {
  QHash<int, QByteArray> names;
  for (int i = 0; i < static_cast<int>(roles_.size()); ++i) names.insert(Qt::UserRole + i, roles_[i]);
  return names;
}

}  // namespace hearth::desktop
