#include "app/desktop/rendering/thread_clock.h"

#if defined(_WIN32)
#include <windows.h>
#elif defined(__linux__)
#include <pthread.h>
#include <time.h>
#endif

namespace hearth::desktop {

using std::chrono::milliseconds;

#if defined(_WIN32)

ThreadClock::ThreadClock()
    : thread_(OpenThread(THREAD_QUERY_LIMITED_INFORMATION, FALSE, GetCurrentThreadId())) {}

ThreadClock::~ThreadClock() {
  if (thread_ != nullptr) CloseHandle(thread_);
}

milliseconds ThreadClock::worked() const {
  FILETIME created, ended, kernel, user;
  if (thread_ != nullptr && GetThreadTimes(thread_, &created, &ended, &kernel, &user)) {
    const auto ticks = [](FILETIME time) { return uint64_t{time.dwHighDateTime} << 32 | time.dwLowDateTime; };
    return milliseconds((ticks(kernel) + ticks(user)) / 10000);
  }
  return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - made_);
}

#else

ThreadClock::ThreadClock() {
#if defined(__linux__)
  known_ = pthread_getcpuclockid(pthread_self(), &clock_) == 0;
#endif
}

ThreadClock::~ThreadClock() = default;

milliseconds ThreadClock::worked() const {
#if defined(__linux__)
  timespec time{};
  if (known_ && clock_gettime(clock_, &time) == 0)
    return std::chrono::duration_cast<milliseconds>(std::chrono::seconds(time.tv_sec) +
                                                    std::chrono::nanoseconds(time.tv_nsec));
#endif
  return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - made_);
}

#endif

}  // namespace hearth::desktop
