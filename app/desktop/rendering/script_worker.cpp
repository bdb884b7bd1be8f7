#include "app/desktop/rendering/script_worker.h"

#include <utility>

#include <QFile>
#include <QJSEngine>
#include <QLoggingCategory>

namespace hearth::desktop {

ScriptWorker::ScriptWorker(QString bundle, QString function)
    : bundle_(std::move(bundle)), function_(std::move(function)) {}

ScriptWorker::~ScriptWorker() = default;

QString ScriptWorker::load() {
  // Qt warns of every minified function that uses what stands further down: hundreds of lines that mean
  // nothing.
  QLoggingCategory::setFilterRules(QStringLiteral("qt.qml.compiler=false"));
  QFile file(bundle_);
  if (!file.open(QIODevice::ReadOnly)) return QStringLiteral("%1 is not part of this build").arg(bundle_);
  auto engine = std::make_unique<QJSEngine>();
  QJSEngine& fresh = *engine;
  {
    const std::lock_guard lock(engineMutex_);
    engine_ = std::move(engine);
  }
  const QJSValue result = fresh.evaluate(QString::fromUtf8(file.readAll()), bundle_);
  return result.isError() ? result.toString() : QString();
}

void ScriptWorker::call(const QVariantList& arguments) {
  {
    const std::lock_guard lock(engineMutex_);
    if (!clock_) clock_.emplace();
    callBegan_ = clock_->worked();
  }
  QString error;
  QString text;
  if (!engine_) error = load();
  if (error.isEmpty()) {
    QJSValueList values;
    for (const QVariant& argument : arguments) values.append(engine_->toScriptValue(argument));
    const QJSValue result = engine_->globalObject().property(function_).call(values);
    if (result.isError()) {
      error = result.toString();
    } else {
      text = result.toString();
    }
    if (engine_->isInterrupted()) error = QStringLiteral("it took too long");
  }
  // An engine that was stopped in the middle of something, or that failed, is not trusted with the next call.
  if (!error.isEmpty()) close();
  {
    const std::lock_guard lock(engineMutex_);
    callBegan_.reset();
  }
  Q_EMIT ended(text, error);
}

void ScriptWorker::close() {
  std::unique_ptr<QJSEngine> old;
  const std::lock_guard lock(engineMutex_);
  old = std::move(engine_);
}

std::chrono::milliseconds ScriptWorker::worked() const {
  const std::lock_guard lock(engineMutex_);
  return callBegan_ ? clock_->worked() - *callBegan_ : std::chrono::milliseconds(0);
}

void ScriptWorker::interrupt() {
  const std::lock_guard lock(engineMutex_);
  if (engine_) engine_->setInterrupted(true);
}

}  // namespace hearth::desktop
