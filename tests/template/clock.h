// The clock of the template tests: an ISO 8601 time as strftime_now shows it, in local time.
#pragma once

#include <chrono>
#include <ctime>
#include <iomanip>
#include <sstream>
#include <string>

namespace hearth::test {

inline std::chrono::system_clock::time_point localClock(const std::string& iso) {
  std::tm parts{};
  std::istringstream(iso) >> std::get_time(&parts, "%Y-%m-%dT%H:%M:%S");
  parts.tm_isdst = -1;
  return std::chrono::system_clock::from_time_t(std::mktime(&parts));
}

}  // namespace hearth::test
