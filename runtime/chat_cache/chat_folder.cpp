#include "runtime/chat_cache/chat_folder.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <string_view>
#include <system_error>

namespace hearth {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnding = ".kv";

std::optional<uint64_t> conversationOf(const fs::path& path) {
  if (path.extension() != kEnding) return std::nullopt;
  const std::string name = path.stem().string();
  uint64_t id = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), id);
  if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return id;
}

}  // namespace

fs::path chatPath(const fs::path& folder, uint64_t conversation) {
  return folder / (std::to_string(conversation) + std::string(kEnding));
}

std::vector<KeptFile> chatsIn(const fs::path& folder) {
  std::vector<KeptFile> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const auto conversation = conversationOf(entry->path());
    if (!conversation) continue;
    std::error_code gone;  // a file that vanishes meanwhile is none
    const uint64_t bytes = entry->file_size(gone);
    const auto used = entry->last_write_time(gone);
    if (!gone) files.push_back({entry->path(), *conversation, bytes, used});
  }
  return files;
}

void removeFile(const fs::path& path) {
  std::error_code error;
  fs::remove(path, error);
}

std::vector<KeptFile> chatsToGo(const fs::path& folder, uint64_t most, std::optional<uint64_t> except) {
  std::vector<KeptFile> files = chatsIn(folder);
  uint64_t bytes = 0;
  for (const KeptFile& file : files) bytes += file.bytes;
  std::sort(files.begin(), files.end(), [](const KeptFile& a, const KeptFile& b) { return a.used < b.used; });
  std::vector<KeptFile> going;
  for (KeptFile& file : files) {
    if (bytes <= most) break;
    if (file.conversation == except) continue;
    bytes -= file.bytes;
    going.push_back(std::move(file));
  }
  return going;
}

}  // namespace hearth
