// The turns of a ChatController: measured, committed, answered.
#include "app/desktop/chat/chat_controller.h"

#include <utility>

#include <QLocale>
#include <QRandomGenerator>

#include "app/chat/history.h"

namespace hearth::desktop {
// What a turn left in the database.
struct ChatController::Committed {
  storage::Conversation conversation;
  storage::Message answer;
  std::vector<storage::Message> branch;
  std::string expertProfile;  // of the answers before; empty: unknown
};

void ChatController::send() {
  if (!canSend()) return;
  Turn turn;
  turn.conversationId = conversationId_;
  turn.text = draft_.trimmed().toStdString();
  turn.fromDraft = true;
  if (editing_ != 0) {
    const storage::Message* edited = messages_.find(editing_);
    if (!edited) return cancelEdit();
    turn.parent = edited->parentId;
  } else if (!messages_.branch().empty()) {
    turn.parent = messages_.branch().back().id;
  }
  turn.messages = historyUpTo(turn.parent);
  turn.messages.push_back({.role = Role::User, .text = *turn.text, .thinking = {}, .id = 0});
  begin(std::move(turn));
}

void ChatController::regenerate(qint64 messageId) {
  const storage::Message* message = messages_.find(messageId);
  if (busy() || !models_.usable() || !message) return;
  Turn turn;
  turn.conversationId = conversationId_;
  // A question whose answer is missing gets one; an answer gets a sibling.
  turn.parent = message->role == storage::Role::User ? std::optional(message->id) : message->parentId;
  turn.messages = historyUpTo(turn.parent);
  begin(std::move(turn));
}

void ChatController::regenerateLast() {
  if (!messages_.branch().empty()) regenerate(messages_.branch().back().id);
}

void ChatController::begin(Turn turn) {
  setProblem({});
  turn.parameters = sources_.of(conversation_).all;
  turn_ = std::move(turn);
  Q_EMIT busyChanged();
  // While the model is still loading nothing can be measured: the message is kept at once, and the engine refuses
  // what does not fit.
  if (models_.state() == ModelController::Ready) {
    measureTurn();
  } else {
    commit();
  }
}

void ChatController::measureTurn() {
  turn_->measure = ++lastRequest_;
  MeasurePrompt measure = measureOf(turn_->measure, turn_->messages, turn_->parameters);
  measure.perMessage = true;  // should it not fit
  engine_.post(std::move(measure));
}

void ChatController::receive(const PromptMeasured& measured) {
  if (measured.request == meterRequest_ && meterRequest_ != 0) {
    meterRequest_ = 0;
    if (!measured.problem.empty()) return contextBar_.clear();
    context_.setUsed(measured.tokens, meterHasDraft_);
    contextBar_.show(measured, meterMessages_);
    return;
  }
  if (!turn_ || measured.request != turn_->measure) return;
  if (!measured.problem.empty()) return abandonTurn(QString::fromStdString(measured.problem));
  context_.setUsed(measured.tokens, turn_->fromDraft);
  if (measured.dropped.empty()) return commit();
  doesNotFit(measured);
}

void ChatController::abandonTurn(const QString& problem) {
  turn_.reset();
  summariser_.stop();
  setSummarising({});
  setOverflow({});
  setProblem(problem);
  Q_EMIT busyChanged();
}

void ChatController::commit() {
  Turn turn = *turn_;
  const std::string title = turn.text ? chat::automaticTitle(*turn.text) : "";
  auto work = [settings = conversation_, conversationId = turn.conversationId, parent = turn.parent, text = turn.text, title,
               modelPath = models_.path().toStdString(),
               modelName = models_.name().toStdString()](storage::Store& store) -> Result<Committed> {
    const auto failed = [](Error error) { return std::move(error).during("Saving your message"); };
    Committed done;
    auto conversation =
        conversationId == 0 ? store.createConversation(std::nullopt, modelPath) : store.conversation(conversationId);
    if (!conversation) return failed(std::move(conversation).error());
    const int64_t id = conversation->id;
    if (conversationId == 0) {
      if (auto kept = chat::storeSettings(store, id, settings); !kept) return failed(std::move(kept).error());
      conversation->systemPrompt = settings.systemPrompt;
      conversation->parameters = settings.parameters;
      conversation->presetId = settings.presetId;
    }
    std::optional<int64_t> above = parent;
    if (text) {
      auto question = store.addMessage(id, above, storage::Role::User, *text, storage::MessageState::Finished);
      if (!question) return failed(std::move(question).error());
      above = question->id;
      if (!parent && conversation->titleIsAutomatic) {
        if (auto renamed = store.rename(id, title, true); !renamed) return failed(std::move(renamed).error());
        conversation->title = title;
      }
    }
    auto answer = store.addMessage(id, above, storage::Role::Assistant, "", storage::MessageState::Writing, modelName);
    if (!answer) return failed(std::move(answer).error());
    auto branch = store.activeBranch(id);
    if (!branch) return failed(std::move(branch).error());
    auto experts = store.expertProfile(id);  // a chat without it is only slower at first
    return Committed{std::move(*conversation), std::move(*answer), std::move(*branch),
                     experts ? std::move(*experts) : std::string()};
  };
  storage_.run(std::move(work), this, [this, turn = std::move(turn)](Result<Committed> result) {
    committed(std::move(result), turn);
  });
}

// The message is on disk: only now does the engine hear of it.
void ChatController::committed(Result<Committed> result, Turn turn) {
  if (!result) return abandonTurn(QString::fromStdString(result.error().what()));
  const bool stillOpen = conversationId_ == turn.conversationId;
  turn_.reset();
  answer_ = Answer{.request = ++lastRequest_,
                   .conversationId = result->conversation.id,
                   .messageId = result->answer.id,
                   .text = {},
                   .thinking = {},
                   .expertProfile = {},
                   .parameters = turn.parameters.toJson(),
                   .leftOut = turn.leftOut};
  Generate generate;
  generate.request = answer_->request;
  generate.messages = std::move(turn.messages);
  generate.overflow = turn.overflow;
  generate.expertProfile = std::move(result->expertProfile);
  generate.sampling.seed = QRandomGenerator::global()->generate64();  // a new answer is another answer
  turn.parameters.applyTo(generate);
  energy_.start();
  engine_.post(std::move(generate));

  if (stillOpen) {
    const bool isNew = conversationId_ == 0;
    if (turn.fromDraft) {
      editing_ = 0;
      if (isNew) settings_.set(kSettingDraftNew, {});
      draft_ = std::exchange(draftBeforeEdit_, {});
      context_.setUsed(context_.used(), false);
      Q_EMIT editingChanged();
      Q_EMIT draftChanged();
    }
    conversation_ = result->conversation;
    conversationId_ = conversation_.id;
    title_ = QString::fromStdString(conversation_.title);
    show(std::move(result->branch));
    saveDraft();
    settings_.set(kSettingLastConversation, QString::number(conversationId_));
    if (isNew) Q_EMIT conversationChanged();
    Q_EMIT titleChanged();
    Q_EMIT turnStarted();
  }
  Q_EMIT busyChanged();
  Q_EMIT conversationsChanged();
}

void ChatController::stop() {
  if (answer_) {
    engine_.cancel();
  } else if (turn_ && overflow_.isEmpty() && turn_->measure != 0) {
    abandonTurn({});
  }
}

// ---- The answer

void ChatController::receive(const Delta& delta) {
  if (!answer_ || delta.request != answer_->request) return;
  if (delta.earlierWasThinking) {
    answer_->thinking += std::exchange(answer_->text, {});
    messages_.answerWasThinking(answer_->messageId);
  }
  if (delta.kind == TextKind::Thinking) {
    answer_->thinking += delta.text;
    messages_.appendThinking(answer_->messageId, delta.text);
  } else {
    answer_->text += delta.text;
    messages_.appendAnswer(answer_->messageId, delta.text);
  }
  answer_->unsaved = true;
  if (!flushTimer_.isActive()) flushTimer_.start();
}

void ChatController::flush() {
  if (!answer_ || !answer_->unsaved) return;
  answer_->unsaved = false;
  storage_.run([id = answer_->messageId, text = answer_->text, thinking = answer_->thinking](storage::Store& store) {
    return store.flush(id, text, thinking);
  });
}

void ChatController::finishAnswer(storage::MessageState state, const GenerationStats& stats, const std::string& note) {
  flushTimer_.stop();
  const std::optional<double> joules = energy_.finish();
  std::optional<storage::MessageStats> figures;
  if (state != storage::MessageState::Failed) {
    speed_.set(stats);
    figures = chat::statsOf(stats);
    figures->parameters = answer_->parameters;
    figures->energyJoules = joules;
  }
  const std::string said = note.empty() ? leftOutNote(answer_->leftOut).toStdString() : note;
  storage_.run([answer = *answer_, state, figures, said](storage::Store& store) -> Result<void> {
    auto finished = store.finish(answer.messageId, answer.text, answer.thinking, state, figures, said);
    // Losing this only makes the chat slower at first when it is reopened: not worth a word to the user.
    if (finished && !answer.expertProfile.empty())
      static_cast<void>(store.setExpertProfile(answer.conversationId, answer.expertProfile));
    return finished;
  });
  messages_.finish(answer_->messageId, state, figures, said);
  answer_.reset();
  Q_EMIT busyChanged();
  Q_EMIT conversationsChanged();
}

}  // namespace hearth::desktop
