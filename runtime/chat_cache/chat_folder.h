// Which files of chats are in a folder, and which of them go when there are too many bytes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace hearth {

struct KeptFile {
  std::filesystem::path path;
  uint64_t conversation = 0;
  uint64_t bytes = 0;
  std::filesystem::file_time_type used;
};

std::filesystem::path chatPath(const std::filesystem::path& folder, uint64_t conversation);
std::vector<KeptFile> chatsIn(const std::filesystem::path& folder);
void removeFile(const std::filesystem::path& path);
// Of those used longest ago as many as have to go for the rest to have at most `most` bytes, but not
// `except`.
std::vector<KeptFile> chatsToGo(const std::filesystem::path& folder, uint64_t most,
                                std::optional<uint64_t> except);

}  // namespace hearth
