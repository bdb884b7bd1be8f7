#include "app/desktop/chat_controller.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLocale>
#include <QRandomGenerator>

#include "app/desktop/wording.h"

namespace hearth::desktop {
namespace {

constexpr std::chrono::milliseconds kFlushInterval{500};  // a crash may cost at most one second of text
constexpr std::chrono::milliseconds kDraftDelay{400};
constexpr std::chrono::milliseconds kMeterDelay{300};
constexpr qsizetype kTitleCharacters = 60;
constexpr qsizetype kExcerptCharacters = 40;

Role engineRole(storage::Role role) {
  switch (role) {
    case storage::Role::System: return Role::System;
    case storage::Role::User: return Role::User;
    case storage::Role::Assistant: return Role::Assistant;
  }
  return Role::User;
}

QString shortened(const QString& text, qsizetype characters) {
  const QString line = text.simplified();
  if (line.size() <= characters) return line;
  const qsizetype space = line.lastIndexOf(QChar(' '), characters);
  return line.left(space > characters / 2 ? space : characters) + QStringLiteral("…");
}

storage::MessageStats stored(const GenerationStats& stats) {
  return {stats.promptTokens,  stats.reusedTokens,    stats.generatedTokens,   stats.promptSeconds,
          stats.generateSeconds, stats.firstTokenSeconds, stats.thinkingSeconds};
}

// "3 messages would be left out, from “…” to “…”"
QString overflowQuestion(const PromptMeasured& measured, const MessageListModel& messages) {
  QStringList excerpts;
  for (const int64_t id : measured.dropped) {
    const storage::Message* message = messages.find(id);
    if (message) excerpts << shortened(QString::fromStdString(message->text), kExcerptCharacters);
  }
  const QString limit = QLocale().toString(measured.contextLength);
  const QString needed = QLocale().toString(measured.tokens);
  const QString head =
      ChatController::tr("This does not fit: %1 tokens, and the model can hold %2.").arg(needed, limit);
  if (excerpts.isEmpty()) return head;
  if (excerpts.size() == 1) {
    return head + ChatController::tr(" The oldest message would be left out: “%1”.").arg(excerpts.first());
  }
  return head + ChatController::tr(" The %1 oldest messages would be left out, from “%2” to “%3”.")
                    .arg(excerpts.size())
                    .arg(excerpts.first(), excerpts.last());
}

}  // namespace

// What a turn left in the database.
struct ChatController::Committed {
  storage::Conversation conversation;
  storage::Message answer;
  std::vector<storage::Message> branch;
};

ChatController::ChatController(EngineWorker& engine, StorageWorker& storage, Settings& settings,
                               ModelController& models)
    : engine_(engine), storage_(storage), settings_(settings), models_(models) {
  draft_ = settings_.value(kSettingDraftNew);
  for (QTimer* timer : {&flushTimer_, &draftTimer_, &meterTimer_}) timer->setSingleShot(true);
  flushTimer_.setInterval(kFlushInterval);
  draftTimer_.setInterval(kDraftDelay);
  meterTimer_.setInterval(kMeterDelay);
  connect(&flushTimer_, &QTimer::timeout, this, &ChatController::flush);
  connect(&draftTimer_, &QTimer::timeout, this, &ChatController::saveDraft);
  connect(&meterTimer_, &QTimer::timeout, this, &ChatController::measureNow);
  connect(this, &ChatController::busyChanged, this, &ChatController::canSendChanged);
  connect(this, &ChatController::draftChanged, this, &ChatController::canSendChanged);
  connect(&models_, &ModelController::stateChanged, this, [this] {
    Q_EMIT canSendChanged();
    context_.setLimit(models_.contextLength());
    if (models_.state() == ModelController::Ready) measureSoon();
    if (turn_ && models_.state() == ModelController::Failed) abandonTurn({});
  });
  connect(&engine_, &EngineWorker::delta, this, [this](const Delta& delta) { receive(delta); });
  connect(&engine_, &EngineWorker::promptMeasured, this, [this](const PromptMeasured& measured) { receive(measured); });
  connect(&engine_, &EngineWorker::promptProgress, this, [this](const PromptProgress& progress) {
    if (!answer_ || progress.request != answer_->request || progress.done >= progress.total) return;
    messages_.setProgress(answer_->messageId, tr("Reading %1 of %2 tokens")
                                                  .arg(QLocale().toString(progress.done), QLocale().toString(progress.total)));
  });
  connect(&engine_, &EngineWorker::stats, this, [this](const Stats& stats) {
    if (!answer_ || stats.request != answer_->request) return;
    speed_.set(stats.stats);
    if (answeringHere()) context_.setUsed(stats.contextUsed, false);
  });
  connect(&engine_, &EngineWorker::done, this, [this](const Done& done) {
    if (!answer_ || done.request != answer_->request) return;
    if (answeringHere() && done.contextUsed > 0) context_.setUsed(done.contextUsed, false);
    const bool stopped = done.reason == DoneReason::Cancelled;
    const std::string note = done.reason == DoneReason::ContextFull
                                 ? tr("The answer ends here because the model's context is full.").toStdString()
                                 : std::string();
    finishAnswer(stopped ? storage::MessageState::Stopped : storage::MessageState::Finished, done.stats, note);
  });
  connect(&engine_, &EngineWorker::failed, this, [this](const Failed& failure) {
    if (answer_ && failure.request == answer_->request) {
      finishAnswer(storage::MessageState::Failed, {}, failure.cause);
    } else if (turn_ && turn_->measure == failure.request) {
      abandonTurn(QString::fromStdString(failure.cause));
    }
  });
}

ChatController::~ChatController() {
  saveDraft();
  if (!answer_) return;
  // Hearth is closing while an answer is written: keep what there is.
  storage_.run([id = answer_->messageId, text = answer_->text, thinking = answer_->thinking](storage::Store& store) {
    return store.finish(id, text, thinking, storage::MessageState::Interrupted, std::nullopt);
  });
}

bool ChatController::canSend() const { return !busy() && models_.usable() && !draft_.trimmed().isEmpty(); }

// ---- Opening

void ChatController::open(qint64 conversationId) {
  if (conversationId == conversationId_ && conversationId != 0) return;
  cancelEdit();
  saveDraft();
  setProblem({});
  cancelOverflow();
  loadBranch(conversationId);
}

void ChatController::startNew() {
  if (conversationId_ == 0) return;
  cancelEdit();
  saveDraft();
  setProblem({});
  cancelOverflow();
  ++opening_;
  conversationId_ = 0;
  title_.clear();
  systemPrompt_.clear();
  messages_.setBranch({});
  context_.clear();
  draft_ = settings_.value(kSettingDraftNew);
  settings_.set(kSettingLastConversation, {});
  Q_EMIT conversationChanged();
  Q_EMIT titleChanged();
  Q_EMIT draftChanged();
  Q_EMIT busyChanged();
  measureSoon();
}

void ChatController::loadBranch(qint64 conversationId) {
  struct Opened {
    storage::Conversation conversation;
    std::vector<storage::Message> branch;
    std::string draft;
  };
  const uint64_t opening = ++opening_;
  storage_.run(
      [conversationId](storage::Store& store) -> Result<Opened> {
        auto conversation = store.conversation(conversationId);
        if (!conversation) return std::move(conversation).error();
        auto branch = store.activeBranch(conversationId);
        if (!branch) return std::move(branch).error();
        auto draft = store.setting("draft." + std::to_string(conversationId));
        if (!draft) return std::move(draft).error();
        return Opened{std::move(*conversation), std::move(*branch), draft->value_or("")};
      },
      this, [this, opening](Result<Opened> opened) {
        if (opening != opening_) return;
        if (!opened) return setProblem(QString::fromStdString(opened.error().what()));
        const bool other = conversationId_ != opened->conversation.id;
        conversationId_ = opened->conversation.id;
        title_ = QString::fromStdString(opened->conversation.title);
        systemPrompt_ = opened->conversation.systemPrompt;
        if (other) {
          context_.clear();
          draft_ = QString::fromStdString(opened->draft);
          settings_.set(kSettingLastConversation, QString::number(conversationId_));
        }
        show(std::move(opened->branch));
        Q_EMIT titleChanged();
        if (!other) return;
        Q_EMIT conversationChanged();
        Q_EMIT draftChanged();
        Q_EMIT busyChanged();
      });
}

// The database lags behind the answer being written by up to one flush.
void ChatController::show(std::vector<storage::Message> branch) {
  for (storage::Message& message : branch) {
    if (!answer_ || message.id != answer_->messageId) continue;
    message.text = answer_->text;
    message.thinking = answer_->thinking;
  }
  messages_.setBranch(std::move(branch));
  measureSoon();
}

void ChatController::renamed(qint64 conversationId, const QString& title) {
  if (conversationId != conversationId_) return;
  title_ = title;
  Q_EMIT titleChanged();
}

void ChatController::trashed(qint64 conversationId) {
  if (answer_ && answer_->conversationId == conversationId) stop();
  if (conversationId == conversationId_) startNew();
}

// ---- Turns

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
  engine_.post(MeasurePrompt{.request = turn_->measure, .messages = turn_->messages});
}

void ChatController::receive(const PromptMeasured& measured) {
  if (measured.request == meterRequest_ && meterRequest_ != 0) {
    meterRequest_ = 0;
    if (measured.problem.empty()) context_.setUsed(measured.tokens, meterHasDraft_);
    return;
  }
  if (!turn_ || measured.request != turn_->measure) return;
  if (!measured.problem.empty()) return abandonTurn(QString::fromStdString(measured.problem));
  context_.setUsed(measured.tokens, turn_->fromDraft);
  if (measured.dropped.empty()) return commit();
  setOverflow(overflowQuestion(measured, messages_));
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
  Turn turn = *turn_;
  const std::string title = turn.text ? shortened(QString::fromStdString(*turn.text), kTitleCharacters).toStdString() : "";
  auto work = [conversationId = turn.conversationId, parent = turn.parent, text = turn.text, title,
               modelPath = models_.path().toStdString(),
               modelName = models_.name().toStdString()](storage::Store& store) -> Result<Committed> {
    const auto failed = [](Error error) { return std::move(error).during("Saving your message"); };
    Committed done;
    auto conversation =
        conversationId == 0 ? store.createConversation(std::nullopt, modelPath) : store.conversation(conversationId);
    if (!conversation) return failed(std::move(conversation).error());
    const int64_t id = conversation->id;
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
    return Committed{std::move(*conversation), std::move(*answer), std::move(*branch)};
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
                   .thinking = {}};
  Generate generate;
  generate.request = answer_->request;
  generate.messages = std::move(turn.messages);
  generate.overflow = turn.overflow;
  generate.sampling.seed = QRandomGenerator::global()->generate64();  // a new answer is another answer
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
    conversationId_ = result->conversation.id;
    title_ = QString::fromStdString(result->conversation.title);
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
  std::optional<storage::MessageStats> figures;
  if (state != storage::MessageState::Failed) {
    speed_.set(stats);
    figures = stored(stats);
  }
  storage_.run([answer = *answer_, state, figures, note](storage::Store& store) {
    return store.finish(answer.messageId, answer.text, answer.thinking, state, figures, note);
  });
  messages_.finish(answer_->messageId, state, figures, note);
  answer_.reset();
  Q_EMIT busyChanged();
  Q_EMIT conversationsChanged();
}

// ---- Editing, siblings, copying

void ChatController::edit(qint64 messageId) {
  const storage::Message* message = messages_.find(messageId);
  if (busy() || !message || message->role != storage::Role::User) return;
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

void ChatController::cancelEdit() {
  if (editing_ == 0) return;
  editing_ = 0;
  draft_ = std::exchange(draftBeforeEdit_, {});
  Q_EMIT editingChanged();
  Q_EMIT draftChanged();
  measureSoon();
}

void ChatController::switchSibling(qint64 messageId, int step) {
  if (answeringHere() || turn_) return;
  storage_.run(
      [messageId, step](storage::Store& store) -> Result<void> {
        auto siblings = store.siblings(messageId);
        if (!siblings) return std::move(siblings).error();
        for (size_t i = 0; i < siblings->size(); ++i) {
          if ((*siblings)[i].id != messageId) continue;
          const auto wanted = static_cast<std::ptrdiff_t>(i) + step;
          if (wanted < 0 || wanted >= static_cast<std::ptrdiff_t>(siblings->size())) return {};
          return store.activate((*siblings)[static_cast<size_t>(wanted)].id);
        }
        return {};
      },
      this, [this](Result<void> switched) {
        if (!switched) return setProblem(QString::fromStdString(switched.error().what()));
        cancelEdit();
        loadBranch(conversationId_);
      });
}

void ChatController::copyMessage(qint64 messageId) {
  const storage::Message* message = messages_.find(messageId);
  if (!message) return;
  QGuiApplication::clipboard()->setText(QString::fromStdString(message->text).trimmed());
  Q_EMIT copied();
}

void ChatController::copyLastAnswer() {
  const auto& branch = messages_.branch();
  for (auto message = branch.rbegin(); message != branch.rend(); ++message) {
    if (message->role == storage::Role::Assistant) return copyMessage(message->id);
  }
}

// ---- Draft, context meter, small things

void ChatController::setDraft(const QString& draft) {
  if (draft_ == draft) return;
  draft_ = draft;
  draftTimer_.start();
  if (!overflow_.isEmpty()) cancelOverflow();
  Q_EMIT draftChanged();
  measureSoon();
}

QString ChatController::draftKey() const {
  return conversationId_ == 0 ? QString::fromLatin1(kSettingDraftNew) : QStringLiteral("draft.%1").arg(conversationId_);
}

void ChatController::saveDraft() {
  draftTimer_.stop();
  settings_.set(draftKey(), editing_ == 0 ? draft_ : draftBeforeEdit_);
}

void ChatController::measureSoon() { meterTimer_.start(); }

void ChatController::measureNow() {
  if (models_.state() != ModelController::Ready || busy()) return;
  std::optional<int64_t> last;
  if (!messages_.branch().empty()) last = messages_.branch().back().id;
  if (const storage::Message* edited = editing_ ? messages_.find(editing_) : nullptr) last = edited->parentId;
  std::vector<ChatMessage> messages = historyUpTo(last);
  meterHasDraft_ = !draft_.trimmed().isEmpty();
  if (meterHasDraft_) {
    messages.push_back({.role = Role::User, .text = draft_.trimmed().toStdString(), .thinking = {}, .id = 0});
  }
  if (messages.empty()) return context_.clear();
  meterRequest_ = ++lastRequest_;
  engine_.post(MeasurePrompt{.request = meterRequest_, .messages = std::move(messages)});
}

std::vector<ChatMessage> ChatController::historyUpTo(std::optional<int64_t> last) const {
  std::vector<ChatMessage> history;
  if (!systemPrompt_.empty()) history.push_back({.role = Role::System, .text = systemPrompt_, .thinking = {}, .id = 0});
  if (!last) return history;
  for (const storage::Message& message : messages_.branch()) {
    history.push_back({engineRole(message.role), message.text, message.thinking, message.id});
    if (message.id == *last) break;
  }
  return history;
}

void ChatController::setProblem(const QString& problem) {
  if (problem_ == problem) return;
  problem_ = problem;
  Q_EMIT problemChanged();
}

void ChatController::dismissProblem() { setProblem({}); }

void ChatController::setOverflow(const QString& question) {
  if (overflow_ == question) return;
  overflow_ = question;
  Q_EMIT overflowChanged();
}

}  // namespace hearth::desktop
