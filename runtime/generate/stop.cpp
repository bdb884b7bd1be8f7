#include "runtime/generate/stop.h"

#include <algorithm>
#include <utility>

namespace hearth {
namespace {

// The first occurrence of any of the stops; npos when there is none.
size_t findStop(std::string_view text, const std::vector<std::string>& stops) {
  size_t first = std::string_view::npos;
  for (const std::string& stop : stops) first = std::min(first, text.find(stop));
  return first;
}

}  // namespace

StopStrings::StopStrings(std::vector<std::string> stops) : stops_(std::move(stops)) {
  std::erase_if(stops_, [](const std::string& stop) { return stop.empty(); });
  for (const std::string& stop : stops_) longest_ = std::max(longest_, stop.size());
}

StopStrings::Passed StopStrings::push(std::string_view text) {
  held_ += text;
  if (const size_t stop = findStop(held_, stops_); stop != std::string::npos) {
    Passed passed{held_.substr(0, stop), true};
    held_.clear();
    return passed;
  }
  // From the earliest place at which a stop string could still begin. Both sides are whole characters, so a
  // match begins at the first byte of one.
  size_t keepFrom = held_.size() - std::min(held_.size(), longest_ > 0 ? longest_ - 1 : 0);
  while (keepFrom < held_.size()) {
    const std::string_view tail = std::string_view(held_).substr(keepFrom);
    if (std::any_of(stops_.begin(), stops_.end(), [&](const std::string& stop) { return stop.starts_with(tail); })) {
      break;
    }
    ++keepFrom;
  }
  Passed passed{held_.substr(0, keepFrom), false};
  held_.erase(0, keepFrom);
  return passed;
}

std::string StopStrings::finish() { return std::exchange(held_, {}); }

}  // namespace hearth
