// The open conversation: what is shown, what is being written, and the turns. A turn is measured, committed
// to the database, and only then handed to the engine; edits and new answers add siblings, nothing is
// overwritten.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <QHash>
#include <QObject>
#include <QTimer>
#include <QtQmlIntegration>

#include "app/desktop/attachments/attachment_shelf.h"
#include "app/desktop/attachments/sent_files.h"
#include "app/desktop/chat/find_in_chat.h"
#include "app/desktop/chat/live_answer.h"
#include "app/desktop/chat/message_list_model.h"
#include "app/desktop/chat/message_queue.h"
#include "app/desktop/chat/meters.h"
#include "app/desktop/chat/turn.h"
#include "app/desktop/context/context_bar.h"
#include "app/desktop/context/summariser.h"
#include "app/desktop/engine_worker.h"
#include "app/desktop/models/model_controller.h"
#include "app/desktop/parameters/answer_sources.h"
#include "app/desktop/session/desktop_session.h"
#include "app/desktop/settings.h"
#include "app/desktop/statistics/energy_watch.h"
#include "app/desktop/storage_worker.h"

namespace hearth::desktop {

class ChatController : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by Application")
  Q_PROPERTY(qint64 conversationId READ conversationId NOTIFY conversationChanged)
  Q_PROPERTY(bool temporary READ temporary CONSTANT)
  Q_PROPERTY(QString title READ title NOTIFY titleChanged)
  Q_PROPERTY(hearth::desktop::MessageListModel* messages READ messages CONSTANT)
  Q_PROPERTY(hearth::desktop::MessageQueue* queue READ queue CONSTANT)
  Q_PROPERTY(hearth::desktop::FindInChat* find READ find CONSTANT)
  Q_PROPERTY(hearth::desktop::ContextMeter* context READ context CONSTANT)
  Q_PROPERTY(hearth::desktop::SpeedMeter* speed READ speed CONSTANT)
  Q_PROPERTY(hearth::desktop::ContextBar* contextBar READ contextBar CONSTANT)
  Q_PROPERTY(QString summarising READ summarising NOTIFY summarisingChanged)
  Q_PROPERTY(hearth::desktop::AttachmentShelf* attachments READ attachments CONSTANT)
  Q_PROPERTY(hearth::desktop::SentFiles* sentFiles READ sentFiles CONSTANT)
  Q_PROPERTY(QString draft READ draft WRITE setDraft NOTIFY draftChanged)
  Q_PROPERTY(qint64 editing READ editing NOTIFY editingChanged)
  Q_PROPERTY(bool editingAnswer READ editingAnswer NOTIFY editingChanged)
  Q_PROPERTY(int editingRow READ editingRow NOTIFY editingChanged)
  Q_PROPERTY(bool busy READ busy NOTIFY busyChanged)
  Q_PROPERTY(bool answeringHere READ answeringHere NOTIFY busyChanged)
  Q_PROPERTY(bool canSend READ canSend NOTIFY canSendChanged)
  Q_PROPERTY(bool queues READ queues NOTIFY canSendChanged)
  Q_PROPERTY(QString modelProposal READ modelProposal NOTIFY modelProposalChanged)
  Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)
  Q_PROPERTY(QString overflow READ overflow NOTIFY overflowChanged)
 public:
  enum class Kind { Kept, Temporary };

  ChatController(EngineWorker& engine, StorageWorker& storage, Settings& settings, ModelController& models,
                 AnswerSources& sources, EnergyWatch& energy, Kind kind = Kind::Kept);
  ~ChatController() override;

  qint64 conversationId() const { return conversation_.id; }
  bool temporary() const { return kind_ == Kind::Temporary; }
  QString title() const { return title_; }
  MessageListModel* messages() { return &messages_; }
  MessageQueue* queue() { return &queue_; }
  FindInChat* find() { return &find_; }
  ContextMeter* context() { return &context_; }
  SpeedMeter* speed() { return &speed_; }
  ContextBar* contextBar() { return &contextBar_; }
  QString summarising() const { return summarising_; }  // "Summarising 6 messages…"; empty: it does not
  AttachmentShelf* attachments() { return &shelf_; }
  SentFiles* sentFiles() { return &sentFiles_; }
  QString draft() const { return draft_; }
  void setDraft(const QString& draft);
  qint64 editing() const { return editing_; }
  bool editingAnswer() const;
  int editingRow() const { return editing_ == 0 ? -1 : messages_.rowOf(editing_); }
  bool busy() const { return answer_.active() || turn_.has_value(); }
  bool answeringHere() const { return answer_.active() && answer_.conversationId() == conversationId(); }
  bool canSend() const;
  bool queues() const { return busy() && overflow_.isEmpty() && editing_ == 0; }  // sending means queueing
  // Why another model than the one in use should answer here; empty: nothing says so.
  QString modelProposal() const;
  QString problem() const { return problem_; }    // why the last wish was not fulfilled; empty: all is well
  QString overflow() const { return overflow_; }  // a question: what would be left out if it is sent

  // As it was read last; id 0: a new one, which is stored with its first message.
  const storage::Conversation& conversation() const { return conversation_; }
  ModelController& models() { return models_; }
  // Takes over instructions, parameters and preset, for the next answers.
  void changeSettings(const storage::Conversation& wish);
  // What is open may have been moved to another folder.
  void readSettings();

  Q_INVOKABLE void open(qint64 conversationId);
  // Opens it at a message (0: where it was left), with the words marked that led there.
  void openAt(qint64 conversationId, qint64 messageId, const QString& words);
  // `folderId` 0: in none.
  Q_INVOKABLE void startNew(qint64 folderId = 0);
  Q_INVOKABLE void send();
  Q_INVOKABLE void sendWithoutOldest();
  Q_INVOKABLE void summariseOldest();
  Q_INVOKABLE void cancelOverflow();
  // The messages it stood for are read again.
  Q_INVOKABLE void removeSummary(qint64 messageId);
  Q_INVOKABLE void stop();
  Q_INVOKABLE void sendQueuedNow(qint64 queuedId);
  Q_INVOKABLE void edit(qint64 messageId);
  Q_INVOKABLE void editLast();
  void editLastAnswer();
  Q_INVOKABLE void cancelEdit();
  Q_INVOKABLE void regenerate(qint64 messageId);
  // With another model (empty: this one) and parameters as in Parameters, for this one alone.
  Q_INVOKABLE void regenerateWith(qint64 messageId, const QString& modelPath, const QVariantMap& parameters);
  Q_INVOKABLE void regenerateLast();
  Q_INVOKABLE void continueAnswer(qint64 messageId);
  void continueLast();
  Q_INVOKABLE void switchSibling(qint64 messageId, int step);
  void switchLastSibling(int step);  // of the last message that has versions
  Q_INVOKABLE void fork(qint64 messageId);
  void forkHere();
  Q_INVOKABLE qint64 lastAnswer() const;  // 0: none
  Q_INVOKABLE void copyMessage(qint64 messageId);
  Q_INVOKABLE void copyLastAnswer();
  void copyLastCode();
  Q_INVOKABLE void loadProposedModel();
  Q_INVOKABLE void declineProposedModel();  // until another chat is opened
  Q_INVOKABLE void dismissProblem();
  // Makes sure that a message and its neighbours are there, then announces it by revealed().
  void reveal(qint64 messageId);

 public Q_SLOTS:
  void renamed(qint64 conversationId, const QString& title);
  void trashed(const std::vector<int64_t>& conversationIds);

 Q_SIGNALS:
  void conversationChanged();
  void titleChanged();
  void draftChanged();
  void editingChanged();
  void busyChanged();
  void canSendChanged();
  void modelProposalChanged();
  void problemChanged();
  void overflowChanged();
  void settingsChanged();
  void summarisingChanged();
  void conversationsChanged();  // the list should read again
  void turnStarted();           // the view goes to the new message
  void revealed(int row);       // the view goes there
  void copied();
  void answerEnded(const hearth::desktop::AnswerEnd& end);

 private:
  struct WantedModel {
    QString path;  // empty: whichever is loaded
    Level from = Level::Usual;
    bool operator==(const WantedModel&) const = default;
  };
  void connectEngine();
  static MeasurePrompt measureOf(uint64_t request, std::vector<ChatMessage> messages,
                                 const Parameters& parameters);
  void begin(Turn turn);
  void prepared(Turn turn);
  void measureTurn();
  bool fitFiles(const PromptMeasured& measured);
  void commit();
  // `settings` as they were asked for, of which a temporary chat keeps none.
  void committed(Result<CommittedTurn> result, const Turn& turn, const storage::Conversation& settings);
  void startAnswer();
  void abandonTurn(const QString& problem);
  void doesNotFit(const PromptMeasured& measured);
  void dropOldest();
  void summarise();
  void keepSummary(const std::string& text);
  void summaryFailed(const QString& cause);
  void setSummarising(const QString& what);
  void queueDraft();
  void saveEditedAnswer();
  void sendNextOf(qint64 conversationId);
  void receive(const Delta& delta);
  void receive(const PromptMeasured& measured);
  void receive(const Done& done);
  void finishAnswer(storage::MessageState state, const GenerationStats& stats, const std::string& note);
  WantedModel wantedModel() const;
  bool isHere(const QString& path) const;
  void proposeModel();
  void noticeLoad();
  void measureSoon();
  void measureNow();
  void loadBranch(qint64 conversationId);
  void adopt(storage::Conversation conversation);
  storage::Conversation settingsToKeep() const;
  void loadTexts(const std::vector<int64_t>& ids, std::function<void()> then);
  void show(BranchView branch);
  void clear();
  void takeDraft(const QString& draft);
  void setProblem(const QString& problem);
  void setOverflow(const QString& question);
  void saveDraft();
  QString draftKey() const;

  EngineWorker& engine_;
  StorageWorker& storage_;
  Settings& settings_;
  ModelController& models_;
  AnswerSources& sources_;
  EnergyWatch& energy_;
  const Kind kind_;
  MessageListModel messages_;
  MessageQueue queue_;
  FindInChat find_;
  ContextMeter context_;
  SpeedMeter speed_;
  AttachmentShelf shelf_;
  SentFiles sentFiles_;
  ContextBar contextBar_;
  Summariser summariser_;
  QString summarising_;
  std::vector<storage::Summary> summaries_;  // of all branches of the open conversation
  int64_t summarisedThrough_ = 0;            // the last message of those being summarised
  PromptMeasured notFitting_;                // why the turn is not sent yet
  std::vector<ChatMessage> meterMessages_;   // that meterRequest_ measures

  uint64_t opening_ = 0;                // counts what was opened; a late result of an earlier one is dropped
  storage::Conversation conversation_;  // as it was read last; id 0: a new one
  QString title_;
  qint64 revealAfterOpening_ = 0;
  QString wordsAfterOpening_;
  QString draft_, draftBeforeEdit_;
  qint64 editing_ = 0;
  WantedModel proposed_;                    // empty path: nothing
  mutable QHash<QString, bool> filesHere_;  // which models' files there are, looked up once a chat and load
  bool modelDeclined_ = false;              // the user wants another one for the open chat
  QString problem_, overflow_;
  std::optional<Turn> turn_;
  uint64_t turns_ = 0;  // counts them; what was prepared for an abandoned one is dropped
  LiveAnswer answer_;
  struct Start {
    Generate generate;
    storage::Conversation settings;
    Parameters only;  // for this answer alone
    uint32_t leftOut = 0;
  };
  std::optional<Start> start_;   // of answer_, until the model is loaded
  Parameters answerParameters_;  // of the answer being written
  uint32_t answerLeftOut_ = 0;   // messages that it is written without
  qint64 sendNext_ = 0;          // a queued message that shall not wait for the rest of its queue
  uint64_t meterRequest_ = 0;    // the measurement of the draft under way; 0: none
  bool meterHasDraft_ = false;
  QTimer draftTimer_, meterTimer_;
};

}  // namespace hearth::desktop
