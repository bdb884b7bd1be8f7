#include "app/desktop/engine_worker.h"

#include <utility>
#include <variant>

#include "runtime/base/overloaded.h"

namespace hearth::desktop {
namespace {

// Joins `next` into `last` where that loses nothing: text of one kind grows, counters keep the newest value.
bool joined(Event& last, const Event& next) {
  if (auto* text = std::get_if<Delta>(&last)) {
    const auto* more = std::get_if<Delta>(&next);
    if (!more || more->request != text->request || more->kind != text->kind || more->earlierWasThinking) {
      return false;
    }
    text->text += more->text;
    return true;
  }
  const bool replaceable =
      std::holds_alternative<Stats>(last) || std::holds_alternative<PromptProgress>(last) ||
      std::holds_alternative<LoadProgress>(last) || std::holds_alternative<HardwareReport>(last);
  if (!replaceable || last.index() != next.index()) return false;
  last = next;
  return true;
}

}  // namespace

EngineWorker::EngineWorker(const EngineFactory& makeEngine) {
  timer_.setSingleShot(true);
  timer_.setInterval(kDrainInterval);
  connect(&timer_, &QTimer::timeout, this, &EngineWorker::drain);
  engine_ = makeEngine([this](Event event) { receive(std::move(event)); });
}

EngineWorker::~EngineWorker() { engine_.reset(); }

void EngineWorker::post(Command command) { engine_->post(std::move(command)); }

void EngineWorker::cancel() { engine_->cancel(); }

void EngineWorker::receive(Event event) {
  bool wasEmpty = false;
  {
    const std::lock_guard lock(mutex_);
    wasEmpty = queue_.empty();
    if (wasEmpty || !joined(queue_.back(), event)) queue_.push_back(std::move(event));
  }
  if (wasEmpty)
    QMetaObject::invokeMethod(
        this, [this] { timer_.start(); }, Qt::QueuedConnection);
}

void EngineWorker::drain() {
  std::vector<Event> events;
  {
    const std::lock_guard lock(mutex_);
    events.swap(queue_);
  }
  for (const Event& event : events) deliver(event);
}

void EngineWorker::deliver(const Event& event) {
  std::visit(Overloaded{
                 [this](const LoadProgress& e) { Q_EMIT loadProgress(e); },
                 [this](const ModelLoaded& e) { Q_EMIT modelLoaded(e); },
                 [this](const ModelUnloaded&) { Q_EMIT modelUnloaded(); },
                 [this](const LoadFailed& e) { Q_EMIT loadFailed(e); },
                 [this](const PromptMeasured& e) { Q_EMIT promptMeasured(e); },
                 [this](const PromptProgress& e) { Q_EMIT promptProgress(e); },
                 [this](const Delta& e) { Q_EMIT delta(e); },
                 [this](const Stats& e) { Q_EMIT stats(e); },
                 [this](const ExpertsUsed& e) { Q_EMIT expertsUsed(e); },
                 [this](const Done& e) { Q_EMIT done(e); },
                 [this](const Failed& e) { Q_EMIT failed(e); },
                 [this](const HardwareReport& e) { Q_EMIT hardwareReport(e); },
                 [this](const DeviceChanged& e) { Q_EMIT deviceChanged(e); },
                 [this](const ChatsOnDisk& e) { Q_EMIT chatsOnDisk(e); },
                 [this](const GraphicsCardsFound& e) { Q_EMIT graphicsCardsFound(e); },
             },
             event);
}

}  // namespace hearth::desktop
