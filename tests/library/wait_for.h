// Waiting for conditions with the event loop running.
#pragma once

#include <functional>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>

namespace hearth::library::test {

// True as soon as `condition` is; false after the deadline, which is generous for busy machines.
inline bool waitFor(const std::function<bool()>& condition, qint64 milliseconds = 60'000) {
  QElapsedTimer clock;
  clock.start();
  while (!condition()) {
    if (clock.elapsed() > milliseconds) return false;
    QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 20);
  }
  return true;
}

}  // namespace hearth::library::test
