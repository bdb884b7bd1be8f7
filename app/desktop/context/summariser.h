// Lets the loaded model write a summary of a conversation's beginning. GUI thread; one at a time.
#pragma once

#include <memory>
#include <optional>

#include <QObject>

#include "app/desktop/context/summary_prompt.h"
#include "app/desktop/engine_worker.h"

namespace hearth::desktop {

class Summariser : public QObject {
  Q_OBJECT
 public:
  explicit Summariser(EngineWorker& engine);

  // `like` says how to sample. Ends with finished() or failed(), unless stop() comes first.
  void start(std::span<const ChatMessage> messages, const std::string& earlier, uint32_t contextLength,
             Generate like);
  bool active() const { return questions_ != nullptr; }
  void stop();

 Q_SIGNALS:
  void finished(const std::string& summary);
  void failed(const QString& cause);

 private:
  void ask();
  void end();

  EngineWorker& engine_;
  std::unique_ptr<SummaryQuestions> questions_;  // null: nothing is being summarised
  Generate like_;
  uint64_t request_ = 0;
  std::string text_;  // of the answer being written; before it, of the one before
};

}  // namespace hearth::desktop
