#include "tests/bench/window/event_clock.h"

#include <algorithm>
#include <ctime>
#include <utility>

#include <QEvent>
#include <QMetaEnum>
#include <QQuickWindow>
#include <QThread>

namespace hearth::bench {
namespace {

double millisecondsOf(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

std::string nameOf(const char* receiver, QEvent::Type type) {
  const char* event = QMetaEnum::fromType<QEvent::Type>().valueToKey(type);
  return std::string(receiver) + "/" + (event ? event : std::to_string(type));
}

}  // namespace

double wallMs() { return millisecondsOf(CLOCK_MONOTONIC); }
double threadCpuMs() { return millisecondsOf(CLOCK_THREAD_CPUTIME_ID); }

bool EventClock::notify(QObject* receiver, QEvent* event) {
  // Events of the other threads are delivered here too, on those threads.
  if (QThread::currentThread() != thread()) return QGuiApplication::notify(receiver, event);
  const bool frame = event->type() == QEvent::UpdateRequest && qobject_cast<QQuickWindow*>(receiver);
  if (depth_ > 0) {  // its time is part of the outer event's
    if (!frame) return QGuiApplication::notify(receiver, event);
    const double frameWall = wallMs(), frameCpu = threadCpuMs();
    const bool painted = QGuiApplication::notify(receiver, event);
    times_.frameWall.push_back(wallMs() - frameWall);
    times_.frameCpu.push_back(threadCpuMs() - frameCpu);
    return painted;
  }
  const QEvent::Type type = event->type();
  const char* className = receiver->metaObject()->className();
  ++depth_;
  stacks_.eventBegins();
  const double wall = wallMs(), cpu = threadCpuMs();
  const bool handled = QGuiApplication::notify(receiver, event);
  stacks_.eventEnds();
  const double wallSpent = wallMs() - wall, cpuSpent = threadCpuMs() - cpu;
  --depth_;
  if (type == QEvent::DeferredDelete) className = "?";  // gone by now
  times_.eventWall.push_back(wallSpent);
  times_.eventCpu.push_back(cpuSpent);
  if (frame) {
    times_.frameWall.push_back(wallSpent);
    times_.frameCpu.push_back(cpuSpent);
  }
  times_.longestWall = std::max(times_.longestWall, wallSpent);
  if (cpuSpent > times_.longestCpu) {
    times_.longestCpu = cpuSpent;
    times_.longestName = nameOf(className, type);
  }
  return handled;
}

void EventClock::begin() {
  times_ = {};
  begun_ = wallMs();
}

EventTimes EventClock::end() {
  times_.seconds = (wallMs() - begun_) / 1e3;
  return std::exchange(times_, {});
}

}  // namespace hearth::bench
