#include "app/desktop/chat/message_queue.h"

#include <algorithm>

namespace hearth::desktop {

void MessageQueue::open(qint64 conversationId) {
  if (conversationId_ != conversationId) set({});
  conversationId_ = conversationId;
  reload();
}

void MessageQueue::reload() {
  if (conversationId_ == 0) return set({});
  storage_.run([id = conversationId_](storage::Store& store) { return store.queuedMessages(id); }, this,
               [this, id = conversationId_](Result<std::vector<storage::QueuedMessage>> messages) {
                 if (!messages) return Q_EMIT failed(QString::fromStdString(messages.error().what()));
                 if (id == conversationId_) set(std::move(*messages));
               });
}

void MessageQueue::set(std::vector<storage::QueuedMessage> messages) {
  if (messages.empty() && messages_.empty()) return;
  beginResetModel();
  messages_ = std::move(messages);
  endResetModel();
  Q_EMIT countChanged();
}

void MessageQueue::run(std::function<Result<void>(storage::Store&)> work) {
  storage_.run(std::move(work), this, [this](Result<void> done) {
    if (!done) Q_EMIT failed(QString::fromStdString(done.error().what()));
    reload();
    Q_EMIT filesTaken();
  });
}

void MessageQueue::add(const QString& text) {
  run([id = conversationId_, text = text.toStdString()](storage::Store& store) -> Result<void> {
    auto queued = store.queueMessage(id, text);
    if (!queued) return std::move(queued).error();
    return {};
  });
}

void MessageQueue::change(qint64 id, const QString& text) {
  if (text.trimmed().isEmpty()) return remove(id);
  run([id, text = text.trimmed().toStdString()](storage::Store& store) {
    return store.changeQueued(id, text);
  });
}

void MessageQueue::remove(qint64 id) {
  run([id](storage::Store& store) { return store.removeQueued(id); });
}

const storage::QueuedMessage* MessageQueue::find(qint64 id) const {
  const auto found =
      std::find_if(messages_.begin(), messages_.end(), [&](const auto& m) { return m.id == id; });
  return found == messages_.end() ? nullptr : &*found;
}

QVariant MessageQueue::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= count()) return {};
  const storage::QueuedMessage& message = messages_[static_cast<size_t>(index.row())];
  if (role == IdRole) return static_cast<qint64>(message.id);
  return role == TextRole ? QVariant(QString::fromStdString(message.text)) : QVariant();
}

}  // namespace hearth::desktop
