#include "app/desktop/statistics/energy_watch.h"

namespace hearth::desktop {

using power::EnergyMeter;

EnergyWatch::EnergyWatch(const QString& root) : meter_(root.toStdString()) {
  timer_.setInterval(EnergyMeter::kSampleInterval);
  connect(&timer_, &QTimer::timeout, this, [this] { meter_.sample(EnergyMeter::Clock::now()); });
}

QString EnergyWatch::sources() const {
  const bool processor = meter_.reads(power::Part::Processor), card = meter_.reads(power::Part::GraphicsCard);
  if (processor && card) return tr("processor and graphics card");
  return processor ? tr("processor") : card ? tr("graphics card") : QString();
}

void EnergyWatch::start() {
  if (!meter_.readable()) return;
  meter_.start(EnergyMeter::Clock::now());
  timer_.start();
}

std::optional<double> EnergyWatch::finish() {
  timer_.stop();
  return meter_.finish(EnergyMeter::Clock::now());
}

}  // namespace hearth::desktop
