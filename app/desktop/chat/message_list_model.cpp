#include "app/desktop/chat/message_list_model.h"

#include <algorithm>
#include <utility>

#include <QQmlEngine>

#include "app/desktop/look/retranslation.h"

namespace hearth::desktop {
namespace {

constexpr int kPageRows = 40;        // fetched on either side of a row that is looked at
constexpr int kAheadRows = 20;       // text that is missing this near is fetched before it is needed
constexpr size_t kItemsMax = 400;    // kept; those without a delegate go beyond this
constexpr size_t kDroppedATime = 4;  // items: taking hundreds down at once holds up the window

// A finished message never changes its text: id and state tell enough.
bool looksSame(const storage::Message& a, const storage::Message& b) {
  return a.id == b.id && a.siblingIndex == b.siblingIndex && a.siblingCount == b.siblingCount &&
         a.state == b.state;
}

}  // namespace

MessageListModel::MessageListModel() {
  wantTimer_.setSingleShot(true);
  wantTimer_.setInterval(0);
  connect(&wantTimer_, &QTimer::timeout, this, &MessageListModel::askForWanted);
}

void MessageListModel::setBranch(BranchView next) {
  size_t common = 0;
  while (common < next.messages.size() && common < branch_.size() &&
         looksSame(next.messages[common], branch_[common])) {
    ++common;
  }
  wantedRows_.clear();
  asked_.clear();
  if (common == 0) {
    beginResetModel();
    auto leaving = std::exchange(items_, {});  // outlive their delegates
    branch_ = std::move(next.messages);
    missing_ = std::move(next.missing);
    endResetModel();
    for (auto& [id, item] : leaving) MessageItem::abandon(std::move(item));
    Q_EMIT countChanged();
    return;
  }
  const auto offset = static_cast<std::ptrdiff_t>(common);
  if (branch_.size() > common) {
    beginRemoveRows({}, static_cast<int>(common), count() - 1);
    std::vector<std::unique_ptr<MessageItem>> leaving;  // outlive their delegates
    for (size_t row = common; row < branch_.size(); ++row) {
      if (auto node = items_.extract(branch_[row].id)) leaving.push_back(std::move(node.mapped()));
    }
    branch_.resize(common);
    missing_.resize(common);
    endRemoveRows();
    for (auto& item : leaving) MessageItem::abandon(std::move(item));
  }
  // Texts that have come with the new view and were not there before.
  std::vector<storage::Message> texts;
  for (size_t row = 0; row < common; ++row) {
    if (missing_[row] != 0 && next.missing[row] == 0) texts.push_back(std::move(next.messages[row]));
  }
  if (next.messages.size() > common) {
    beginInsertRows({}, static_cast<int>(common), static_cast<int>(next.messages.size()) - 1);
    std::move(next.messages.begin() + offset, next.messages.end(), std::back_inserter(branch_));
    missing_.insert(missing_.end(), next.missing.begin() + offset, next.missing.end());
    endInsertRows();
  }
  provide(std::move(texts));
  Q_EMIT countChanged();
}

void MessageListModel::provide(std::vector<storage::Message> messages) {
  for (storage::Message& message : messages) {
    asked_.erase(message.id);
    const int row = rowOf(message.id);
    if (row < 0 || missing_[static_cast<size_t>(row)] == 0) continue;
    missing_[static_cast<size_t>(row)] = 0;
    branch_[static_cast<size_t>(row)] = std::move(message);
    const storage::Message& kept = branch_[static_cast<size_t>(row)];
    if (const auto found = items_.find(kept.id); found != items_.end()) found->second->load(kept);
  }
}

void MessageListModel::want(int row) const {
  wantedRows_.insert(row);
  if (!wantTimer_.isActive()) wantTimer_.start();
}

std::vector<int64_t> MessageListModel::missingAround(int row) const {
  std::vector<int64_t> ids;
  for (int near = std::max(0, row - kPageRows); near < std::min(count(), row + kPageRows); ++near) {
    if (missing_[static_cast<size_t>(near)] != 0) ids.push_back(branch_[static_cast<size_t>(near)].id);
  }
  return ids;
}

void MessageListModel::askForWanted() {
  std::set<int64_t> ids;
  for (const int row : std::exchange(wantedRows_, {})) {
    for (const int64_t id : missingAround(row)) {
      if (asked_.insert(id).second) ids.insert(id);
    }
  }
  if (!ids.empty()) Q_EMIT textsWanted({ids.begin(), ids.end()});
}

bool MessageListModel::isLoaded(qint64 messageId) const {
  const int row = rowOf(messageId);
  return row >= 0 && missing_[static_cast<size_t>(row)] == 0;
}

// Items without a delegate are only a cache of parsed text. Those near `row` may be about to get one.
void MessageListModel::dropUnseenItems(int row) const {
  if (items_.size() <= kItemsMax) return;
  const size_t enough = items_.size() - kDroppedATime;
  for (auto item = items_.begin(); item != items_.end() && items_.size() > enough;) {
    const bool near = std::abs(rowOf(item->first) - row) < kPageRows;
    const bool keep = near || item->second->seen() || item->second->state() == MessageItem::Writing;
    item = keep ? std::next(item) : items_.erase(item);
  }
}

void MessageListModel::setSummaries(const std::vector<storage::Summary>& summaries) {
  summaries_.clear();
  for (const storage::Summary& summary : summaries)
    summaries_[summary.messageId] = QString::fromStdString(summary.text);
  for (const auto& [id, item] : items_) {
    const auto found = summaries_.find(id);
    item->setSummary(found == summaries_.end() ? QString() : found->second);
  }
}

const storage::Message* MessageListModel::find(qint64 messageId) const {
  const int row = rowOf(messageId);
  return row < 0 ? nullptr : &branch_[static_cast<size_t>(row)];
}

int MessageListModel::rowOf(qint64 messageId) const {
  // A parent is older than its children: ids ascend along a branch.
  const auto found =
      std::lower_bound(branch_.begin(), branch_.end(), messageId,
                       [](const storage::Message& message, qint64 id) { return message.id < id; });
  return found == branch_.end() || found->id != messageId ? -1 : static_cast<int>(found - branch_.begin());
}

MessageItem* MessageListModel::item(qint64 messageId) {
  const int row = rowOf(messageId);
  return row < 0 ? nullptr : index(row).data(MessageRole).value<MessageItem*>();
}

storage::Message* MessageListModel::record(qint64 messageId) {
  const int row = rowOf(messageId);
  return row < 0 ? nullptr : &branch_[static_cast<size_t>(row)];
}

void MessageListModel::appendAnswer(qint64 messageId, const std::string& utf8) {
  storage::Message* message = record(messageId);
  if (!message) return;
  message->text += utf8;
  if (const auto found = items_.find(messageId); found != items_.end()) found->second->appendAnswer(utf8);
}

void MessageListModel::appendThinking(qint64 messageId, const std::string& utf8) {
  storage::Message* message = record(messageId);
  if (!message) return;
  message->thinking += utf8;
  if (const auto found = items_.find(messageId); found != items_.end()) found->second->appendThinking(utf8);
}

void MessageListModel::answerWasThinking(qint64 messageId) {
  storage::Message* message = record(messageId);
  if (!message) return;
  message->thinking += std::exchange(message->text, {});
  if (const auto found = items_.find(messageId); found != items_.end()) found->second->answerWasThinking();
}

void MessageListModel::setProgress(qint64 messageId, const QString& progress) {
  if (const auto found = items_.find(messageId); found != items_.end()) found->second->setProgress(progress);
}

void MessageListModel::finish(qint64 messageId, storage::MessageState state,
                              const std::optional<storage::MessageStats>& stats, const std::string& error) {
  storage::Message* message = record(messageId);
  if (!message) return;
  message->state = state;
  message->stats = stats;
  message->error = error;
  if (const auto found = items_.find(messageId); found != items_.end())
    found->second->finish(state, stats, error);
}

void MessageListModel::retranslate() {
  for (const auto& [id, item] : items_) desktop::retranslate(*item);
}

int MessageListModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : count(); }

QVariant MessageListModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= count() || role != MessageRole) return {};
  const storage::Message& message = branch_[static_cast<size_t>(index.row())];
  const auto isMissing = [this](int row) {
    return row >= 0 && row < count() && missing_[static_cast<size_t>(row)] != 0;
  };
  const int row = index.row();
  if (isMissing(row) || isMissing(row - kAheadRows) || isMissing(row + kAheadRows)) want(row);
  if (const auto found = items_.find(message.id); found != items_.end()) {
    return QVariant::fromValue(found->second.get());
  }
  dropUnseenItems(row);
  const uint32_t missing = missing_[static_cast<size_t>(index.row())];
  auto& item = items_[message.id] = std::make_unique<MessageItem>(message, missing);
  if (const auto summary = summaries_.find(message.id); summary != summaries_.end())
    item->setSummary(summary->second);
  QQmlEngine::setObjectOwnership(item.get(), QQmlEngine::CppOwnership);
  return QVariant::fromValue(item.get());
}

QHash<int, QByteArray> MessageListModel::roleNames() const { return {{MessageRole, "message"}}; }

}  // namespace hearth::desktop
