// An application that takes the time of every event it delivers on its own thread: how long the window could
// not look at its input, and who was to blame. Painting counts as an event too, for the software renderer
// paints on this thread.
#pragma once

#include <string>
#include <vector>

#include <QGuiApplication>

#include "tests/bench/window/stack_watch.h"

namespace hearth::bench {

// One phase of a measurement, in milliseconds. `Cpu` is the thread's own time: unlike the clock on the wall
// it does not count what other programs on a busy machine took.
struct EventTimes {
  std::vector<double> frameWall, frameCpu;  // one entry a painted frame
  std::vector<double> eventWall, eventCpu;  // one entry an event
  double longestWall = 0, longestCpu = 0;
  std::string longestName;  // of the longest by processor time
  double seconds = 0;
};

class EventClock : public QGuiApplication {
 public:
  using QGuiApplication::QGuiApplication;
  bool notify(QObject* receiver, QEvent* event) override;

  void begin();
  EventTimes end();

 private:
  EventTimes times_;
  StackWatch stacks_;
  int depth_ = 0;
  double begun_ = 0;
};

// Milliseconds since some moment: of the wall, and of this thread on a processor.
double wallMs();
double threadCpuMs();

}  // namespace hearth::bench
