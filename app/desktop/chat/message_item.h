// One message as its delegate sees it. Made when the row is first shown; GUI thread.
#pragma once

#include <QObject>
#include <QtQmlIntegration>

#include "app/desktop/rendering/block_list_model.h"
#include "app/desktop/chat/thinking_model.h"
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
  Q_PROPERTY(QString summary READ summary NOTIFY summaryChanged)
  Q_PROPERTY(QString progress READ progress NOTIFY progressChanged)
  Q_PROPERTY(QString time READ time CONSTANT)
  Q_PROPERTY(int siblingIndex READ siblingIndex CONSTANT)
  Q_PROPERTY(int siblingCount READ siblingCount CONSTANT)
 public:
  enum State { Writing, Finished, Stopped, Interrupted, Failed };
  Q_ENUM(State)

  explicit MessageItem(storage::Message message);

  qint64 messageId() const { return message_.id; }
  bool fromUser() const { return message_.role == storage::Role::User; }
  QString text() const { return QString::fromStdString(message_.text); }
  BlockListModel* blocks() { return &blocks_; }
  ThinkingModel* thinking() { return &thinking_; }
  State state() const { return static_cast<State>(message_.state); }
  QString error() const { return QString::fromStdString(message_.error); }
  QString statistics() const;  // "412 tokens · 46 tok/s · 0.4 s to first · 94 % hits · V2-Lite"
  // What the model reads in place of this message and all above it; empty: themselves.
  QString summary() const { return summary_; }
  void setSummary(const QString& summary);
  QString progress() const { return progress_; }
  QString time() const;
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
  void textChanged();
  void stateChanged();
  void progressChanged();
  void summaryChanged();

 private:
  storage::Message message_;
  BlockListModel blocks_;
  ThinkingModel thinking_;
  QString progress_, summary_;
};

}  // namespace hearth::desktop
