// File names from titles: safe on every system, and each once.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace hearth::storage {

// "A/B: what?" becomes "A_B_ what_"; at most 80 bytes, never empty, never a device's name.
std::string safeFileName(std::string_view title);

class UniqueNames {
 public:
  // `folder/name.extension`, or with " (2)" after the name when that was given out before. Letters of either
  // case are the same, as on other systems' disks.
  std::string take(const std::string& folder, const std::string& name, const std::string& extension);

 private:
  std::set<std::string> taken_;
};

}  // namespace hearth::storage
