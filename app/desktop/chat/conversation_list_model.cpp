#include "app/desktop/chat/conversation_list_model.h"

#include <QDateTime>

namespace hearth::desktop {
namespace {

constexpr std::chrono::milliseconds kSearchDelay{120};

QString sectionOf(const storage::Conversation& conversation, const QDate& today) {
  using M = ConversationListModel;
  if (conversation.pinned) return M::tr("Pinned");
  const QDate day = QDateTime::fromMSecsSinceEpoch(conversation.updatedAt).date();
  const qint64 age = day.daysTo(today);
  if (age <= 0) return M::tr("Today");
  if (age == 1) return M::tr("Yesterday");
  if (age < 7) return M::tr("This week");
  if (age < 30) return M::tr("This month");
  return M::tr("Earlier");
}

// The store marks matches with \x01 and \x02.
QString snippetHtml(const std::string& snippet) {
  return QString::fromStdString(snippet)
      .simplified()
      .toHtmlEscaped()
      .replace(QChar(1), QStringLiteral("<b>"))
      .replace(QChar(2), QStringLiteral("</b>"));
}

QString titleOr(const std::string& title) {
  return title.empty() ? ConversationListModel::tr("New chat") : QString::fromStdString(title).simplified();
}

}  // namespace

ConversationListModel::ConversationListModel(StorageWorker& storage) : storage_(storage) {
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
  Q_EMIT activeIdChanged();
}

void ConversationListModel::refresh() {
  if (searching()) {
    const QString asked = query_;
    storage_.run([words = asked.toStdString()](storage::Store& store) { return store.search(words); }, this,
                 [this, asked](Result<std::vector<storage::SearchHit>> hits) {
                   if (!hits) return Q_EMIT failed(QString::fromStdString(hits.error().what()));
                   if (asked != query_) return;
                   std::vector<Row> rows;
                   for (const storage::SearchHit& hit : *hits) {
                     rows.push_back({hit.conversationId, hit.messageId, titleOr(hit.title),
                                     hit.messageId == 0 ? QString() : snippetHtml(hit.snippet), tr("Found"), false});
                   }
                   setRows(std::move(rows));
                 });
    return;
  }
  storage_.run([](storage::Store& store) { return store.conversations(); }, this,
               [this](Result<std::vector<storage::Conversation>> list) {
                 if (!list) return Q_EMIT failed(QString::fromStdString(list.error().what()));
                 if (searching()) return;
                 const QDate today = QDate::currentDate();
                 std::vector<Row> rows;
                 rows.reserve(list->size());
                 for (const storage::Conversation& conversation : *list) {
                   rows.push_back({conversation.id, 0, titleOr(conversation.title), {},
                                   sectionOf(conversation, today), conversation.pinned});
                 }
                 setRows(std::move(rows));
               });
}

// Only what lies between the common start and the common end changes, so the list keeps its place.
void ConversationListModel::setRows(std::vector<Row> rows) {
  const auto same = [](const Row& a, const Row& b) { return a == b; };
  size_t head = 0;
  while (head < rows.size() && head < rows_.size() && same(rows[head], rows_[head])) ++head;
  size_t tail = 0;
  while (tail < rows.size() - head && tail < rows_.size() - head &&
         same(rows[rows.size() - 1 - tail], rows_[rows_.size() - 1 - tail])) {
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
  Q_EMIT countChanged();
}

void ConversationListModel::change(std::function<Result<void>(storage::Store&)> work, std::function<void()> then) {
  storage_.run(std::move(work), this, [this, then = std::move(then)](Result<void> done) {
    if (!done) return Q_EMIT failed(QString::fromStdString(done.error().what()));
    then();
    refresh();
  });
}

void ConversationListModel::rename(qint64 id, const QString& title) {
  const QString name = title.simplified();
  if (name.isEmpty()) return;
  change([id, text = name.toStdString()](storage::Store& store) { return store.rename(id, text, false); },
         [this, id, name] { Q_EMIT renamed(id, name); });
}

void ConversationListModel::setPinned(qint64 id, bool pinned) {
  change([id, pinned](storage::Store& store) { return store.setPinned(id, pinned); }, [] {});
}

void ConversationListModel::moveToTrash(qint64 id) {
  QString title;
  for (const Row& row : rows_) {
    if (row.id == id) title = row.title;
  }
  change([id](storage::Store& store) { return store.moveToTrash(id); },
         [this, id, title] {
           trashedId_ = id;
           trashedTitle_ = title;
           Q_EMIT trashedChanged();
           Q_EMIT trashed(id);
         });
}

void ConversationListModel::undoTrash() {
  if (trashedId_ == 0) return;
  const qint64 id = trashedId_;
  change([id](storage::Store& store) { return store.restoreFromTrash(id); },
         [this, id] {
           forgetTrashed();
           Q_EMIT restored(id);
         });
}

void ConversationListModel::forgetTrashed() {
  trashedId_ = 0;
  trashedTitle_.clear();
  Q_EMIT trashedChanged();
}

qint64 ConversationListModel::neighbourOf(qint64 id, int step) const {
  for (size_t row = 0; row < rows_.size(); ++row) {
    if (rows_[row].id != id) continue;
    const auto neighbour = static_cast<std::ptrdiff_t>(row) + step;
    const bool exists = neighbour >= 0 && neighbour < static_cast<std::ptrdiff_t>(rows_.size());
    return exists ? rows_[static_cast<size_t>(neighbour)].id : 0;
  }
  return rows_.empty() ? 0 : rows_.front().id;
}

int ConversationListModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : count(); }

QVariant ConversationListModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= count()) return {};
  const Row& row = rows_[static_cast<size_t>(index.row())];
  switch (role) {
    case IdRole: return row.id;
    case TitleRole: return row.title;
    case SnippetRole: return row.snippet;
    case SectionRole: return row.section;
    case PinnedRole: return row.pinned;
    case MessageIdRole: return row.messageId;
    default: return {};
  }
}

QHash<int, QByteArray> ConversationListModel::roleNames() const {
  return {{IdRole, "conversationId"}, {TitleRole, "title"},   {SnippetRole, "snippet"},
          {SectionRole, "section"},   {PinnedRole, "pinned"}, {MessageIdRole, "messageId"}};
}

}  // namespace hearth::desktop
