#include "app/desktop/chat/live_answer.h"

#include <utility>

#include "app/chat/answer_writer.h"

namespace hearth::desktop {

LiveAnswer::LiveAnswer(StorageWorker& storage) : storage_(storage) {
  flushTimer_.setSingleShot(true);
  flushTimer_.setInterval(chat::AnswerWriter::kFlushInterval);
  connect(&flushTimer_, &QTimer::timeout, this, &LiveAnswer::flush);
}

LiveAnswer::~LiveAnswer() {
  if (active_) finish(storage::MessageState::Interrupted, std::nullopt, {});
}

void LiveAnswer::begin(uint64_t request, const storage::Message& message) {
  active_ = true;
  request_ = request;
  conversationId_ = message.conversationId;
  messageId_ = message.id;
  text_ = message.text;
  thinking_ = message.thinking;
  expertProfile_.clear();
  unsaved_ = false;
}

void LiveAnswer::append(const Delta& delta) {
  if (delta.earlierWasThinking) thinking_ += std::exchange(text_, {});
  (delta.kind == TextKind::Thinking ? thinking_ : text_) += delta.text;
  unsaved_ = true;
  if (!flushTimer_.isActive()) flushTimer_.start();
}

void LiveAnswer::flush() {
  if (!active_ || !unsaved_) return;
  unsaved_ = false;
  storage_.run([id = messageId_, text = text_, thinking = thinking_](storage::Store& store) {
    return store.flush(id, text, thinking);
  });
}

void LiveAnswer::finish(storage::MessageState state, const std::optional<storage::MessageStats>& stats,
                        const std::string& note) {
  flushTimer_.stop();
  active_ = false;
  storage_.run([conversation = conversationId_, id = messageId_, text = std::move(text_),
                thinking = std::move(thinking_), experts = std::move(expertProfile_), state, stats,
                note](storage::Store& store) -> Result<void> {
    auto finished = store.finish(id, text, thinking, state, stats, note);
    // Losing this only makes the chat slower at first when it is reopened: not worth a word to the user.
    if (finished && !experts.empty()) static_cast<void>(store.setExpertProfile(conversation, experts));
    return finished;
  });
}

}  // namespace hearth::desktop
