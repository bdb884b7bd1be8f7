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
  mixed_ = running_++ > 0;
  if (mixed_) return;
  meter_.start(EnergyMeter::Clock::now());
  timer_.start();
}

std::optional<double> EnergyWatch::finish() {
  if (running_ == 0 || --running_ > 0) return std::nullopt;
  timer_.stop();
  const auto joules = meter_.finish(EnergyMeter::Clock::now());
  return mixed_ ? std::nullopt : joules;
}

}  // namespace hearth::desktop
