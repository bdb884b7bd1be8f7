// The other side of ScriptEngine: owns the JavaScript engine on the script thread.
#pragma once

#include <memory>
#include <mutex>

#include <QObject>
#include <QString>
#include <QVariantList>

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

 Q_SIGNALS:
  void ended(const QString& text, const QString& error);

 private:
  // Empty, or why the bundle could not be read.
  QString load();

  QString bundle_;
  QString function_;
  std::mutex engineMutex_;  // guards the pointer: interrupt() comes from another thread
  std::unique_ptr<QJSEngine> engine_;
};

}  // namespace hearth::desktop
