// How long a thread has worked: time limits by the wall clock fail where the machine is merely busy.
#pragma once

#include <chrono>

namespace hearth::desktop {

// Of the thread that makes it; read from any thread while that one runs.
class ThreadClock {
 public:
  ThreadClock();
  ~ThreadClock();
  ThreadClock(const ThreadClock&) = delete;
  // Processor time of the thread since it began. Where the system does not tell, time since the clock was
  // made.
  std::chrono::milliseconds worked() const;

 private:
  std::chrono::steady_clock::time_point made_ = std::chrono::steady_clock::now();
#if defined(_WIN32)
  void* thread_ = nullptr;
#elif defined(__linux__)
  int clock_ = 0;
  bool known_ = false;
#endif
};

}  // namespace hearth::desktop
