#include "app/desktop/chat/conversation_list_model.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>

#include <QDateTime>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include "app/desktop/parameters/parameters.h"
#include "app/desktop/wording.h"

namespace hearth::desktop {
namespace {

constexpr std::chrono::milliseconds kSearchDelay{120};

QString dayOf(const storage::Conversation& conversation, const QDate& today) {
  using M = ConversationListModel;
  const QDate day = QDateTime::fromMSecsSinceEpoch(conversation.updatedAt).date();
  const qint64 age = day.daysTo(today);
  if (age <= 0) return M::tr("Today");
  if (age == 1) return M::tr("Yesterday");
  if (age < 7) return M::tr("This week");
  if (age < 30) return M::tr("This month");
  return M::tr("Earlier");
}

QString titleOr(const std::string& title) {
  return title.empty() ? ConversationListModel::tr("New chat") : QString::fromStdString(title).simplified();
}

// The tree in the order it is shown, folders whose parent is missing at its root.
void walk(const std::vector<storage::Folder>& folders, std::optional<int64_t> parent, int depth,
          const std::function<void(const storage::Folder&, int)>& visit) {
  for (const storage::Folder& folder : folders) {
    if (folder.parentId != parent) continue;
    visit(folder, depth);
    walk(folders, folder.id, depth + 1, visit);
  }
}

}  // namespace

ConversationListModel::ConversationListModel(StorageWorker& storage, Settings& settings)
    : storage_(storage), settings_(settings) {
  const QByteArray stored = settings_.value(kSettingCollapsedFolders).toUtf8();
  for (const QJsonValue& id : QJsonDocument::fromJson(stored).array()) collapsed_.insert(id.toInteger());
  searchDelay_.setSingleShot(true);
  searchDelay_.setInterval(kSearchDelay);
  connect(&searchDelay_, &QTimer::timeout, this, &ConversationListModel::refresh);
}

void ConversationListModel::setQuery(const QString& query) {
  if (query_ == query) return;
  query_ = query;
  searchDelay_.start();
  Q_EMIT queryChanged();
}

void ConversationListModel::setActiveId(qint64 id) {
  if (activeId_ == id) return;
  activeId_ = id;
  anchor_ = id;
  Q_EMIT activeIdChanged();
}

bool ConversationListModel::anyChat() const {
  return std::any_of(rows_.begin(), rows_.end(), [](const Row& row) { return row.kind == Chat; });
}

QVariantList ConversationListModel::folders() const {
  QVariantList list;
  walk(folders_, std::nullopt, 0, [&](const storage::Folder& folder, int depth) {
    list.append(QVariantMap{{"id", static_cast<qint64>(folder.id)},
                            {"name", QString::fromStdString(folder.name)},
                            {"depth", depth}});
  });
  return list;
}

QVariantMap ConversationListModel::folder(qint64 id) const {
  for (const storage::Folder& folder : folders_) {
    if (folder.id != id) continue;
    return {{"name", QString::fromStdString(folder.name)},
            {"systemPrompt", QString::fromStdString(folder.systemPrompt)},
            {"modelPath", QString::fromStdString(folder.modelPath)},
            {"parameters", Parameters::fromJson(folder.parameters).toObject().toVariantMap()}};
  }
  return {};
}

void ConversationListModel::setExpanded(qint64 folderId, bool expanded) {
  if (expanded) {
    collapsed_.erase(folderId);
  } else {
    collapsed_.insert(folderId);
  }
  QJsonArray ids;
  for (const qint64 id : collapsed_) ids.append(id);
  settings_.set(kSettingCollapsedFolders,
                QString::fromUtf8(QJsonDocument(ids).toJson(QJsonDocument::Compact)));
  refresh();
}

// ---- Reading

void ConversationListModel::refresh() {
  if (searching()) {
    const QString asked = query_;
    storage_.run([words = asked.toStdString()](storage::Store& store) { return store.search(words); }, this,
                 [this, asked](Result<std::vector<storage::SearchHit>> hits) {
                   if (!hits) return Q_EMIT failed(QString::fromStdString(hits.error().what()));
                   if (asked != query_) return;
                   std::vector<Row> rows;
                   for (const storage::SearchHit& hit : *hits) {
                     Row row;
                     row.id = hit.conversationId;
                     row.messageId = hit.messageId;
                     row.title = titleOr(hit.title);
                     if (hit.messageId != 0) row.snippet = snippetHtml(hit.snippet);
                     row.section = tr("Found");
                     rows.push_back(std::move(row));
                   }
                   setRows(std::move(rows));
                 });
    return;
  }
  storage_.run(
      [](storage::Store& store) -> Result<Library> {
        auto conversations = store.conversations();
        if (!conversations) return std::move(conversations).error();
        auto folders = store.folders();
        if (!folders) return std::move(folders).error();
        return Library{std::move(*conversations), std::move(*folders)};
      },
      this,
      [this](Result<Library> library) {
        if (!library) return Q_EMIT failed(QString::fromStdString(library.error().what()));
        if (!searching()) show(*library);
      });
}

void ConversationListModel::show(const Library& library) {
  folders_ = library.folders;
  Q_EMIT foldersChanged();
  const QDate today = QDate::currentDate();
  std::set<int64_t> known;
  for (const storage::Folder& folder : folders_) known.insert(folder.id);
  const auto row = [](const storage::Conversation& conversation, const QString& section) {
    Row made;
    made.id = conversation.id;
    made.title = titleOr(conversation.title);
    made.section = section;
    made.pinned = conversation.pinned;
    made.folderId = conversation.folderId.value_or(0);
    return made;
  };
  std::vector<Row> rows;
  rows.reserve(library.conversations.size() + folders_.size());
  for (const auto& conversation : library.conversations) {
    if (conversation.pinned) rows.push_back(row(conversation, tr("Pinned")));
  }
  addFolders(rows, library, std::nullopt, 0);
  for (const auto& conversation : library.conversations) {
    const bool inFolder = conversation.folderId && known.contains(*conversation.folderId);
    if (!conversation.pinned && !inFolder) rows.push_back(row(conversation, dayOf(conversation, today)));
  }
  setRows(std::move(rows));
}

void ConversationListModel::addFolders(std::vector<Row>& rows, const Library& library,
                                       std::optional<int64_t> parent, int depth) const {
  for (const storage::Folder& folder : library.folders) {
    if (folder.parentId != parent) continue;
    const auto inside = [&](const storage::Conversation& c) { return !c.pinned && c.folderId == folder.id; };
    Row row;
    row.kind = Folder;
    row.id = folder.id;
    row.title = QString::fromStdString(folder.name);
    row.section = tr("Folders");
    row.depth = depth;
    row.expanded = !collapsed_.contains(folder.id);
    row.folderId = parent.value_or(0);
    row.chats =
        static_cast<int>(std::count_if(library.conversations.begin(), library.conversations.end(), inside));
    const bool expanded = row.expanded;
    rows.push_back(row);
    if (!expanded) continue;
    addFolders(rows, library, folder.id, depth + 1);
    for (const auto& conversation : library.conversations) {
      if (!inside(conversation)) continue;
      Row chat;
      chat.id = conversation.id;
      chat.title = titleOr(conversation.title);
      chat.section = tr("Folders");
      chat.folderId = folder.id;
      chat.depth = depth + 1;
      rows.push_back(std::move(chat));
    }
  }
}

// Only what lies between the common start and the common end changes, so the list keeps its place.
void ConversationListModel::setRows(std::vector<Row> rows) {
  size_t head = 0;
  while (head < rows.size() && head < rows_.size() && rows[head] == rows_[head]) ++head;
  size_t tail = 0;
  while (tail < rows.size() - head && tail < rows_.size() - head &&
         rows[rows.size() - 1 - tail] == rows_[rows_.size() - 1 - tail]) {
    ++tail;
  }
  const auto begin = static_cast<std::ptrdiff_t>(head);
  if (rows_.size() > head + tail) {
    beginRemoveRows({}, static_cast<int>(head), static_cast<int>(rows_.size() - tail) - 1);
    rows_.erase(rows_.begin() + begin, rows_.end() - static_cast<std::ptrdiff_t>(tail));
    endRemoveRows();
  }
  if (rows.size() > head + tail) {
    beginInsertRows({}, static_cast<int>(head), static_cast<int>(rows.size() - tail) - 1);
    rows_.insert(rows_.begin() + begin, rows.begin() + begin, rows.end() - static_cast<std::ptrdiff_t>(tail));
    endInsertRows();
  }
  std::set<qint64> there;
  for (const Row& row : rows_) {
    if (row.kind == Chat && selected_.contains(row.id)) there.insert(row.id);
  }
  if (there != selected_) {
    selected_ = std::move(there);
    Q_EMIT selectionChanged();
  }
  Q_EMIT countChanged();
}

qint64 ConversationListModel::neighbourOf(qint64 id, int step) const {
  std::vector<qint64> chats;
  for (const Row& row : rows_) {
    if (row.kind == Chat) chats.push_back(row.id);
  }
  const auto found = std::find(chats.begin(), chats.end(), id);
  if (found == chats.end()) return chats.empty() ? 0 : chats.front();
  const auto neighbour = (found - chats.begin()) + step;
  return neighbour >= 0 && neighbour < std::ssize(chats) ? chats[static_cast<size_t>(neighbour)] : 0;
}

// ---- Selection

void ConversationListModel::selectionMoved() {
  if (!rows_.empty()) Q_EMIT dataChanged(index(0), index(count() - 1), {SelectedRole});
  Q_EMIT selectionChanged();
}

bool ConversationListModel::clicked(int row) {
  const Qt::KeyboardModifiers held = QGuiApplication::keyboardModifiers();
  if (held & Qt::ControlModifier) {
    toggleSelected(row);
  } else if (held & Qt::ShiftModifier) {
    selectTo(row);
  } else {
    clearSelection();
    return true;
  }
  return false;
}

void ConversationListModel::toggleSelected(int row) {
  if (row < 0 || row >= count() || rows_[static_cast<size_t>(row)].kind != Chat) return;
  const qint64 id = rows_[static_cast<size_t>(row)].id;
  if (selected_.empty() && anchor_ != 0 && anchor_ != id) {
    // The open chat is where a selection begins, as in file managers.
    const bool listed = std::any_of(rows_.begin(), rows_.end(),
                                    [&](const Row& r) { return r.kind == Chat && r.id == anchor_; });
    if (listed) selected_.insert(anchor_);
  }
  if (!selected_.erase(id)) selected_.insert(id);
  anchor_ = id;
  selectionMoved();
}

void ConversationListModel::selectTo(int row) {
  if (row < 0 || row >= count()) return;
  const auto start = std::find_if(rows_.begin(), rows_.end(),
                                  [&](const Row& r) { return r.kind == Chat && r.id == anchor_; });
  const int from = start == rows_.end() ? row : static_cast<int>(start - rows_.begin());
  selected_.clear();
  for (int i = std::min(from, row); i <= std::max(from, row); ++i) {
    if (rows_[static_cast<size_t>(i)].kind == Chat) selected_.insert(rows_[static_cast<size_t>(i)].id);
  }
  selectionMoved();
}

void ConversationListModel::selectAll() {
  for (const Row& row : rows_) {
    if (row.kind == Chat) selected_.insert(row.id);
  }
  selectionMoved();
}

void ConversationListModel::clearSelection() {
  if (selected_.empty()) return;
  selected_.clear();
  selectionMoved();
}

QVariantList ConversationListModel::selectedIds() const {
  QVariantList ids;
  for (const qint64 id : selected_) ids.append(id);
  return ids;
}

QVariantList ConversationListModel::actedOn(qint64 id) const {
  return selected_.contains(id) ? selectedIds() : QVariantList{id};
}

bool ConversationListModel::allPinned(const QVariantList& ids) const {
  return std::all_of(ids.begin(), ids.end(), [this](const QVariant& id) {
    return std::any_of(rows_.begin(), rows_.end(), [&](const Row& row) {
      return row.kind == Chat && row.id == id.toLongLong() && row.pinned;
    });
  });
}

// ---- As a model

int ConversationListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : count();
}

QVariant ConversationListModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= count()) return {};
  const Row& row = rows_[static_cast<size_t>(index.row())];
  switch (role) {
    case KindRole:
      return row.kind;
    case IdRole:
      return row.id;
    case TitleRole:
      return row.title;
    case SnippetRole:
      return row.snippet;
    case SectionRole:
      return row.section;
    case PinnedRole:
      return row.pinned;
    case MessageIdRole:
      return row.messageId;
    case DepthRole:
      return row.depth;
    case ExpandedRole:
      return row.expanded;
    case ChatsRole:
      return row.chats;
    case SelectedRole:
      return row.kind == Chat && selected_.contains(row.id);
    case FolderRole:
      return row.folderId;
    default:
      return {};
  }
}

QHash<int, QByteArray> ConversationListModel::roleNames() const {
  return {{KindRole, "kind"},           {IdRole, "rowId"},          {TitleRole, "title"},
          {SnippetRole, "snippet"},     {SectionRole, "section"},   {PinnedRole, "pinned"},
          {MessageIdRole, "messageId"}, {DepthRole, "depth"},       {ExpandedRole, "expanded"},
          {ChatsRole, "chats"},         {SelectedRole, "selected"}, {FolderRole, "folderId"}};
}

}  // namespace hearth::desktop
