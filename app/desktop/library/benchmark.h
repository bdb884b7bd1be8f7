// A short measured answer of one model on this computer: loads it if need be, lets it read a fixed text and
// write a fixed number of tokens, and keeps the numbers for that file. GUI thread.
#pragma once

#include <QObject>
#include <QtQmlIntegration>

#include "app/desktop/engine_worker.h"
#include "app/desktop/models/model_controller.h"
#include "app/desktop/settings.h"

namespace hearth::desktop {

class Benchmark : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Owned by LibraryController")
  Q_PROPERTY(QString running READ running NOTIFY changed)  // the path; empty: none
  Q_PROPERTY(QString progress READ progress NOTIFY changed)
 public:
  static constexpr uint32_t kTokens = 64;

  Benchmark(EngineWorker& engine, ModelController& models, Settings& settings);

  QString running() const { return path_; }
  QString progress() const;
  void start(const QString& path);
  Q_INVOKABLE void stop();
  QString resultOf(const QString& path) const;  // a sentence; empty: not measured yet

 Q_SIGNALS:
  void changed();

 private:
  void generate();
  void end(const QString& result);

  EngineWorker& engine_;
  ModelController& models_;
  Settings& settings_;
  QString path_;
  uint64_t request_ = 0;  // 0: still loading
  uint64_t runs_ = 0;
};

}  // namespace hearth::desktop
