#include "app/desktop/chat/chat_library.h"

#include <map>
#include <optional>
#include <utility>

#include <QJsonObject>

#include "app/desktop/parameters/parameters.h"

namespace hearth::desktop {
namespace {

using Ids = std::vector<int64_t>;

Ids idsOf(const QVariantList& list) {
  Ids ids;
  for (const QVariant& id : list) ids.push_back(id.toLongLong());
  return ids;
}

std::optional<int64_t> folderOf(qint64 id) { return id == 0 ? std::nullopt : std::optional<int64_t>(id); }

Result<std::vector<storage::Conversation>> read(storage::Store& store, const Ids& ids) {
  std::vector<storage::Conversation> found;
  for (const int64_t id : ids) {
    auto conversation = store.conversation(id);
    if (!conversation) return std::move(conversation).error();
    found.push_back(std::move(*conversation));
  }
  return found;
}

Result<storage::Folder> readFolder(storage::Store& store, int64_t id) {
  auto folders = store.folders();
  if (!folders) return std::move(folders).error();
  for (storage::Folder& folder : *folders) {
    if (folder.id == id) return std::move(folder);
  }
  return Error("The folder is not there any more. Nothing was changed");
}

QString chatsWere(size_t count, const QString& one, const QString& many) {
  return count == 1 ? one : many.arg(count);
}

template <class T>
Result<void> done(Result<T> result) {
  if (!result) return std::move(result).error();
  return {};
}

// Back into the folders they were in.
Result<void> moveBack(storage::Store& store, const std::map<std::optional<int64_t>, Ids>& places) {
  for (const auto& [folder, ids] : places) {
    if (auto moved = store.moveToFolder(std::span(ids), folder); !moved) return std::move(moved).error();
  }
  return {};
}

}  // namespace

void ChatLibrary::run(ChangeWithUndo work, const QString& undoText, std::function<void()> then,
                      std::function<void()> thenUndone) {
  storage_.run(
      std::move(work), this,
      [this, undoText, then = std::move(then), thenUndone = std::move(thenUndone)](Result<Change> change) {
        if (!change) return Q_EMIT failed(QString::fromStdString(change.error().what()));
        undo_ = std::move(*change);
        undone_ = thenUndone;
        undoText_ = undoText;
        then();
        Q_EMIT changed();
        Q_EMIT undoChanged();
      });
}

void ChatLibrary::undo() {
  if (undoText_.isEmpty()) return;
  storage_.run(std::exchange(undo_, {}), this, [this, undone = undone_](Result<void> back) {
    if (!back) return Q_EMIT failed(QString::fromStdString(back.error().what()));
    undone();
    Q_EMIT changed();
  });
  forgetUndo();
}

void ChatLibrary::forgetUndo() {
  undoText_.clear();
  Q_EMIT undoChanged();
}

// ---- Chats

void ChatLibrary::rename(qint64 id, const QString& title) {
  const QString name = title.simplified();
  if (name.isEmpty()) return;
  auto before = std::make_shared<QString>();
  run(
      [id, name = name.toStdString(), before](storage::Store& store) -> Result<Change> {
        auto old = store.conversation(id);
        if (!old) return std::move(old).error();
        if (auto renamed = store.rename(id, name, false); !renamed) return std::move(renamed).error();
        *before = QString::fromStdString(old->title);
        return Change([id, title = old->title, automatic = old->titleIsAutomatic](storage::Store& again) {
          return again.rename(id, title, automatic);
        });
      },
      tr("Renamed to “%1”").arg(name), [this, id, name] { Q_EMIT renamed(id, name); },
      [this, id, before] { Q_EMIT renamed(id, *before); });
}

void ChatLibrary::setPinned(const QVariantList& list, bool pinned) {
  const Ids ids = idsOf(list);
  if (ids.empty()) return;
  run(
      [ids, pinned](storage::Store& store) -> Result<Change> {
        auto old = read(store, ids);
        if (!old) return std::move(old).error();
        Ids toChange;
        for (const auto& conversation : *old) {
          if (conversation.pinned != pinned) toChange.push_back(conversation.id);
        }
        if (auto set = store.setPinned(std::span<const int64_t>(toChange), pinned); !set)
          return std::move(set).error();
        return Change([toChange, pinned](storage::Store& again) {
          return done(again.setPinned(std::span<const int64_t>(toChange), !pinned));
        });
      },
      pinned ? chatsWere(ids.size(), tr("The chat was pinned"), tr("%1 chats were pinned"))
             : chatsWere(ids.size(), tr("The chat was unpinned"), tr("%1 chats were unpinned")));
}

void ChatLibrary::moveToFolder(const QVariantList& list, qint64 folderId) {
  const Ids ids = idsOf(list);
  if (ids.empty()) return;
  run(
      [ids, folder = folderOf(folderId)](storage::Store& store) -> Result<Change> {
        auto old = read(store, ids);
        if (!old) return std::move(old).error();
        std::map<std::optional<int64_t>, Ids> places;
        for (const auto& conversation : *old) places[conversation.folderId].push_back(conversation.id);
        auto moved = store.moveToFolder(std::span<const int64_t>(ids), folder);
        if (!moved) return std::move(moved).error();
        return Change([places](storage::Store& again) { return moveBack(again, places); });
      },
      chatsWere(ids.size(), tr("The chat was moved"), tr("%1 chats were moved")));
}

void ChatLibrary::moveToTrash(const QVariantList& list) {
  const Ids ids = idsOf(list);
  if (ids.empty()) return;
  run(
      [ids](storage::Store& store) -> Result<Change> {
        auto moved = store.moveToTrash(std::span<const int64_t>(ids));
        if (!moved) return std::move(moved).error();
        return Change([ids](storage::Store& again) {
          return done(again.restoreFromTrash(std::span<const int64_t>(ids)));
        });
      },
      chatsWere(ids.size(), tr("The chat was moved to the trash"), tr("%1 chats were moved to the trash")),
      [this, ids] { Q_EMIT trashed(ids); }, [this, ids] { Q_EMIT restored(ids); });
}

void ChatLibrary::restore(const QVariantList& list) {
  const Ids ids = idsOf(list);
  if (ids.empty()) return;
  run(
      [ids](storage::Store& store) -> Result<Change> {
        auto back = store.restoreFromTrash(std::span<const int64_t>(ids));
        if (!back) return std::move(back).error();
        return Change(
            [ids](storage::Store& again) { return done(again.moveToTrash(std::span<const int64_t>(ids))); });
      },
      chatsWere(ids.size(), tr("The chat was restored"), tr("%1 chats were restored")));
}

void ChatLibrary::deleteForGood(const QVariantList& list) {
  storage_.run([ids = idsOf(list)](
                   storage::Store& store) { return store.deleteForGood(std::span<const int64_t>(ids)); },
               this,
               [this](Result<uint32_t> deleted) {
                 if (!deleted) return Q_EMIT failed(QString::fromStdString(deleted.error().what()));
                 forgetUndo();
                 Q_EMIT changed();
               });
}

// ---- Folders

void ChatLibrary::createFolder(qint64 parentId, const QVariantList& list) {
  auto made = std::make_shared<int64_t>(0);
  run(
      [ids = idsOf(list), parent = folderOf(parentId), name = tr("New folder").toStdString(),
       made](storage::Store& store) -> Result<Change> {
        auto old = read(store, ids);
        if (!old) return std::move(old).error();
        std::map<std::optional<int64_t>, Ids> places;
        for (const auto& conversation : *old) places[conversation.folderId].push_back(conversation.id);
        auto folder = store.createFolder(name, parent);
        if (!folder) return std::move(folder).error();
        *made = folder->id;
        if (!ids.empty()) {
          auto moved = store.moveToFolder(std::span<const int64_t>(ids), folder->id);
          if (!moved) return std::move(moved).error();
        }
        return Change([id = folder->id, places](storage::Store& again) -> Result<void> {
          if (auto back = moveBack(again, places); !back) return back;
          return again.deleteFolder(id);
        });
      },
      tr("A folder was made"), [this, made] { Q_EMIT folderCreated(*made); });
}

void ChatLibrary::renameFolder(qint64 id, const QString& name) {
  const QString text = name.simplified();
  if (text.isEmpty()) return;
  run(
      [id, text = text.toStdString()](storage::Store& store) -> Result<Change> {
        auto old = readFolder(store, id);
        if (!old) return std::move(old).error();
        if (auto renamed = store.renameFolder(id, text); !renamed) return std::move(renamed).error();
        return Change(
            [id, before = old->name](storage::Store& again) { return again.renameFolder(id, before); });
      },
      tr("Renamed to “%1”").arg(text));
}

void ChatLibrary::placeFolder(qint64 id, qint64 other, const QString& where) {
  const bool inside = where == QStringLiteral("in"), behind = where == QStringLiteral("behind");
  run(
      [id, other, inside, behind](storage::Store& store) -> Result<Change> {
        auto old = readFolder(store, id);
        if (!old) return std::move(old).error();
        auto target = readFolder(store, other);
        if (!target) return std::move(target).error();
        const std::optional<int64_t> parent = inside ? std::optional<int64_t>(other) : target->parentId;
        // Its place among the others, counted as if it were gone from where it is.
        uint32_t position = UINT32_MAX;
        if (!inside) {
          auto folders = store.folders();
          if (!folders) return std::move(folders).error();
          position = 0;
          for (const storage::Folder& folder : *folders) {
            if (folder.id == id || folder.parentId != parent) continue;
            if (folder.id == other) break;
            ++position;
          }
          position += behind;
        }
        if (auto moved = store.moveFolder(id, parent, position); !moved) return std::move(moved).error();
        return Change([id, before = old->parentId, place = static_cast<uint32_t>(old->position)](
                          storage::Store& again) { return again.moveFolder(id, before, place); });
      },
      tr("The folder was moved"));
}

void ChatLibrary::deleteFolder(qint64 id) {
  run(
      [id](storage::Store& store) -> Result<Change> {
        if (auto deleted = store.deleteFolder(id); !deleted) return std::move(deleted).error();
        return Change([id](storage::Store& again) { return again.restoreFolder(id); });
      },
      tr("The folder was deleted; its chats are still there"));
}

void ChatLibrary::restoreFolder(qint64 id) {
  run(
      [id](storage::Store& store) -> Result<Change> {
        if (auto back = store.restoreFolder(id); !back) return std::move(back).error();
        return Change([id](storage::Store& again) { return again.deleteFolder(id); });
      },
      tr("The folder was restored"));
}

void ChatLibrary::saveFolder(qint64 id, const QString& systemPrompt, const QString& modelPath,
                             const QVariantMap& parameters) {
  struct Settings {
    std::string prompt, model, parameters;
  };
  const auto write = [](storage::Store& store, int64_t folder, const Settings& set) -> Result<void> {
    if (auto prompt = store.setFolderSystemPrompt(folder, set.prompt); !prompt) return prompt;
    if (auto model = store.setFolderModel(folder, set.model); !model) return model;
    return store.setFolderParameters(folder, set.parameters);
  };
  const Settings wanted{systemPrompt.trimmed().toStdString(), modelPath.toStdString(),
                        Parameters::fromObject(QJsonObject::fromVariantMap(parameters)).toJson()};
  run(
      [id, wanted, write](storage::Store& store) -> Result<Change> {
        auto old = readFolder(store, id);
        if (!old) return std::move(old).error();
        if (auto set = write(store, id, wanted); !set) return std::move(set).error();
        return Change([id, write, before = Settings{old->systemPrompt, old->modelPath, old->parameters}](
                          storage::Store& again) { return write(again, id, before); });
      },
      tr("The folder's settings were saved"));
}

}  // namespace hearth::desktop
