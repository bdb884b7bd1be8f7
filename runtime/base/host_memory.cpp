#include "runtime/base/host_memory.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <fstream>

namespace hearth {
namespace {

// The number in a one-number file such as those of control groups; "max" and absence give no limit.
size_t numberIn(const char* path) {
  std::ifstream file(path);
  size_t value = 0;
  return file >> value ? value : SIZE_MAX;
}

size_t availableToAll() {
  std::ifstream info("/proc/meminfo");
  std::string key, rest;
  for (size_t kibibytes = 0; info >> key >> kibibytes; std::getline(info, rest)) {
    if (key == "MemAvailable:") return kibibytes * 1024;
  }
  return SIZE_MAX;
}

}  // namespace

size_t availableMemoryBytes() {
  const size_t available = availableToAll(), limit = numberIn("/sys/fs/cgroup/memory.max");
  if (limit == SIZE_MAX) return available;
  const size_t current = numberIn("/sys/fs/cgroup/memory.current");
  return std::min(available, limit - std::min(limit, current));
}

std::optional<size_t> ownMemoryBytes() {
  std::ifstream status("/proc/self/status");
  std::optional<size_t> bytes;
  for (std::string key, rest; status >> key; std::getline(status, rest)) {
    if (key != "RssAnon:" && key != "RssShmem:") continue;
    size_t kibibytes = 0;
    if (status >> kibibytes) bytes = bytes.value_or(0) + kibibytes * 1024;
  }
  return bytes;
}

std::string gibibytes(size_t bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f GiB", static_cast<double>(bytes) / (1024.0 * 1024.0 * 1024.0));
  return text;
}

}  // namespace hearth
