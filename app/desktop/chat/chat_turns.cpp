// The turns of a ChatController: prepared, measured, committed, answered.
#include "app/desktop/chat/chat_controller.h"

#include <utility>

#include <QFileInfo>
#include <QLocale>
#include <QRandomGenerator>

namespace hearth::desktop {
namespace {

constexpr qsizetype kExcerptCharacters = 40;

QString shortened(const QString& text, qsizetype characters) {
  const QString line = text.simplified();
  if (line.size() <= characters) return line;
  const qsizetype space = line.lastIndexOf(QChar(' '), characters);
  return line.left(space > characters / 2 ? space : characters) + QStringLiteral("…");
}

storage::MessageStats stored(const GenerationStats& stats, const AnswerParameters& parameters) {
  storage::MessageStats kept;
  kept.promptTokens = stats.promptTokens;
  kept.reusedTokens = stats.reusedTokens;
  kept.generatedTokens = stats.generatedTokens;
  kept.promptSeconds = stats.promptSeconds;
  kept.generateSeconds = stats.generateSeconds;
  kept.firstTokenSeconds = stats.firstTokenSeconds;
  kept.thinkingSeconds = stats.thinkingSeconds;
  kept.parameters = parameters.toJson();
  return kept;
}

// "3 messages would be left out, from “…” to “…”"
QString overflowQuestion(const PromptMeasured& measured, const Turn& turn) {
  QStringList excerpts;
  for (const int64_t id : measured.dropped) {
    for (const ChatMessage& message : turn.messages) {
      if (message.id == id) excerpts << shortened(QString::fromStdString(message.text), kExcerptCharacters);
    }
  }
  const QString limit = QLocale().toString(measured.contextLength);
  const QString needed = QLocale().toString(measured.tokens);
  const auto count = static_cast<int>(turn.leftOut) + static_cast<int>(excerpts.size());
  if (turn.leftOut > 0) {
    return ChatController::tr(
               "This does not fit: more than %1 tokens, and the model can hold %2. The %3 oldest "
               "messages would be left out.")
        .arg(needed, limit)
        .arg(count);
  }
  const QString head =
      ChatController::tr("This does not fit: %1 tokens, and the model can hold %2.").arg(needed, limit);
  if (excerpts.isEmpty()) return head;
  if (count == 1) {
    return head + ChatController::tr(" The oldest message would be left out: “%1”.").arg(excerpts.first());
  }
  return head + ChatController::tr(" The %1 oldest messages would be left out, from “%2” to “%3”.")
                    .arg(count)
                    .arg(excerpts.first(), excerpts.last());
}

}  // namespace

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
  turn.folderId = conversation_.folderId;
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
  turn.parameters = AnswerParameters::fromMap(parameters);
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
  turn_ = std::move(turn);
  const uint64_t number = ++turns_;
  Q_EMIT busyChanged();
  const size_t bytesMax = historyBytesFor(models_.contextLength());
  storage_.run(
      [turn = *turn_, bytesMax](storage::Store& store) { return prepareTurn(store, turn, bytesMax); }, this,
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
  const QString wish = QString::fromStdString(turn_->modelPath);
  if (!wish.isEmpty() && wish != models_.path() && QFileInfo::exists(wish)) models_.load(wish);
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
  const bool fits = measured.problem.empty() && measured.dropped.empty() && turn_->leftOut == 0;
  auto taken = turn_->fitting->take({measured.tokens, models_.contextLength(), fits});
  if (!taken) {
    abandonTurn(QString::fromStdString(taken.error().what()));
    return true;
  }
  if (turn_->fitting->settled()) return false;
  measureTurn();
  return true;
}

void ChatController::measureTurn() {
  turn_->measure = engine_.nextRequest();
  if (turn_->fitting) turn_->messages.back().text = turn_->fitting->message();
  engine_.post(MeasurePrompt{.request = turn_->measure, .messages = turn_->messages});
}

void ChatController::receive(const PromptMeasured& measured) {
  if (measured.request == meterRequest_ && meterRequest_ != 0) {
    meterRequest_ = 0;
    if (measured.problem.empty() || measured.tokens > 0) context_.setUsed(measured.tokens, meterHasDraft_);
    return;
  }
  if (!turn_ || measured.request != turn_->measure || fitFiles(measured)) return;
  if (!measured.problem.empty()) return abandonTurn(QString::fromStdString(measured.problem));
  context_.setUsed(measured.tokens, turn_->fromDraft);
  if (measured.dropped.empty() && turn_->leftOut == 0) return commit();
  setOverflow(overflowQuestion(measured, *turn_));
}

void ChatController::sendWithoutOldest() {
  if (!turn_ || overflow_.isEmpty()) return;
  turn_->overflow = Overflow::DropOldest;
  setOverflow({});
  commit();
}

void ChatController::cancelOverflow() {
  if (turn_ && !overflow_.isEmpty()) abandonTurn({});
}

void ChatController::abandonTurn(const QString& problem) {
  turn_.reset();
  setOverflow({});
  setProblem(problem);
  Q_EMIT busyChanged();
}

void ChatController::commit() {
  turn_->committing = true;
  auto turn =
      std::make_shared<const Turn>(*turn_);  // shared: the work is copied on its way to the other thread
  storage_.run([turn, modelPath = models_.path().toStdString(), modelName = models_.name().toStdString()](
                   storage::Store& store) { return commitTurn(store, *turn, modelPath, modelName); },
               this, [this, turn](Result<CommittedTurn> result) { committed(std::move(result), *turn); });
}

// The message is on disk: only now does the engine hear of it.
void ChatController::committed(Result<CommittedTurn> result, const Turn& turn) {
  if (!result) return abandonTurn(QString::fromStdString(result.error().what()));
  const bool stillOpen = conversation_.id == turn.conversationId;
  turn_.reset();
  Generate generate;
  generate.request = engine_.nextRequest();
  generate.messages = turn.messages;
  generate.continueLast = turn.continues.has_value();
  generate.overflow = turn.continues ? Overflow::DropOldest : turn.overflow;
  generate.expertProfile = std::move(result->expertProfile);
  generate.sampling.seed = QRandomGenerator::global()->generate64();  // a new answer is another answer
  answerParameters_ = turn.inherited;
  answerParameters_.overlay(turn.parameters);
  answerParameters_.applyTo(generate);
  answer_.begin(generate.request, result->answer);
  engine_.post(std::move(generate));

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
    conversation_ = std::move(result->conversation);
    if (turn.withDraftFiles) shelf_.open(conversation_.id);
    title_ = QString::fromStdString(conversation_.title);
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

void ChatController::stop() {
  if (answer_.active()) {
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
  std::optional<storage::MessageStats> figures;
  if (state != storage::MessageState::Failed) {
    speed_.set(stats);
    figures = stored(stats, answerParameters_);
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
