// One message as its delegate sees it. Made when the row is first shown; GUI thread.
#pragma once

#include <memory>

#include <QObject>
#include <QtQmlIntegration>

#include "app/desktop/chat/thinking_model.h"
#include "app/desktop/rendering/block_list_model.h"
#include "storage/records.h"

namespace hearth::desktop {

class MessageItem : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Created by MessageListModel")
  Q_PROPERTY(qint64 messageId READ messageId CONSTANT)
  Q_PROPERTY(bool fromUser READ fromUser CONSTANT)
  Q_PROPERTY(QString text READ text NOTIFY textChanged)
  Q_PROPERTY(hearth::desktop::BlockListModel* blocks READ blocks CONSTANT)
  Q_PROPERTY(hearth::desktop::ThinkingModel* thinking READ thinking CONSTANT)
  Q_PROPERTY(State state READ state NOTIFY stateChanged)
  Q_PROPERTY(QString error READ error NOTIFY stateChanged)
  Q_PROPERTY(QString statistics READ statistics NOTIFY stateChanged)
  Q_PROPERTY(QString leftOut READ leftOut NOTIFY stateChanged)
  Q_PROPERTY(QString summary READ summary NOTIFY summaryChanged)
  Q_PROPERTY(QString progress READ progress NOTIFY progressChanged)
  Q_PROPERTY(QString time READ time NOTIFY loadedChanged)
  Q_PROPERTY(bool loaded READ loaded NOTIFY loadedChanged)
  Q_PROPERTY(bool ready READ ready NOTIFY readyChanged)
  Q_PROPERTY(int estimatedLines READ estimatedLines CONSTANT)
  Q_PROPERTY(bool canContinue READ canContinue NOTIFY stateChanged)
  Q_PROPERTY(bool edited READ edited NOTIFY loadedChanged)
  Q_PROPERTY(QString modelName READ modelName NOTIFY loadedChanged)
  Q_PROPERTY(int siblingIndex READ siblingIndex CONSTANT)
  Q_PROPERTY(int siblingCount READ siblingCount CONSTANT)
 public:
  enum State { Writing, Finished, Stopped, Interrupted, Failed };
  Q_ENUM(State)

  // `missingBytes` of text come later, by load(); 0: it is all there.
  MessageItem(storage::Message message, uint32_t missingBytes);
  void load(const storage::Message& message);

  qint64 messageId() const { return message_.id; }
  bool fromUser() const { return message_.role == storage::Role::User; }
  QString text() const { return QString::fromStdString(message_.text); }
  BlockListModel* blocks() { return &blocks_; }
  ThinkingModel* thinking() { return &thinking_; }
  State state() const { return static_cast<State>(message_.state); }
  QString error() const { return QString::fromStdString(message_.error); }
  QString statistics() const;  // "412 tokens · 46 tok/s · 0.4 s to first · 94 % hits · …"
  QString leftOut() const;     // what the model did not read for this answer; empty: it read all
  // What the model reads in place of this message and all above it; empty: themselves.
  QString summary() const { return summary_; }
  void setSummary(const QString& summary);
  QString progress() const { return progress_; }
  QString time() const;
  bool loaded() const { return missingBytes_ == 0; }
  // Its text is there and has been read: it can be shown.
  bool ready() const { return ready_; }
  int estimatedLines() const;  // before it is laid out: how long it will be, roughly
  bool canContinue() const;    // an answer that ended before the model ended it
  bool edited() const { return message_.edited; }
  QString modelName() const { return QString::fromStdString(message_.modelName); }
  // Delegates say when they are there: what nobody sees may be forgotten.
  bool seen() const { return delegates_ > 0; }
  Q_INVOKABLE void attach() { ++delegates_; }
  Q_INVOKABLE void detach();
  // Its row is gone: it lives on until its delegates, which go later, have let go of it.
  static void abandon(std::unique_ptr<MessageItem> item);
  int siblingIndex() const { return static_cast<int>(message_.siblingIndex); }
  int siblingCount() const { return static_cast<int>(message_.siblingCount); }

  void appendAnswer(const std::string& utf8);
  void appendThinking(const std::string& utf8);
  // What was shown as the answer so far turns out to be thinking.
  void answerWasThinking();
  void setProgress(const QString& progress);
  void finish(storage::MessageState state, const std::optional<storage::MessageStats>& stats,
              const std::string& error);

 Q_SIGNALS:
  void loadedChanged();
  void readyChanged();
  void textChanged();
  void stateChanged();
  void progressChanged();
  void summaryChanged();

 private:
  storage::Message message_;
  BlockListModel blocks_;
  ThinkingModel thinking_;
  void showTexts();
  void becomeReady();

  QString progress_, summary_;
  uint32_t missingBytes_ = 0;
  int delegates_ = 0;
  bool abandoned_ = false;
  bool ready_ = false;
};

}  // namespace hearth::desktop
