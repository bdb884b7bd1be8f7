#include "app/desktop/chat/message_list_model.h"

#include <algorithm>
#include <utility>

#include <QQmlEngine>

namespace hearth::desktop {
namespace {

bool looksSame(const storage::Message& a, const storage::Message& b) {
  return a.id == b.id && a.siblingIndex == b.siblingIndex && a.siblingCount == b.siblingCount && a.state == b.state &&
         a.text == b.text && a.thinking == b.thinking;
}

}  // namespace

void MessageListModel::setBranch(std::vector<storage::Message> branch) {
  size_t common = 0;
  while (common < branch.size() && common < branch_.size() && looksSame(branch[common], branch_[common])) ++common;
  if (common == 0) {
    beginResetModel();
    auto leaving = std::exchange(items_, {});  // outlive their delegates
    branch_ = std::move(branch);
    endResetModel();
    for (auto& [id, item] : leaving) item.release()->deleteLater();
    Q_EMIT countChanged();
    return;
  }
  if (branch_.size() > common) {
    beginRemoveRows({}, static_cast<int>(common), count() - 1);
    std::vector<std::unique_ptr<MessageItem>> leaving;  // outlive their delegates
    for (size_t row = common; row < branch_.size(); ++row) {
      if (auto node = items_.extract(branch_[row].id)) leaving.push_back(std::move(node.mapped()));
    }
    branch_.resize(common);
    endRemoveRows();
    for (auto& item : leaving) item.release()->deleteLater();
  }
  if (branch.size() > common) {
    beginInsertRows({}, static_cast<int>(common), static_cast<int>(branch.size()) - 1);
    std::move(branch.begin() + static_cast<std::ptrdiff_t>(common), branch.end(), std::back_inserter(branch_));
    endInsertRows();
  }
  Q_EMIT countChanged();
}

void MessageListModel::append(storage::Message message) {
  beginInsertRows({}, count(), count());
  branch_.push_back(std::move(message));
  endInsertRows();
  Q_EMIT countChanged();
}

void MessageListModel::setSummaries(const std::vector<storage::Summary>& summaries) {
  summaries_.clear();
  for (const storage::Summary& summary : summaries) summaries_[summary.messageId] = QString::fromStdString(summary.text);
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
  // From the end: what is asked for is nearly always new.
  const auto found = std::find_if(branch_.rbegin(), branch_.rend(),
                                  [&](const storage::Message& message) { return message.id == messageId; });
  return found == branch_.rend() ? -1 : static_cast<int>(branch_.rend() - found) - 1;
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
  if (const auto found = items_.find(messageId); found != items_.end()) found->second->finish(state, stats, error);
}

int MessageListModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : count(); }

QVariant MessageListModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= count() || role != MessageRole) return {};
  const storage::Message& message = branch_[static_cast<size_t>(index.row())];
  std::unique_ptr<MessageItem>& item = items_[message.id];
  if (!item) {
    item = std::make_unique<MessageItem>(message);
    if (const auto summary = summaries_.find(message.id); summary != summaries_.end()) item->setSummary(summary->second);
    QQmlEngine::setObjectOwnership(item.get(), QQmlEngine::CppOwnership);
  }
  return QVariant::fromValue(item.get());
}

QHash<int, QByteArray> MessageListModel::roleNames() const { return {{MessageRole, "message"}}; }

}  // namespace hearth::desktop
