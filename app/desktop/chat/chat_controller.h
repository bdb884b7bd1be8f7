// The open conversation: what is shown, what is being written, and the turns. A turn is measured, committed to
// the database, and only then handed to the engine; edits and new answers add siblings, nothing is overwritten.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <QObject>
#include <QTimer>
#include <QtQmlIntegration>

#include "app/desktop/engine_worker.h"
#include "app/desktop/chat/message_list_model.h"
#include "app/desktop/chat/meters.h"
#include "app/desktop/context/context_bar.h"
#include "app/desktop/context/summariser.h"
#include "app/desktop/models/model_controller.h"
#include "app/desktop/parameters/answer_sources.h"
#include "app/desktop/settings.h"
#include "app/desktop/statistics/energy_watch.h"
#include "app/desktop/storage_worker.h"

namespace hearth::desktop {

class ChatController : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by Application")
  Q_PROPERTY(qint64 conversationId READ conversationId NOTIFY conversationChanged)
  Q_PROPERTY(QString title READ title NOTIFY titleChanged)
  Q_PROPERTY(hearth::desktop::MessageListModel* messages READ messages CONSTANT)
  Q_PROPERTY(hearth::desktop::ContextMeter* context READ context CONSTANT)
  Q_PROPERTY(hearth::desktop::SpeedMeter* speed READ speed CONSTANT)
  Q_PROPERTY(hearth::desktop::ContextBar* contextBar READ contextBar CONSTANT)
  Q_PROPERTY(QString summarising READ summarising NOTIFY summarisingChanged)
  Q_PROPERTY(QString draft READ draft WRITE setDraft NOTIFY draftChanged)
  Q_PROPERTY(qint64 editing READ editing NOTIFY editingChanged)
  Q_PROPERTY(int editingRow READ editingRow NOTIFY editingChanged)
  Q_PROPERTY(bool busy READ busy NOTIFY busyChanged)
  Q_PROPERTY(bool answeringHere READ answeringHere NOTIFY busyChanged)
  Q_PROPERTY(bool canSend READ canSend NOTIFY canSendChanged)
  Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)
  Q_PROPERTY(QString overflow READ overflow NOTIFY overflowChanged)
 public:
  ChatController(EngineWorker& engine, StorageWorker& storage, Settings& settings, ModelController& models,
                 AnswerSources& sources, EnergyWatch& energy);
  ~ChatController() override;

  qint64 conversationId() const { return conversationId_; }
  QString title() const { return title_; }
  MessageListModel* messages() { return &messages_; }
  ContextMeter* context() { return &context_; }
  SpeedMeter* speed() { return &speed_; }
  ContextBar* contextBar() { return &contextBar_; }
  QString summarising() const { return summarising_; }  // "Summarising 6 messages…"; empty: it does not
  QString draft() const { return draft_; }
  void setDraft(const QString& draft);
  qint64 editing() const { return editing_; }
  int editingRow() const { return editing_ == 0 ? -1 : messages_.rowOf(editing_); }
  bool busy() const { return answer_.has_value() || turn_.has_value(); }
  bool answeringHere() const { return answer_ && answer_->conversationId == conversationId_; }
  bool canSend() const;
  QString problem() const { return problem_; }    // why the last wish was not fulfilled; empty: all is well
  QString overflow() const { return overflow_; }  // a question: what would be left out if it is sent

  // As it was read last; id 0: a new one, which is stored with its first message.
  const storage::Conversation& conversation() const { return conversation_; }
  ModelController& models() { return models_; }
  // Takes over instructions, parameters and preset, for the next answers.
  void changeSettings(const storage::Conversation& wish);

  Q_INVOKABLE void open(qint64 conversationId);
  Q_INVOKABLE void startNew();
  Q_INVOKABLE void send();
  Q_INVOKABLE void sendWithoutOldest();
  Q_INVOKABLE void summariseOldest();
  Q_INVOKABLE void cancelOverflow();
  // The messages it stood for are read again.
  Q_INVOKABLE void removeSummary(qint64 messageId);
  Q_INVOKABLE void stop();
  Q_INVOKABLE void edit(qint64 messageId);
  Q_INVOKABLE void editLast();
  Q_INVOKABLE void cancelEdit();
  Q_INVOKABLE void regenerate(qint64 messageId);
  Q_INVOKABLE void regenerateLast();
  Q_INVOKABLE void switchSibling(qint64 messageId, int step);
  Q_INVOKABLE void copyMessage(qint64 messageId);
  Q_INVOKABLE void copyLastAnswer();
  Q_INVOKABLE void dismissProblem();

 public Q_SLOTS:
  void renamed(qint64 conversationId, const QString& title);
  void trashed(qint64 conversationId);

 Q_SIGNALS:
  void conversationChanged();
  void titleChanged();
  void draftChanged();
  void editingChanged();
  void busyChanged();
  void canSendChanged();
  void problemChanged();
  void overflowChanged();
  void settingsChanged();
  void summarisingChanged();
  void conversationsChanged();  // the list should read again
  void turnStarted();           // the view goes to the new message
  void copied();

 private:
  // What the user asked for, until it is committed.
  struct Turn {
    qint64 conversationId = 0;        // 0: a new one
    std::optional<int64_t> parent;    // of the message to add first
    std::optional<std::string> text;  // the user's message; none: a new answer only
    std::vector<ChatMessage> messages;
    Parameters parameters;  // as they were when it was begun
    Overflow overflow = Overflow::Refuse;
    int leftOut = 0;          // messages that the model will not read
    bool summarised = false;  // once is enough
    bool fromDraft = false;
    uint64_t measure = 0;  // the request that measures it; 0: not asked yet
  };
  // The answer being written, whichever conversation is open.
  struct Answer {
    uint64_t request = 0;
    qint64 conversationId = 0, messageId = 0;
    std::string text, thinking;
    std::string expertProfile;  // kept with the conversation when the answer is
    std::string parameters{};   // JSON; what it is sampled with
    int leftOut = 0;            // messages that the model did not read
    bool unsaved = false;
  };
  struct Committed;

  static MeasurePrompt measureOf(uint64_t request, std::vector<ChatMessage> messages, const Parameters& parameters);
  void begin(Turn turn);
  void measureTurn();
  void commit();
  void committed(Result<Committed> result, Turn turn);
  void abandonTurn(const QString& problem);
  void doesNotFit(const PromptMeasured& measured);
  void dropOldest();
  static QString leftOutNote(int messages);
  void summarise();
  void keepSummary(const std::string& text);
  void summaryFailed(const QString& cause);
  void setSummarising(const QString& what);
  void receive(const Delta& delta);
  void receive(const PromptMeasured& measured);
  void finishAnswer(storage::MessageState state, const GenerationStats& stats, const std::string& note);
  void flush();
  void measureSoon();
  void measureNow();
  void loadBranch(qint64 conversationId);
  void show(std::vector<storage::Message> branch);
  void setProblem(const QString& problem);
  void setOverflow(const QString& question);
  void saveDraft();
  QString draftKey() const;
  // The active branch up to and including `last` (none: nothing), as the engine wants it.
  std::vector<ChatMessage> historyUpTo(std::optional<int64_t> last) const;

  EngineWorker& engine_;
  StorageWorker& storage_;
  Settings& settings_;
  ModelController& models_;
  AnswerSources& sources_;
  EnergyWatch& energy_;
  MessageListModel messages_;
  ContextMeter context_;
  SpeedMeter speed_;
  ContextBar contextBar_;
  Summariser summariser_;
  QString summarising_;
  std::vector<storage::Summary> summaries_;  // of all branches of the open conversation
  int64_t summarisedThrough_ = 0;            // the last message of those being summarised
  PromptMeasured notFitting_;                // why the turn is not sent yet
  std::vector<ChatMessage> meterMessages_;   // that meterRequest_ measures

  qint64 conversationId_ = 0;
  uint64_t opening_ = 0;  // counts what was opened; a late result of an earlier one is dropped
  QString title_;
  storage::Conversation conversation_;  // as it was read last; its instructions go before the branch
  QString draft_, draftBeforeEdit_;
  qint64 editing_ = 0;
  QString problem_, overflow_;
  std::optional<Turn> turn_;
  std::optional<Answer> answer_;
  uint64_t lastRequest_ = 0;
  uint64_t meterRequest_ = 0;  // the measurement of the draft under way; 0: none
  bool meterHasDraft_ = false;
  QTimer flushTimer_, draftTimer_, meterTimer_;
};

}  // namespace hearth::desktop
