// What is open: the conversation, its branch, the draft. Turns are in chat_turns.cpp, versions in
// chat_versions.cpp, the chat's model in chat_model.cpp.
#include "app/desktop/chat/chat_controller.h"

#include <utility>

#include "app/chat/history.h"
#include "app/desktop/attachments/attachment_texts.h"

namespace hearth::desktop {
namespace {

constexpr std::chrono::milliseconds kDraftDelay{400};
constexpr std::chrono::milliseconds kMeterDelay{300};

}  // namespace

ChatController::ChatController(EngineWorker& engine, StorageWorker& storage, Settings& settings,
                               ModelController& models, AnswerSources& sources, EnergyWatch& energy,
                               Kind kind)
    : engine_(engine),
      storage_(storage),
      settings_(settings),
      models_(models),
      sources_(sources),
      energy_(energy),
      kind_(kind),
      queue_(storage),
      find_(storage),
      shelf_(storage, engine, settings),
      sentFiles_(storage),
      summariser_(engine),
      answer_(storage) {
  draft_ = settings_.value(kSettingDraftNew);
  context_.setLimit(models_.contextLength());
  for (QTimer* timer : {&draftTimer_, &meterTimer_}) timer->setSingleShot(true);
  draftTimer_.setInterval(kDraftDelay);
  meterTimer_.setInterval(kMeterDelay);
  connect(&draftTimer_, &QTimer::timeout, this, &ChatController::saveDraft);
  connect(&meterTimer_, &QTimer::timeout, this, &ChatController::measureNow);
  connect(this, &ChatController::busyChanged, this, &ChatController::canSendChanged);
  connect(this, &ChatController::draftChanged, this, &ChatController::canSendChanged);
  connect(this, &ChatController::editingChanged, this, &ChatController::canSendChanged);
  connect(this, &ChatController::overflowChanged, this, &ChatController::canSendChanged);
  connect(&messages_, &MessageListModel::textsWanted, this,
          [this](const std::vector<int64_t>& ids) { loadTexts(ids, [] {}); });
  connect(&queue_, &MessageQueue::failed, this, &ChatController::setProblem);
  connect(&queue_, &MessageQueue::filesTaken, &shelf_, &AttachmentShelf::reload);
  connect(&find_, &FindInChat::wanted, this, &ChatController::reveal);
  connect(&shelf_, &AttachmentShelf::countChanged, this, [this] {
    Q_EMIT canSendChanged();
    measureSoon();
  });
  connect(&shelf_, &AttachmentShelf::failed, this, &ChatController::setProblem);
  shelf_.open(std::nullopt);
  connect(&models_, &ModelController::stateChanged, this, [this] {
    Q_EMIT canSendChanged();
    noticeLoad();
    proposeModel();
    context_.setLimit(models_.contextLength());
    if (models_.state() == ModelController::Ready) {
      shelf_.measure();
      measureSoon();
    }
    if (turn_ && models_.state() == ModelController::Failed) abandonTurn({});
  });
  connect(&summariser_, &Summariser::finished, this, &ChatController::keepSummary);
  connect(&summariser_, &Summariser::failed, this, &ChatController::summaryFailed);
  connect(&contextBar_, &ContextBar::wantedChanged, this, &ChatController::measureSoon);
  connect(&sources_, &AnswerSources::changed, this, &ChatController::measureSoon);
  connect(&sources_, &AnswerSources::changed, this, &ChatController::proposeModel);
  connect(&sources_, &AnswerSources::changed, this, &ChatController::startAnswer);
  connect(this, &ChatController::settingsChanged, this, &ChatController::proposeModel);
  connectEngine();
}

ChatController::~ChatController() {
  saveDraft();
  if (answer_.active()) energy_.finish();
}

bool ChatController::canSend() const {
  if (!models_.usable() || !overflow_.isEmpty()) return false;
  const bool words = !draft_.trimmed().isEmpty();
  if (editing_ != 0) return words && !busy();
  if (shelf_.reading()) return false;
  if (!shelf_.hasReady()) return words;
  // A chat that does not exist yet has nowhere to keep the files of a waiting message.
  if (busy()) return words && conversation_.id != 0;
  return models_.state() == ModelController::Ready;  // how much of a file fits is for the model to say
}

// ---- Opening

void ChatController::open(qint64 conversationId) {
  if (conversationId == conversation_.id && conversationId != 0) return;
  cancelEdit();
  saveDraft();
  setProblem({});
  cancelOverflow();
  loadBranch(conversationId);
}

void ChatController::openAt(qint64 conversation, qint64 message, const QString& words) {
  revealAfterOpening_ = message;
  wordsAfterOpening_ = words;
  if (message == 0) return open(conversation);
  cancelEdit();
  saveDraft();
  setProblem({});
  cancelOverflow();
  // It may stand on a branch that is not the active one.
  storage_.run(
      [conversation, message](storage::Store& store) -> Result<void> {
        auto outline = store.branchOutline(conversation);
        if (!outline) return std::move(outline).error();
        for (const storage::BranchEntry& entry : *outline) {
          if (entry.id == message) return {};
        }
        return store.activate(message);
      },
      this,
      [this, conversation](Result<void> found) {
        if (!found) return setProblem(QString::fromStdString(found.error().what()));
        loadBranch(conversation);
      });
}

void ChatController::startNew(qint64 folderId) {
  const std::optional<int64_t> folder = folderId == 0 ? std::nullopt : std::optional<int64_t>(folderId);
  if (conversation_.id == 0) {
    if (conversation_.folderId == folder) return;
    conversation_.folderId = folder;
  } else {
    cancelEdit();
    saveDraft();
    setProblem({});
    cancelOverflow();
    clear();
    conversation_.folderId = folder;
  }
  modelDeclined_ = false;
  Q_EMIT settingsChanged();
  if (!busy()) loadProposedModel();
}

void ChatController::clear() {
  filesHere_.clear();
  ++opening_;
  conversation_ = {};
  title_.clear();
  find_.setConversation(0);
  summaries_.clear();
  messages_.setSummaries({});
  messages_.setBranch({});
  sentFiles_.clear();
  shelf_.open(std::nullopt);
  queue_.open(0);
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
  filesHere_.clear();
  struct Opened {
    storage::Conversation conversation;
    BranchView branch;
    std::vector<storage::Summary> summaries;
    std::string draft;
  };
  const uint64_t opening = ++opening_;
  storage_.run(
      [conversationId](storage::Store& store) -> Result<Opened> {
        auto conversation = store.conversation(conversationId);
        if (!conversation) return std::move(conversation).error();
        auto branch = readBranch(store, conversationId);
        if (!branch) return std::move(branch).error();
        auto summaries = store.summaries(conversationId);
        if (!summaries) return std::move(summaries).error();
        auto draft = store.setting("draft." + std::to_string(conversationId));
        if (!draft) return std::move(draft).error();
        return Opened{std::move(*conversation), std::move(*branch), std::move(*summaries),
                      draft->value_or("")};
      },
      this,
      [this, opening](Result<Opened> opened) {
        if (opening != opening_) return;
        if (!opened) return setProblem(QString::fromStdString(opened.error().what()));
        const bool other = conversation_.id != opened->conversation.id;
        adopt(std::move(opened->conversation));
        if (other) {
          context_.clear();
          draft_ = QString::fromStdString(opened->draft);
          shelf_.open(conversation_.id);
          sentFiles_.clear();
          settings_.set(kSettingLastConversation, QString::number(conversation_.id));
          queue_.open(conversation_.id);
        }
        summaries_ = std::move(opened->summaries);
        messages_.setSummaries(summaries_);
        show(std::move(opened->branch));
        Q_EMIT titleChanged();
        Q_EMIT settingsChanged();
        if (other) {
          Q_EMIT conversationChanged();
          Q_EMIT draftChanged();
          Q_EMIT busyChanged();
        }
        const qint64 message = std::exchange(revealAfterOpening_, 0);
        const QString words = std::exchange(wordsAfterOpening_, {});
        if (message != 0 && !words.isEmpty()) {
          find_.openAt(words, message);
        } else if (message != 0) {
          reveal(message);
        }
      });
}

void ChatController::adopt(storage::Conversation conversation) {
  // A temporary chat's database knows no presets: what it chose is known here alone.
  if (temporary()) conversation.presetId = conversation_.presetId;
  if (conversation.id != conversation_.id) modelDeclined_ = false;
  conversation_ = std::move(conversation);
  title_ = QString::fromStdString(conversation_.title);
}

storage::Conversation ChatController::settingsToKeep() const {
  storage::Conversation settings = conversation_;
  if (temporary()) settings.presetId.reset();
  return settings;
}

void ChatController::changeSettings(const storage::Conversation& wish) {
  conversation_.systemPrompt = wish.systemPrompt;
  conversation_.parameters = wish.parameters;
  conversation_.presetId = wish.presetId;
  if (conversation_.id != 0) {
    storage_.run([settings = settingsToKeep()](storage::Store& store) {
      return chat::storeSettings(store, settings.id, settings);
    });
  }
  Q_EMIT settingsChanged();
  measureSoon();
}

void ChatController::readSettings() {
  if (conversation_.id == 0) return;
  storage_.run([id = conversation_.id](storage::Store& store) { return store.conversation(id); }, this,
               [this](Result<storage::Conversation> conversation) {
                 if (!conversation || conversation->id != conversation_.id) return;
                 conversation_.folderId = conversation->folderId;
                 Q_EMIT settingsChanged();
                 measureSoon();
               });
}

// The database lags behind the answer being written by up to one flush.
void ChatController::show(BranchView branch) {
  for (storage::Message& message : branch.messages) {
    if (!answer_.active() || message.id != answer_.messageId()) continue;
    message.text = answer_.text();
    message.thinking = answer_.thinking();
  }
  messages_.setBranch(std::move(branch));
  sentFiles_.load(conversation_.id);
  find_.setConversation(conversation_.id);
  measureSoon();
}

void ChatController::loadTexts(const std::vector<int64_t>& ids, std::function<void()> then) {
  storage_.run(
      [ids](storage::Store& store) { return store.messages(ids); }, this,
      [this, opening = opening_, then = std::move(then)](Result<std::vector<storage::Message>> messages) {
        if (opening != opening_) return;
        if (!messages) return setProblem(QString::fromStdString(messages.error().what()));
        messages_.provide(std::move(*messages));
        then();
      });
}

void ChatController::reveal(qint64 messageId) {
  const int row = messages_.rowOf(messageId);
  if (row < 0) return;
  const std::vector<int64_t> missing = messages_.missingAround(row);
  if (missing.empty()) return Q_EMIT revealed(row);
  loadTexts(missing, [this, messageId] {
    if (const int place = messages_.rowOf(messageId); place >= 0) Q_EMIT revealed(place);
  });
}

void ChatController::renamed(qint64 conversationId, const QString& title) {
  if (conversationId != conversation_.id) return;
  title_ = title;
  Q_EMIT titleChanged();
}

void ChatController::trashed(const std::vector<int64_t>& conversationIds) {
  for (const int64_t id : conversationIds) {
    if (answer_.active() && answer_.conversationId() == id) stop();
    if (conversation_.id == id) startNew();
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

// Puts it into the composer as if it had been typed there.
void ChatController::takeDraft(const QString& draft) {
  draft_ = draft;
  draftTimer_.start();
  Q_EMIT draftChanged();
}

QString ChatController::draftKey() const {
  return conversation_.id == 0 ? QString::fromLatin1(kSettingDraftNew)
                               : QStringLiteral("draft.%1").arg(conversation_.id);
}

void ChatController::saveDraft() {
  draftTimer_.stop();
  settings_.set(draftKey(), editing_ == 0 ? draft_ : draftBeforeEdit_);
}

void ChatController::measureSoon() { meterTimer_.start(); }

void ChatController::measureNow() {
  if (models_.state() != ModelController::Ready || busy()) return;
  Turn turn;
  turn.conversationId = conversation_.id;
  turn.settings = conversation_;
  if (!messages_.branch().empty()) turn.below = messages_.branch().back().id;
  if (const storage::Message* edited = editing_ ? messages_.find(editing_) : nullptr)
    turn.below = edited->parentId;
  turn.withDraftFiles = editing_ == 0 && shelf_.hasReady();
  meterHasDraft_ = !draft_.trimmed().isEmpty() || turn.withDraftFiles;
  if (meterHasDraft_) turn.question = draft_.trimmed().toStdString();
  const Inherited inherited = sources_.of(conversation_);
  if (!turn.below && !turn.question && inherited.systemPrompt.empty()) {
    contextBar_.clear();
    return context_.clear();
  }
  const size_t bytesMax = historyBytesFor(models_.contextLength());
  storage_.run([turn, ancestors = sources_.ancestors(),
                bytesMax](storage::Store& store) { return prepareTurn(store, turn, ancestors, bytesMax); },
               this,
               [this, opening = opening_, parameters = inherited.all](Result<Turn> prepared) {
                 if (opening != opening_ || !prepared || busy()) return;
                 if (!prepared->files.empty()) {
                   prepared->messages.back().text =
                       attachments::withFiles(prepared->files, *prepared->question);
                 }
                 meterRequest_ = engine_.nextRequest();
                 meterMessages_ = prepared->messages;
                 MeasurePrompt measure = measureOf(meterRequest_, std::move(prepared->messages), parameters);
                 measure.perMessage = contextBar_.wanted();
                 engine_.post(std::move(measure));
               });
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
