// Brings the engine's events to the GUI thread at display rate: the engine fills a queue from its own thread,
// a timer drains it, neighbouring pieces of text are joined. So the window's work does not grow with
// tokens/s.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <vector>

#include <QObject>
#include <QTimer>

#include "app/desktop/engine_face.h"

namespace hearth::desktop {

inline constexpr std::chrono::milliseconds kDrainInterval{25};

class EngineWorker : public QObject {
  Q_OBJECT
 public:
  explicit EngineWorker(const EngineFactory& makeEngine);
  ~EngineWorker() override;

  void post(Command command);
  void cancel();
  // For commands that are answered; every view-model draws from the same numbers.
  uint64_t nextRequest() { return ++lastRequest_; }
  // Delivers what is queued now; the timer does this by itself.
  void drain();

 Q_SIGNALS:
  void loadProgress(const hearth::LoadProgress& progress);
  void modelLoaded(const hearth::ModelLoaded& model);
  void modelUnloaded();
  void loadFailed(const hearth::LoadFailed& failure);
  void promptMeasured(const hearth::PromptMeasured& measured);
  void promptProgress(const hearth::PromptProgress& progress);
  void delta(const hearth::Delta& delta);
  void stats(const hearth::Stats& stats);
  void expertsUsed(const hearth::ExpertsUsed& used);
  void done(const hearth::Done& done);
  void failed(const hearth::Failed& failure);
  void hardwareReport(const hearth::HardwareReport& report);
  void deviceChanged(const hearth::DeviceChanged& change);
  void chatsOnDisk(const hearth::ChatsOnDisk& kept);
  void graphicsCardsFound(const hearth::GraphicsCardsFound& found);

 private:
  void receive(Event event);  // on the engine's thread
  void deliver(const Event& event);

  std::mutex mutex_;
  std::vector<Event> queue_;  // guarded by mutex_
  QTimer timer_;
  uint64_t lastRequest_ = 0;
  std::unique_ptr<EngineFace> engine_;  // last: destroyed first, so no event arrives afterwards
};

}  // namespace hearth::desktop
