#include "runtime/engine/context_size.h"

#include <algorithm>
#include <fstream>
#include <limits>
#include <string>

namespace hearth {
namespace {

constexpr uint64_t kKiB = 1024, kGiB = kKiB * kKiB * kKiB;

// The number in a one-number file such as those of control groups; "max" and absence give no limit.
uint64_t numberIn(const char* path) {
  std::ifstream file(path);
  uint64_t value = 0;
  return file >> value ? value : std::numeric_limits<uint64_t>::max();
}

}  // namespace

uint32_t defaultContextLength(const ContextNeeds& needs) {
  constexpr uint64_t kLeast = 512, kUsual = 8192, kCheap = 32768, kCheapBytes = kGiB;
  const uint64_t perToken = std::max<uint64_t>(needs.cacheBytesPerToken, 1);
  const uint64_t free = needs.availableBytes - std::min(needs.availableBytes, needs.modelBytes);
  const uint64_t wanted = std::clamp(kCheapBytes / perToken, kUsual, kCheap);
  const uint64_t affordable = std::max(kLeast, free / 2 / perToken);
  return static_cast<uint32_t>(std::min({uint64_t{needs.trained}, wanted, affordable}));
}

uint64_t availableMemoryBytes() {
  uint64_t available = std::numeric_limits<uint64_t>::max();
  std::ifstream meminfo("/proc/meminfo");
  for (std::string key; meminfo >> key;) {
    uint64_t kibibytes = 0;
    if (key == "MemAvailable:" && meminfo >> kibibytes) available = kibibytes * kKiB;
  }
  const uint64_t limit = numberIn("/sys/fs/cgroup/memory.max");
  if (limit != std::numeric_limits<uint64_t>::max()) {
    const uint64_t current = numberIn("/sys/fs/cgroup/memory.current");
    available = std::min(available, limit - std::min(limit, current));
  }
  return available;
}

}  // namespace hearth
