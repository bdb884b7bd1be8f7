// Measures the energy of an answer while it is written: samples the meter at its pace. GUI thread.
#pragma once

#include <QObject>
#include <QTimer>

#include "app/power/energy_meter.h"

namespace hearth::desktop {

class EnergyWatch : public QObject {
  Q_OBJECT
 public:
  // `root` stands for /sys.
  explicit EnergyWatch(const QString& root);

  bool readable() const { return meter_.readable(); }
  QString sources() const;  // "processor and graphics card"; empty: nothing is readable
  // Two answers at a time (one waits for the engine) cannot be told apart: of neither anything is known.
  void start();
  std::optional<double> finish();  // joules; none: unknown

 private:
  power::EnergyMeter meter_;
  QTimer timer_;
  int running_ = 0;  // answers
  bool mixed_ = false;
};

}  // namespace hearth::desktop
