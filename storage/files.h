// The few file operations that storage needs, each durable: data reaches the disk before a name points to it.
// Paths are UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/base/result.h"

namespace hearth::storage {

std::filesystem::path toPath(std::string_view utf8);
std::string toUtf8(const std::filesystem::path& path);

bool fileExists(const std::string& path);
uint64_t fileBytes(const std::string& path);  // 0 when absent
void removeFile(const std::string& path);     // silent when absent

// "20261122T045512Z": when the file was last written; the same file gives the same text.
std::string lastWritten(const std::string& path);

Result<void> createPrivateFolder(const std::string& path);
// Makes `from` durable, then renames it to `to`, replacing what is there.
Result<void> moveIntoPlace(const std::string& from, const std::string& to);
Result<void> copyFile(const std::string& from, const std::string& to);
// Writes a temporary file beside `path`, then moves it into place: readers see all of it or nothing.
Result<void> writeFile(const std::string& path, std::span<const std::byte> content);
Result<std::vector<std::byte>> readFile(const std::string& path);

}  // namespace hearth::storage
