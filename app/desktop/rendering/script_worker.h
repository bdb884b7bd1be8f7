// The other side of ScriptEngine: owns the JavaScript engine on the script thread.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>

#include <QObject>
#include <QString>
#include <QVariantList>

#include "app/desktop/rendering/thread_clock.h"

class QJSEngine;

namespace hearth::desktop {

class ScriptWorker : public QObject {
  Q_OBJECT
 public:
  ScriptWorker(QString bundle, QString function);
  ~ScriptWorker() override;

  void call(const QVariantList& arguments);  // on the script thread; answers with `ended`
  void close();                              // on the script thread, before it ends
  void interrupt();                          // from any thread: the running call fails
  // How long the running call has worked, waiting for a processor not counted; from any thread. Zero before
  // it has begun.
  std::chrono::milliseconds worked() const;

 Q_SIGNALS:
  void ended(const QString& text, const QString& error);

 private:
  // Empty, or why the bundle could not be read.
  QString load();

  QString bundle_;
  QString function_;
  mutable std::mutex engineMutex_;  // guards what follows: interrupt() and worked() come from another thread
  std::optional<ThreadClock> clock_;
  std::optional<std::chrono::milliseconds> callBegan_;
  std::unique_ptr<QJSEngine> engine_;
};

}  // namespace hearth::desktop
