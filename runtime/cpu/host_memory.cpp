#include "runtime/cpu/host_memory.h"

#include <cstdint>
#include <cstdio>
#include <fstream>

namespace hearth::cpu {

size_t availableMemoryBytes() {
  std::ifstream info("/proc/meminfo");
  std::string key, unit;
  size_t kibibytes = 0;
  while (info >> key >> kibibytes) {
    std::getline(info, unit);
    if (key == "MemAvailable:") return kibibytes * 1024;
  }
  return SIZE_MAX;
}

std::string gibibytes(size_t bytes) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f GiB", static_cast<double>(bytes) / (1024.0 * 1024.0 * 1024.0));
  return text;
}

}  // namespace hearth::cpu
