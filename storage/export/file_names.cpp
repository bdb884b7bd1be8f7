#include "storage/export/file_names.h"

#include "storage/export/utf8_text.h"

namespace hearth::storage {
namespace {

constexpr size_t kBytesMax = 80;

std::string folded(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

bool isDevice(const std::string& name) {
  const std::string stem = folded(name.substr(0, name.find('.')));
  for (const char* device : {"con", "prn", "aux", "nul"}) {
    if (stem == device) return true;
  }
  return stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) && stem[3] >= '0' &&
         stem[3] <= '9';
}

}  // namespace

std::string safeFileName(std::string_view title) {
  std::string name;
  for (const char c : asUtf8(title)) {
    const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    const bool reserved = std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos;
    if (name.empty() && (c == ' ' || c == '.')) continue;  // hidden, or confusing
    name += control ? ' ' : reserved ? '_' : c;
  }
  if (name.size() > kBytesMax) {
    size_t end = kBytesMax;
    while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
    name.resize(end);
  }
  while (!name.empty() && (name.back() == ' ' || name.back() == '.')) name.pop_back();
  if (name.empty()) return "Untitled";
  return isDevice(name) ? name + "_" : name;
}

std::string UniqueNames::take(const std::string& folder, const std::string& name,
                              const std::string& extension) {
  const std::string dot = extension.empty() ? "" : "." + extension;
  std::string path = folder + name + dot;
  for (int next = 2; !taken_.insert(folded(path)).second; ++next)
    path = folder + name + " (" + std::to_string(next) + ")" + dot;
  return path;
}

}  // namespace hearth::storage
