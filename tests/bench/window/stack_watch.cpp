#include "tests/bench/window/stack_watch.h"

#include <csignal>
#include <cstdlib>

#include <execinfo.h>
#include <unistd.h>

namespace hearth::bench {
namespace {

constexpr int kAgainMs = 2;

void writeStack(int) {
  void* frames[64];
  const int count = backtrace(frames, 64);
  static_cast<void>(!write(STDERR_FILENO, "--\n", 3));
  backtrace_symbols_fd(frames, count, STDERR_FILENO);
}

timespec milliseconds(int ms) { return {0, ms * 1'000'000L}; }

}  // namespace

StackWatch::StackWatch() {
  const char* after = std::getenv("WINDOW_BENCH_STACKS");
  if (after == nullptr) return;
  void* frame[1];
  backtrace(frame, 1);  // loads what it needs, which a signal handler may not
  std::signal(SIGPROF, writeStack);
  sigevent event{};
  event.sigev_notify = SIGEV_THREAD_ID;
  event.sigev_signo = SIGPROF;
  event._sigev_un._tid = gettid();
  if (timer_create(CLOCK_THREAD_CPUTIME_ID, &event, &timer_) == 0) afterMs_ = std::atoi(after);
}

StackWatch::~StackWatch() {
  if (afterMs_ > 0) timer_delete(timer_);
}

void StackWatch::arm(int ms) {
  if (afterMs_ == 0) return;
  const itimerspec when{milliseconds(ms > 0 ? kAgainMs : 0), milliseconds(ms)};
  timer_settime(timer_, 0, &when, nullptr);
}

}  // namespace hearth::bench
