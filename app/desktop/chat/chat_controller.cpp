#include "app/desktop/chat/chat_controller.h"

#include <span>

#include <QClipboard>
#include <QGuiApplication>
#include <QLocale>

#include "app/chat/history.h"

namespace hearth::desktop {
namespace {

constexpr std::chrono::milliseconds kFlushInterval{500};  // a crash may cost at most one second of text
constexpr std::chrono::milliseconds kDraftDelay{400};
constexpr std::chrono::milliseconds kMeterDelay{300};

}  // namespace

ChatController::ChatController(EngineWorker& engine, StorageWorker& storage, Settings& settings,
                               ModelController& models, AnswerSources& sources, EnergyWatch& energy)
    : engine_(engine), storage_(storage), settings_(settings), models_(models), sources_(sources), energy_(energy), summariser_(engine) {
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
  connect(&summariser_, &Summariser::finished, this, &ChatController::keepSummary);
  connect(&summariser_, &Summariser::failed, this, &ChatController::summaryFailed);
  connect(&contextBar_, &ContextBar::wantedChanged, this, &ChatController::measureSoon);
  connect(&sources_, &AnswerSources::changed, this, &ChatController::measureSoon);
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
  connect(&engine_, &EngineWorker::expertsUsed, this, [this](const ExpertsUsed& used) {
    if (answer_ && used.request == answer_->request) answer_->expertProfile = used.profile;
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

MeasurePrompt ChatController::measureOf(uint64_t request, std::vector<ChatMessage> messages,
                                        const Parameters& parameters) {
  Generate like;
  parameters.applyTo(like);
  return {.request = request,
          .messages = std::move(messages),
          .templateValues = std::move(like.templateValues),
          .maxTokens = like.maxTokens};
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
  conversation_ = {};
  summaries_.clear();
  messages_.setSummaries({});
  messages_.setBranch({});
  context_.clear();
  contextBar_.clear();
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
    std::vector<storage::Summary> summaries;
    std::string draft;
  };
  const uint64_t opening = ++opening_;
  storage_.run(
      [conversationId](storage::Store& store) -> Result<Opened> {
        auto conversation = store.conversation(conversationId);
        if (!conversation) return std::move(conversation).error();
        auto branch = store.activeBranch(conversationId);
        if (!branch) return std::move(branch).error();
        auto summaries = store.summaries(conversationId);
        if (!summaries) return std::move(summaries).error();
        auto draft = store.setting("draft." + std::to_string(conversationId));
        if (!draft) return std::move(draft).error();
        return Opened{std::move(*conversation), std::move(*branch), std::move(*summaries), draft->value_or("")};
      },
      this, [this, opening](Result<Opened> opened) {
        if (opening != opening_) return;
        if (!opened) return setProblem(QString::fromStdString(opened.error().what()));
        const bool other = conversationId_ != opened->conversation.id;
        conversationId_ = opened->conversation.id;
        title_ = QString::fromStdString(opened->conversation.title);
        conversation_ = opened->conversation;
        if (other) {
          context_.clear();
          draft_ = QString::fromStdString(opened->draft);
          settings_.set(kSettingLastConversation, QString::number(conversationId_));
        }
        summaries_ = std::move(opened->summaries);
        messages_.setSummaries(summaries_);
        show(std::move(opened->branch));
        Q_EMIT titleChanged();
        Q_EMIT settingsChanged();
        if (!other) return;
        Q_EMIT conversationChanged();
        Q_EMIT draftChanged();
        Q_EMIT busyChanged();
      });
}

void ChatController::changeSettings(const storage::Conversation& wish) {
  conversation_.systemPrompt = wish.systemPrompt;
  conversation_.parameters = wish.parameters;
  conversation_.presetId = wish.presetId;
  if (conversationId_ != 0) {
    storage_.run([id = conversationId_, wish = conversation_](storage::Store& store) {
      return chat::storeSettings(store, id, wish);
    });
  }
  Q_EMIT settingsChanged();
  measureSoon();
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
  if (messages.empty()) {
    contextBar_.clear();
    return context_.clear();
  }
  meterRequest_ = ++lastRequest_;
  meterMessages_ = messages;
  MeasurePrompt measure = measureOf(meterRequest_, std::move(messages), sources_.of(conversation_).all);
  measure.perMessage = contextBar_.wanted();
  engine_.post(std::move(measure));
}

std::vector<ChatMessage> ChatController::historyUpTo(std::optional<int64_t> last) const {
  const int row = last ? messages_.rowOf(*last) : -1;
  storage::Conversation instructed = conversation_;
  instructed.systemPrompt = sources_.of(conversation_).systemPrompt;
  return withSummary(chat::historyOf(instructed, std::span(messages_.branch()).first(static_cast<size_t>(row + 1))),
                     summaries_);
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
