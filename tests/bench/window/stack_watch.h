// Tells what an event does that takes too long: with WINDOW_BENCH_STACKS=12 in the environment, the call
// stack is written to the error output when an event has taken 12 ms of processor time, and every 2 ms from
// then on. `addr2line -Cfie window_bench ADDRESS` names the functions of the program.
#pragma once

#include <ctime>

namespace hearth::bench {

class StackWatch {
 public:
  StackWatch();  // of the thread that makes it
  ~StackWatch();
  StackWatch(const StackWatch&) = delete;
  void eventBegins() { arm(afterMs_); }
  void eventEnds() { arm(0); }

 private:
  void arm(int ms);

  int afterMs_ = 0;  // 0: nothing is watched
  timer_t timer_{};
};

}  // namespace hearth::bench
