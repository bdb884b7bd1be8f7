// What waits in a ChatController until the answer that is being written is finished.
#include "app/desktop/chat/chat_controller.h"

#include <utility>

namespace hearth::desktop {

void ChatController::queueDraft() {
  const QString text = draft_.trimmed();
  takeDraft({});
  if (conversation_.id != 0) return queue_.add(text);
  // Another chat is being answered: this one begins with a message that waits.
  storage_.run(
      [text = text.toStdString(), settings = settingsToKeep(),
       modelPath = models_.path().toStdString()](storage::Store& store) -> Result<storage::Conversation> {
        auto conversation = createConversation(store, settings, modelPath);
        if (!conversation) return conversation;
        auto queued = store.queueMessage(conversation->id, text);
        if (!queued) return std::move(queued).error();
        return conversation;
      },
      this,
      [this, text](Result<storage::Conversation> begun) {
        if (!begun) {
          takeDraft(text);
          return setProblem(QString::fromStdString(begun.error().what()));
        }
        open(begun->id);
        Q_EMIT conversationsChanged();
      });
}

void ChatController::sendQueuedNow(qint64 queuedId) {
  if (busy()) {
    sendNext_ = queuedId;
    return stop();
  }
  const storage::QueuedMessage* queued = queue_.find(queuedId);
  if (!queued || !models_.usable()) return;
  Turn turn;
  turn.conversationId = queued->conversationId;
  turn.queued = queued->id;
  turn.question = queued->text;
  begin(std::move(turn));
}

void ChatController::sendNextOf(qint64 conversationId) {
  storage_.run(
      [conversationId,
       open = conversation_.id](storage::Store& store) -> Result<std::vector<storage::QueuedMessage>> {
        auto queued = store.queuedMessages(conversationId);
        // Then that of the chat on the screen, which waited because another was answered.
        return queued && queued->empty() && open != 0 ? store.queuedMessages(open) : std::move(queued);
      },
      this,
      [this](Result<std::vector<storage::QueuedMessage>> queued) {
        if (!queued || queued->empty() || busy() || !models_.usable()) return;
        Turn turn;
        turn.conversationId = queued->front().conversationId;
        turn.queued = queued->front().id;
        turn.question = queued->front().text;
        begin(std::move(turn));
      });
}

}  // namespace hearth::desktop
