// The answer being written, whichever chat is open: gathers what the engine says and brings it to the
// database at least once a second.
#pragma once

#include <optional>
#include <string>

#include <QObject>
#include <QTimer>

#include "app/desktop/storage_worker.h"
#include "runtime/engine/engine.h"

namespace hearth::desktop {

class LiveAnswer : public QObject {
  Q_OBJECT
 public:
  explicit LiveAnswer(StorageWorker& storage);
  // Hearth is closing while an answer is written: what there is is kept.
  ~LiveAnswer() override;

  // `message` is in the database, in state Writing.
  void begin(uint64_t request, const storage::Message& message);
  bool active() const { return active_; }
  bool is(uint64_t request) const { return active_ && request == request_; }
  int64_t messageId() const { return messageId_; }
  int64_t conversationId() const { return conversationId_; }
  const std::string& text() const { return text_; }
  const std::string& thinking() const { return thinking_; }

  void append(const Delta& delta);
  void keepExperts(const std::string& profile) { expertProfile_ = profile; }
  void finish(storage::MessageState state, const std::optional<storage::MessageStats>& stats,
              const std::string& note);

 private:
  void flush();

  StorageWorker& storage_;
  bool active_ = false;
  uint64_t request_ = 0;
  int64_t conversationId_ = 0, messageId_ = 0;
  std::string text_, thinking_;
  std::string expertProfile_;  // kept with the conversation when the answer is
  bool unsaved_ = false;
  QTimer flushTimer_;
};

}  // namespace hearth::desktop
