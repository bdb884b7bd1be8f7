#include "app/desktop/commands/palette_model.h"

#include <algorithm>

#include <QRegularExpression>

#include "app/desktop/commands/fuzzy.h"
#include "app/desktop/wording.h"

namespace hearth::desktop {
namespace {

constexpr size_t kCommandsBesideChats = 4, kModelsBesideChats = 3, kRecentChats = 7;
constexpr uint32_t kHits = 40;

QString titleOr(const std::string& title) {
  return title.empty() ? PaletteModel::tr("New chat") : QString::fromStdString(title).simplified();
}

// What is typed without its filters, exclusions and quotes: the words that stand in a message.
QString wordsOf(const QString& typed) {
  static const QRegularExpression others(
      QStringLiteral("\\b[a-z]+:(\"[^\"]*\"?|\\S+)|(^|\\s)-(\"[^\"]*\"?|\\S+)|\""));
  return QString(typed).replace(others, QStringLiteral(" ")).simplified();
}

template <class Rows>
void best(Rows& rows, size_t count) {
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.score > b.score; });
  if (rows.size() > count) rows.resize(count);
}

}  // namespace

PaletteModel::PaletteModel(StorageWorker& storage, CommandRegistry& commands, ModelController& models)
    : storage_(storage), commands_(commands), models_(models) {}

void PaletteModel::setQuery(const QString& query) {
  if (query_ == query) return;
  query_ = query;
  Q_EMIT queryChanged();
  search();
}

void PaletteModel::open(const QString& query) {
  query_ = query;
  Q_EMIT queryChanged();
  search();
}

void PaletteModel::search() {
  const uint64_t search = ++search_;
  const QString typed = query_.trimmed();
  const QChar prefix = typed.isEmpty() ? QChar() : typed.front();
  if (prefix == QChar('>') || prefix == QChar('#')) return show({});
  if (prefix == QChar('@')) return searchFolders(typed.mid(1));
  if (typed.isEmpty()) {
    storage_.run([](storage::Store& store) { return store.conversations(kRecentChats); }, this,
                 [this, search](Result<std::vector<storage::Conversation>> list) {
                   if (asked(search)) show(list ? recentRows(*list) : Rows());
                 });
    return;
  }
  storage_.run([words = typed.toStdString()](storage::Store& store) { return store.search(words, kHits); },
               this,
               [this, search](Result<std::vector<storage::SearchHit>> hits) {
                 if (asked(search)) show(hits ? hitRows(*hits) : Rows());
               });
}

// Chats in the middle of what is known without the database.
void PaletteModel::show(Rows chats) {
  const QString typed = query_.trimmed();
  const QChar prefix = typed.isEmpty() ? QChar() : typed.front();
  Rows rows;
  const auto add = [&rows](Rows more) { rows.insert(rows.end(), more.begin(), more.end()); };
  if (prefix == QChar('>')) {
    add(commandRows(typed.mid(1)));
  } else if (prefix == QChar('#')) {
    add(modelRows(typed.mid(1)));
  } else if (prefix == QChar('@')) {
    add(std::move(chats));
  } else if (typed.isEmpty()) {
    add(std::move(chats));
    add(commandRows({}));
  } else {
    Rows commands = commandRows(typed), models = modelRows(typed);
    best(commands, kCommandsBesideChats);
    best(models, kModelsBesideChats);
    add(std::move(commands));
    add(std::move(models));
    add(std::move(chats));
  }
  beginResetModel();
  rows_ = std::move(rows);
  endResetModel();
  Q_EMIT countChanged();
}

PaletteModel::Rows PaletteModel::commandRows(const QString& typed) const {
  Rows rows;
  for (const WindowCommand& command : commands_.commands()) {
    const int score = fuzzyScore(typed, command.name);
    if (score == 0 || !commands_.isEnabled(command.id) || command.id == QStringLiteral("palette.open"))
      continue;
    Row row{.kind = Kind::Command,
            .title = command.name,
            .keys = commands_.keysText(command.id),
            .icon = command.icon,
            .section = tr("Commands"),
            .id = command.id,
            .score = score};
    rows.push_back(std::move(row));
  }
  best(rows, rows.size());
  return rows;
}

PaletteModel::Rows PaletteModel::modelRows(const QString& typed) const {
  Rows rows;
  for (int i = 0; i < models_.rowCount(); ++i) {
    const QModelIndex at = models_.index(i);
    const QString name = models_.data(at, ModelController::NameRole).toString();
    const int score = fuzzyScore(typed, name);
    if (score == 0 || models_.data(at, ModelController::MissingRole).toBool()) continue;
    const bool current = models_.data(at, ModelController::CurrentRole).toBool();
    rows.push_back(
        {.kind = Kind::Model,
         .title = name,
         .snippet = current ? tr("In use") : models_.data(at, ModelController::DetailRole).toString(),
         .icon = QStringLiteral("model"),
         .section = tr("Models"),
         .id = models_.data(at, ModelController::PathRole).toString(),
         .score = score});
  }
  best(rows, rows.size());
  return rows;
}

PaletteModel::Rows PaletteModel::recentRows(const std::vector<storage::Conversation>& list) const {
  Rows rows;
  for (const storage::Conversation& conversation : list) {
    rows.push_back({.title = titleOr(conversation.title),
                    .icon = conversation.pinned ? QStringLiteral("pin") : QStringLiteral("chat"),
                    .section = tr("Chats"),
                    .conversationId = conversation.id});
  }
  return rows;
}

PaletteModel::Rows PaletteModel::hitRows(const std::vector<storage::SearchHit>& hits) const {
  Rows rows;
  for (const storage::SearchHit& hit : hits) {
    rows.push_back({.title = titleOr(hit.title),
                    .snippet = hit.messageId == 0 ? QString() : snippetHtml(hit.snippet),
                    .icon = QStringLiteral("chat"),
                    .section = tr("Chats"),
                    .conversationId = hit.conversationId,
                    .messageId = hit.messageId});
  }
  return rows;
}

void PaletteModel::searchFolders(const QString& typed) {
  storage_.run([](storage::Store& store) { return store.folders(); }, this,
               [this, typed, search = search_](Result<std::vector<storage::Folder>> folders) {
                 if (!asked(search) || !folders) return;
                 Rows rows;
                 for (const storage::Folder& folder : *folders) {
                   const QString name = QString::fromStdString(folder.name);
                   const int score = fuzzyScore(typed, name);
                   if (score == 0) continue;
                   rows.push_back({.kind = Kind::Folder,
                                   .title = name,
                                   .icon = QStringLiteral("folder"),
                                   .section = tr("Folders"),
                                   .id = name,
                                   .score = score});
                 }
                 best(rows, rows.size());
                 show(std::move(rows));
               });
}

bool PaletteModel::narrows(int row) const {
  return row >= 0 && row < count() && rows_[static_cast<size_t>(row)].kind == Kind::Folder;
}

void PaletteModel::choose(int index) {
  if (index < 0 || index >= count()) return;
  const Row row = rows_[static_cast<size_t>(index)];  // a copy: what is done may change the rows
  switch (row.kind) {
    case Kind::Command:
      return commands_.trigger(row.id);
    case Kind::Model:
      return models_.load(row.id);
    case Kind::Folder:
      return setQuery(QStringLiteral("in:\"%1\" ").arg(row.id));
    case Kind::Chat:
      break;
  }
  Q_EMIT chatChosen(row.conversationId, row.messageId, row.messageId == 0 ? QString() : wordsOf(query_));
}

int PaletteModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : count(); }

QVariant PaletteModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= count()) return {};
  const Row& row = rows_[static_cast<size_t>(index.row())];
  switch (role) {
    case TitleRole:
      return row.title;
    case SnippetRole:
      return row.snippet;
    case KeysRole:
      return row.keys;
    case IconRole:
      return row.icon;
    case SectionRole:
      return row.section;
    default:
      return {};
  }
}

QHash<int, QByteArray> PaletteModel::roleNames() const {
  return {{TitleRole, "title"},
          {SnippetRole, "snippet"},
          {KeysRole, "keys"},
          {IconRole, "iconName"},
          {SectionRole, "section"}};
}

}  // namespace hearth::desktop
