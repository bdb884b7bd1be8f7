// The sidebar: pinned chats, folders with what is in them, the rest by day; or, while there is a query, what
// the search finds. Also which rows are selected.
#pragma once

#include <set>
#include <vector>

#include <QAbstractListModel>
#include <QTimer>
#include <QtQmlIntegration>
#include <QVariant>

#include "app/desktop/settings.h"
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
  Q_PROPERTY(int selectedCount READ selectedCount NOTIFY selectionChanged)
  Q_PROPERTY(bool anyChat READ anyChat NOTIFY countChanged)
  // {id, name, depth} of all folders in the order of the tree, for menus.
  Q_PROPERTY(QVariantList folders READ folders NOTIFY foldersChanged)
 public:
  enum Kind { Chat, Folder };
  Q_ENUM(Kind)
  enum Role {
    KindRole = Qt::UserRole,
    IdRole,
    TitleRole,
    SnippetRole,
    SectionRole,
    PinnedRole,
    MessageIdRole,
    DepthRole,
    ExpandedRole,
    ChatsRole,
    SelectedRole,
    FolderRole
  };

  ConversationListModel(StorageWorker& storage, Settings& settings);

  QString query() const { return query_; }
  void setQuery(const QString& query);
  bool searching() const { return !query_.trimmed().isEmpty(); }
  qint64 activeId() const { return activeId_; }
  void setActiveId(qint64 id);
  bool anyChat() const;
  QVariantList folders() const;

  void refresh();
  Q_INVOKABLE void retranslate() { refresh(); }  // days and groups are kept as words
  Q_INVOKABLE void setExpanded(qint64 folderId, bool expanded);
  Q_INVOKABLE qint64 neighbourOf(qint64 id, int step) const;  // 0: none
  // Name, prompt, model and parameters of a folder, for its sheet.
  Q_INVOKABLE QVariantMap folder(qint64 id) const;

  // ---- Selection (chats only)
  int selectedCount() const { return static_cast<int>(selected_.size()); }
  // What a click on a chat means with the keys that are held: true: it is to be opened.
  Q_INVOKABLE bool clicked(int row);
  Q_INVOKABLE void toggleSelected(int row);
  Q_INVOKABLE void selectTo(int row);  // all from where the last toggle or open was
  Q_INVOKABLE void selectAll();
  Q_INVOKABLE void clearSelection();
  // What an action on this chat is about: the selection when the chat is part of it, else the chat.
  Q_INVOKABLE QVariantList actedOn(qint64 id) const;
  Q_INVOKABLE QVariantList selectedIds() const;
  Q_INVOKABLE bool allPinned(const QVariantList& ids) const;

  int count() const { return static_cast<int>(rows_.size()); }
  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 Q_SIGNALS:
  void queryChanged();
  void activeIdChanged();
  void countChanged();
  void selectionChanged();
  void foldersChanged();
  void failed(const QString& cause);

 private:
  struct Row {
    Kind kind = Chat;
    qint64 id = 0, messageId = 0, folderId = 0;
    QString title{}, snippet{}, section{};
    bool pinned = false, expanded = false;
    int depth = 0, chats = 0;
    friend bool operator==(const Row&, const Row&) = default;
  };
  struct Library {
    std::vector<storage::Conversation> conversations;
    std::vector<storage::Folder> folders;
  };
  void show(const Library& library);
  void addFolders(std::vector<Row>& rows, const Library& library, std::optional<int64_t> parent,
                  int depth) const;
  void setRows(std::vector<Row> rows);
  void selectionMoved();

  StorageWorker& storage_;
  Settings& settings_;
  std::vector<Row> rows_;
  std::vector<storage::Folder> folders_;
  std::set<qint64> collapsed_, selected_;
  qint64 anchor_ = 0;  // the chat a range begins with
  QString query_;
  QTimer searchDelay_;
  qint64 activeId_ = 0;
};

}  // namespace hearth::desktop
