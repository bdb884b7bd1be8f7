// Versions in a ChatController: editing either role, switching between siblings, forking, copying.
#include "app/desktop/chat/chat_controller.h"

#include <utility>

#include <QClipboard>
#include <QGuiApplication>

#include "app/desktop/rendering/markdown.h"

namespace hearth::desktop {

bool ChatController::editingAnswer() const {
  const storage::Message* edited = editing_ == 0 ? nullptr : messages_.find(editing_);
  return edited && edited->role == storage::Role::Assistant;
}

void ChatController::edit(qint64 messageId) {
  const storage::Message* message = messages_.find(messageId);
  if (busy() || !message || message->role == storage::Role::System) return;
  if (!messages_.isLoaded(messageId)) {
    return loadTexts({messageId}, [this, messageId] {
      if (messages_.isLoaded(messageId)) edit(messageId);
    });
  }
  if (editing_ == 0) draftBeforeEdit_ = draft_;
  editing_ = messageId;
  draft_ = QString::fromStdString(message->text);
  Q_EMIT editingChanged();
  Q_EMIT draftChanged();
  measureSoon();
}

void ChatController::editLast() {
  const auto& branch = messages_.branch();
  for (auto message = branch.rbegin(); message != branch.rend(); ++message) {
    if (message->role == storage::Role::User) return edit(message->id);
  }
}

void ChatController::editLastAnswer() {
  if (const qint64 answer = lastAnswer(); answer != 0) edit(answer);
}

void ChatController::cancelEdit() {
  if (editing_ == 0) return;
  editing_ = 0;
  draft_ = std::exchange(draftBeforeEdit_, {});
  Q_EMIT editingChanged();
  Q_EMIT draftChanged();
  measureSoon();
}

// What the user makes of an answer stands beside it; nothing is generated.
void ChatController::saveEditedAnswer() {
  storage_.run(
      [id = editing_, text = draft_.trimmed().toStdString()](storage::Store& store) -> Result<void> {
        auto version = store.edit(id, text);
        if (!version) return std::move(version).error();
        return {};
      },
      this,
      [this](Result<void> saved) {
        if (!saved) return setProblem(QString::fromStdString(saved.error().what()));
        cancelEdit();
        loadBranch(conversation_.id);
        Q_EMIT conversationsChanged();
      });
}

void ChatController::switchSibling(qint64 messageId, int step) {
  if (answeringHere() || turn_) return;
  struct Switched {
    int64_t id = 0;  // 0: there is no further one
  };
  storage_.run(
      [messageId, step](storage::Store& store) -> Result<Switched> {
        auto siblings = store.siblings(messageId);
        if (!siblings) return std::move(siblings).error();
        for (size_t i = 0; i < siblings->size(); ++i) {
          if ((*siblings)[i].id != messageId) continue;
          const auto wanted = static_cast<std::ptrdiff_t>(i) + step;
          if (wanted < 0 || wanted >= static_cast<std::ptrdiff_t>(siblings->size())) return Switched{};
          const int64_t id = (*siblings)[static_cast<size_t>(wanted)].id;
          if (auto active = store.activate(id); !active) return std::move(active).error();
          return Switched{id};
        }
        return Switched{};
      },
      this,
      [this](Result<Switched> switched) {
        if (!switched) return setProblem(QString::fromStdString(switched.error().what()));
        if (switched->id == 0) return;
        cancelEdit();
        loadBranch(conversation_.id);
      });
}

void ChatController::switchLastSibling(int step) {
  const auto& branch = messages_.branch();
  for (auto message = branch.rbegin(); message != branch.rend(); ++message) {
    if (message->siblingCount > 1) return switchSibling(message->id, step);
  }
}

void ChatController::fork(qint64 messageId) {
  if (temporary() || !messages_.find(messageId)) return;
  const std::string title = tr("%1 (fork)").arg(title_).toStdString();
  storage_.run([messageId, title](storage::Store& store) { return store.fork(messageId, title); }, this,
               [this](Result<storage::Conversation> forked) {
                 if (!forked) return setProblem(QString::fromStdString(forked.error().what()));
                 open(forked->id);
                 Q_EMIT conversationsChanged();
               });
}

void ChatController::forkHere() {
  if (!messages_.branch().empty()) fork(messages_.branch().back().id);
}

qint64 ChatController::lastAnswer() const {
  const auto& branch = messages_.branch();
  for (auto message = branch.rbegin(); message != branch.rend(); ++message) {
    if (message->role == storage::Role::Assistant) return message->id;
  }
  return 0;
}

void ChatController::copyMessage(qint64 messageId) {
  const storage::Message* message = messages_.find(messageId);
  if (!message) return;
  if (!messages_.isLoaded(messageId)) {
    return loadTexts({messageId}, [this, messageId] {
      if (messages_.isLoaded(messageId)) copyMessage(messageId);
    });
  }
  QGuiApplication::clipboard()->setText(QString::fromStdString(message->text).trimmed());
  Q_EMIT copied();
}

void ChatController::copyLastAnswer() {
  if (const qint64 answer = lastAnswer(); answer != 0) copyMessage(answer);
}

void ChatController::copyLastCode() {
  const storage::Message* message = messages_.find(lastAnswer());
  if (!message) return;
  MarkdownBlocks markdown;
  markdown.append(message->text);
  const auto& blocks = markdown.blocks();
  for (auto block = blocks.rbegin(); block != blocks.rend(); ++block) {
    if (block->kind != BlockKind::Code) continue;
    QGuiApplication::clipboard()->setText(QString::fromStdString(block->text));
    return Q_EMIT copied();
  }
}

}  // namespace hearth::desktop
