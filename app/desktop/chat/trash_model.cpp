#include "app/desktop/chat/trash_model.h"

#include <algorithm>
#include <utility>

#include <QDateTime>

namespace hearth::desktop {
namespace {

QString daysLeft(int64_t deletedAt) {
  constexpr qint64 kDayMs = 86'400'000;
  const qint64 passed = (QDateTime::currentMSecsSinceEpoch() - deletedAt) / kDayMs;
  const auto left = static_cast<int>(std::max<qint64>(0, storage::kTrashDays - passed));
  if (left == 0) return TrashModel::tr("Is deleted for good today");
  return left == 1 ? TrashModel::tr("1 day left") : TrashModel::tr("%1 days left").arg(left);
}

}  // namespace

void TrashModel::refresh() {
  struct Trash {
    std::vector<storage::Conversation> chats;
    std::vector<storage::Folder> folders;
  };
  storage_.run(
      [](storage::Store& store) -> Result<Trash> {
        auto chats = store.trash();
        if (!chats) return std::move(chats).error();
        auto folders = store.foldersInTrash();
        if (!folders) return std::move(folders).error();
        return Trash{std::move(*chats), std::move(*folders)};
      },
      this,
      [this](Result<Trash> trash) {
        if (!trash) return Q_EMIT failed(QString::fromStdString(trash.error().what()));
        beginResetModel();
        rows_.clear();
        for (const storage::Folder& folder : trash->folders) {
          rows_.push_back({folder.id, QString::fromStdString(folder.name),
                           tr("Folder · %1").arg(daysLeft(folder.deletedAt.value_or(0))), true});
        }
        for (const storage::Conversation& chat : trash->chats) {
          const QString title =
              chat.title.empty() ? tr("New chat") : QString::fromStdString(chat.title).simplified();
          rows_.push_back({chat.id, title, daysLeft(chat.deletedAt.value_or(0)), false});
        }
        endResetModel();
        Q_EMIT countChanged();
      });
}

QVariantList TrashModel::chatIds() const {
  QVariantList ids;
  for (const Row& row : rows_) {
    if (!row.folder) ids.append(row.id);
  }
  return ids;
}

QVariant TrashModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= count()) return {};
  const Row& row = rows_[static_cast<size_t>(index.row())];
  switch (role) {
    case IdRole:
      return row.id;
    case TitleRole:
      return row.title;
    case NoteRole:
      return row.note;
    case FolderRole:
      return row.folder;
    default:
      return {};
  }
}

QHash<int, QByteArray> TrashModel::roleNames() const {
  return {{IdRole, "rowId"}, {TitleRole, "title"}, {NoteRole, "note"}, {FolderRole, "isFolder"}};
}

}  // namespace hearth::desktop
