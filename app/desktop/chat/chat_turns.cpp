// The turns of a ChatController: prepared, measured, committed, answered.
#include "app/desktop/chat/chat_controller.h"

#include <algorithm>
#include <utility>

#include <QFileInfo>
#include <QJsonObject>
#include <QLocale>
#include <QRandomGenerator>

#include "app/chat/history.h"

namespace hearth::desktop {

void ChatController::connectEngine() {
  connect(&engine_, &EngineWorker::delta, this, [this](const Delta& delta) { receive(delta); });
  connect(&engine_, &EngineWorker::promptMeasured, this,
          [this](const PromptMeasured& measured) { receive(measured); });
  connect(&engine_, &EngineWorker::promptProgress, this, [this](const PromptProgress& progress) {
    if (!answer_.is(progress.request) || progress.done >= progress.total) return;
    messages_.setProgress(answer_.messageId(),
                          tr("Reading %1 of %2 tokens")
                              .arg(QLocale().toString(progress.done), QLocale().toString(progress.total)));
  });
  connect(&engine_, &EngineWorker::stats, this, [this](const Stats& stats) {
    if (!answer_.is(stats.request)) return;
    speed_.set(stats.stats);
    if (answeringHere()) context_.setUsed(stats.contextUsed, false);
  });
  connect(&engine_, &EngineWorker::expertsUsed, this, [this](const ExpertsUsed& used) {
    if (answer_.is(used.request)) answer_.keepExperts(used.profile);
  });
  connect(&engine_, &EngineWorker::done, this, [this](const Done& done) { receive(done); });
  connect(&engine_, &EngineWorker::failed, this, [this](const Failed& failure) {
    if (answer_.is(failure.request)) {
      finishAnswer(storage::MessageState::Failed, {}, failure.cause);
    } else if (turn_ && turn_->measure == failure.request) {
      abandonTurn(QString::fromStdString(failure.cause));
    }
  });
}

// ---- What the user asks for

void ChatController::send() {
  if (!canSend()) return;
  if (queues()) return queueDraft();
  if (editingAnswer()) return saveEditedAnswer();
  Turn turn;
  turn.conversationId = conversation_.id;
  turn.question = draft_.trimmed().toStdString();
  turn.fromDraft = true;
  turn.withDraftFiles = editing_ == 0 && shelf_.hasReady();
  if (editing_ != 0) {
    const storage::Message* edited = messages_.find(editing_);
    if (!edited) return cancelEdit();
    turn.edits = edited->id;
    turn.below = edited->parentId;
  } else if (!messages_.branch().empty()) {
    turn.below = messages_.branch().back().id;
  }
  begin(std::move(turn));
}

void ChatController::regenerate(qint64 messageId) { regenerateWith(messageId, {}, {}); }

void ChatController::regenerateWith(qint64 messageId, const QString& modelPath,
                                    const QVariantMap& parameters) {
  const storage::Message* message = messages_.find(messageId);
  if (busy() || !message) return;
  if (!modelPath.isEmpty()) models_.load(modelPath);
  if (!models_.usable()) return;
  const bool question = message->role == storage::Role::User;
  if (!question && !messages_.isLoaded(messageId)) {
    return loadTexts({messageId}, [this, messageId, modelPath, parameters] {
      if (messages_.isLoaded(messageId)) regenerateWith(messageId, modelPath, parameters);
    });
  }
  Turn turn;
  turn.conversationId = conversation_.id;
  // A question whose answer is missing gets one; an answer gets a sibling.
  turn.below = question ? std::optional(message->id) : message->parentId;
  turn.only = Parameters::fromObject(QJsonObject::fromVariantMap(parameters));
  begin(std::move(turn));
}

void ChatController::regenerateLast() {
  if (!messages_.branch().empty()) regenerate(messages_.branch().back().id);
}

void ChatController::continueAnswer(qint64 messageId) {
  MessageItem* item = messages_.item(messageId);
  if (busy() || !models_.usable() || !item || !item->canContinue()) return;
  Turn turn;
  turn.conversationId = conversation_.id;
  turn.below = messages_.find(messageId)->parentId;
  turn.continues = messageId;
  begin(std::move(turn));
}

void ChatController::continueLast() {
  if (const qint64 answer = lastAnswer(); answer != 0) continueAnswer(answer);
}

// ---- A turn

void ChatController::begin(Turn turn) {
  setProblem({});
  if (turn.conversationId == conversation_.id) turn.settings = conversation_;
  turn_ = std::move(turn);
  const uint64_t number = ++turns_;
  Q_EMIT busyChanged();
  const size_t bytesMax = historyBytesFor(models_.contextLength());
  storage_.run([turn = *turn_, ancestors = sources_.ancestors(),
                bytesMax](storage::Store& store) { return prepareTurn(store, turn, ancestors, bytesMax); },
               this,
               [this, number](Result<Turn> ready) {
                 if (!turn_ || number != turns_) return;  // stopped meanwhile
                 if (!ready) return abandonTurn(QString::fromStdString(ready.error().what()));
                 prepared(std::move(*ready));
               });
}

void ChatController::prepared(Turn turn) {
  turn_ = std::move(turn);
  if (!turn_->files.empty())
    turn_->fitting.emplace(std::move(turn_->files), *turn_->question, models_.contextLength());
  QString wish = QString::fromStdString(turn_->modelPath);
  if (const QString listed = models_.find(wish); !listed.isEmpty()) wish = listed;
  const bool declined = modelDeclined_ && turn_->conversationId == conversation_.id;
  if (!declined && !wish.isEmpty() && wish != models_.path() && QFileInfo::exists(wish)) models_.load(wish);
  turn_->parameters = sources_.of(turn_->settings).all;
  turn_->parameters.overlay(turn_->only);
  // While the model is still loading nothing can be measured: the message is kept at once, and the engine
  // refuses what does not fit. An answer that goes on was measured when it began.
  if (models_.state() == ModelController::Ready && !turn_->continues) {
    measureTurn();
  } else {
    commit();
  }
}

// True while other parts of the files are to be tried.
bool ChatController::fitFiles(const PromptMeasured& measured) {
  if (!turn_->fitting || turn_->fitting->settled()) return false;
  const bool fits =
      measured.problem.empty() && measured.dropped.empty() && (turn_->unread == 0 || turn_->summarised);
  auto taken = turn_->fitting->take({measured.tokens, models_.contextLength(), fits});
  if (!taken) {
    abandonTurn(QString::fromStdString(taken.error().what()));
    return true;
  }
  if (turn_->fitting->settled()) return false;
  measureTurn();
  return true;
}

MeasurePrompt ChatController::measureOf(uint64_t request, std::vector<ChatMessage> messages,
                                        const Parameters& parameters) {
  Generate like;
  parameters.applyTo(like);
  return {.request = request,
          .messages = std::move(messages),
          .templateValues = std::move(like.templateValues),
          .maxTokens = like.maxTokens};
}

void ChatController::measureTurn() {
  turn_->measure = engine_.nextRequest();
  if (turn_->fitting) turn_->messages.back().text = turn_->fitting->message();
  MeasurePrompt measure = measureOf(turn_->measure, turn_->messages, turn_->parameters);
  measure.perMessage = true;  // should it not fit
  engine_.post(std::move(measure));
}

void ChatController::receive(const PromptMeasured& measured) {
  if (measured.request == meterRequest_ && meterRequest_ != 0) {
    meterRequest_ = 0;
    if (measured.problem.empty() || measured.tokens > 0) context_.setUsed(measured.tokens, meterHasDraft_);
    if (!measured.problem.empty()) return contextBar_.clear();
    contextBar_.show(measured, meterMessages_);
    return;
  }
  if (!turn_ || measured.request != turn_->measure || fitFiles(measured)) return;
  if (!measured.problem.empty()) return abandonTurn(QString::fromStdString(measured.problem));
  context_.setUsed(measured.tokens, turn_->fromDraft);
  // A summary stands for all that is above it.
  if (measured.dropped.empty() && (turn_->unread == 0 || turn_->summarised)) return commit();
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
  turn_->committing = true;
  turn_->leftOut = std::max(turn_->leftOut, turn_->unread);
  auto turn = std::make_shared<Turn>(*turn_);  // shared: the work is copied on its way to the other thread
  if (turn->conversationId == 0) turn->settings = settingsToKeep();
  storage_.run([turn, modelPath = models_.path().toStdString(), modelName = models_.name().toStdString()](
                   storage::Store& store) { return commitTurn(store, *turn, modelPath, modelName); },
               this,
               [this, turn, settings = turn_->settings](Result<CommittedTurn> result) {
                 committed(std::move(result), *turn, settings);
               });
}

// The message is on disk: only now does the engine hear of it.
void ChatController::committed(Result<CommittedTurn> result, const Turn& turn,
                               const storage::Conversation& settings) {
  if (!result) return abandonTurn(QString::fromStdString(result.error().what()));
  const bool stillOpen = conversation_.id == turn.conversationId;
  turn_.reset();
  start_ = Start{{}, settings, turn.only, turn.leftOut};
  Generate& generate = start_->generate;
  generate.request = engine_.nextRequest();
  if (!temporary()) generate.conversation = static_cast<uint64_t>(result->conversation.id);
  generate.messages = turn.messages;
  generate.continueLast = turn.continues.has_value();
  generate.overflow = turn.continues ? Overflow::DropOldest : turn.overflow;
  generate.expertProfile = std::move(result->expertProfile);
  generate.sampling.seed = QRandomGenerator::global()->generate64();  // a new answer is another answer
  answer_.begin(generate.request, result->answer);
  startAnswer();

  if (stillOpen) {
    const bool isNew = conversation_.id == 0;
    if (turn.fromDraft) {
      editing_ = 0;
      if (isNew) settings_.set(kSettingDraftNew, {});
      draft_ = std::exchange(draftBeforeEdit_, {});
      context_.setUsed(context_.used(), false);
      Q_EMIT editingChanged();
      Q_EMIT draftChanged();
    }
    ++opening_;  // what is still being read is older
    adopt(std::move(result->conversation));
    proposeModel();
    if (turn.withDraftFiles) shelf_.open(conversation_.id);
    show(std::move(result->branch));
    saveDraft();
    settings_.set(kSettingLastConversation, QString::number(conversation_.id));
    if (isNew) {
      queue_.open(conversation_.id);
      Q_EMIT conversationChanged();
    } else {
      queue_.reload();
    }
    Q_EMIT titleChanged();
    Q_EMIT turnStarted();
  }
  Q_EMIT busyChanged();
  Q_EMIT conversationsChanged();
}

// What is recommended for a model, and what the user keeps for it, are known when it is loaded: a message
// that was sent before waits for that.
void ChatController::startAnswer() {
  if (!start_) return;
  if (!models_.usable())
    return finishAnswer(storage::MessageState::Failed, {}, models_.failure().toStdString());
  if (!sources_.settled()) return;
  Start start = *std::exchange(start_, std::nullopt);
  answerParameters_ = sources_.of(start.settings).all;
  answerParameters_.overlay(start.only);
  answerLeftOut_ = start.leftOut;
  answerParameters_.applyTo(start.generate);
  energy_.start();
  engine_.post(std::move(start.generate));
}

void ChatController::stop() {
  if (start_) {
    finishAnswer(storage::MessageState::Stopped, {}, {});
  } else if (answer_.active()) {
    engine_.cancel();
  } else if (turn_ && overflow_.isEmpty() && !turn_->committing) {
    abandonTurn({});
  }
}

// ---- The answer

void ChatController::receive(const Delta& delta) {
  if (!answer_.is(delta.request)) return;
  answer_.append(delta);
  if (delta.earlierWasThinking) messages_.answerWasThinking(answer_.messageId());
  if (delta.kind == TextKind::Thinking) {
    messages_.appendThinking(answer_.messageId(), delta.text);
  } else {
    messages_.appendAnswer(answer_.messageId(), delta.text);
  }
}

void ChatController::receive(const Done& done) {
  if (!answer_.is(done.request)) return;
  if (answeringHere() && done.contextUsed > 0) context_.setUsed(done.contextUsed, false);
  QString note;
  if (done.reason == DoneReason::ContextFull)
    note = tr("The answer ends here because the model's context is full.");
  if (done.reason == DoneReason::MaxTokens)
    note = tr("The answer was cut at the longest length that is allowed.");
  const bool stopped = done.reason == DoneReason::Cancelled;
  finishAnswer(stopped ? storage::MessageState::Stopped : storage::MessageState::Finished, done.stats,
               note.toStdString());
}

void ChatController::finishAnswer(storage::MessageState state, const GenerationStats& stats,
                                  const std::string& note) {
  start_.reset();
  const std::optional<double> joules = energy_.finish();
  std::optional<storage::MessageStats> figures;
  if (state != storage::MessageState::Failed) {
    speed_.set(stats);
    figures = chat::statsOf(stats);
    figures->parameters = answerParameters_.toJson();
    figures->energyJoules = joules;
    figures->leftOutMessages = answerLeftOut_;
  }
  messages_.finish(answer_.messageId(), state, figures, note);
  const int64_t conversationId = answer_.conversationId();
  const bool failed = state == storage::MessageState::Failed;
  const AnswerEnd end{.how = failed                                    ? AnswerEnd::How::Failed
                             : state == storage::MessageState::Stopped ? AnswerEnd::How::Stopped
                                                                       : AnswerEnd::How::Finished,
                      .conversationId = conversationId,
                      .title = answeringHere() ? title_ : QString(),
                      .text = QString::fromStdString(failed ? note : answer_.text())};
  answer_.finish(state, figures, note);
  Q_EMIT answerEnded(end);
  Q_EMIT busyChanged();
  Q_EMIT conversationsChanged();
  // After a stop or a failure the queue waits for the user.
  if (sendNext_ != 0) {
    sendQueuedNow(std::exchange(sendNext_, 0));
  } else if (state == storage::MessageState::Finished) {
    sendNextOf(conversationId);
  }
}

}  // namespace hearth::desktop
