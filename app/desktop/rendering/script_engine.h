// One bundle of JavaScript (resources/scripts) on a thread of its own: one call at a time, those that wait
// can be taken back, and a call that does not end is ended. Used on the thread it was made on; answers come
// there, too.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>

#include <QObject>
#include <QStringList>
#include <QThread>
#include <QTimer>
#include <QVariantList>

#include "runtime/base/result.h"

namespace hearth::desktop {

class ScriptWorker;

class ScriptEngine : public QObject {
  Q_OBJECT
 public:
  using Done = std::function<void(Result<QString>)>;

  // `bundle` is evaluated at the first call; `function` is the global function it leaves behind. The limit is
  // of processor time: a formula on a busy machine takes longer and is set all the same.
  ScriptEngine(QString bundle, QString function,
               std::chrono::milliseconds callLimit = std::chrono::seconds(3));
  ~ScriptEngine() override;

  // False in a build without npm: every call fails.
  bool available() const { return available_; }
  // Calls the function; `done` hears of its text, or of why there is none, unless the call is cancelled.
  uint64_t call(const QVariantList& arguments, Done done);
  void cancel(uint64_t id);
  size_t waiting() const { return queue_.size() + (running_ ? 1 : 0); }

 private:
  struct Job {
    uint64_t id = 0;
    QVariantList arguments;
    Done done;
  };
  void next();
  void take(const QString& text, const QString& error);

  bool available_;
  std::chrono::milliseconds callLimit_;
  uint64_t lastId_ = 0;
  std::deque<Job> queue_;
  std::optional<Job> running_;
  bool loaded_ = false;  // a call has ended: the bundle has been read
  QTimer watchdog_;      // looks whether the running call has used up its time
  QThread thread_;
  std::unique_ptr<ScriptWorker> worker_;  // lives on thread_
};

}  // namespace hearth::desktop
