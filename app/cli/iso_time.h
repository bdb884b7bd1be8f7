// ISO 8601 times, as far as a pinned clock needs them.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace hearth::cli {

// "2026-01-05", "2026-01-05T14:30", "2026-01-05T14:30:00.25", each also with "Z" or "+02:00" behind; without,
// local time is meant. Nothing when it is not such a time.
std::optional<std::chrono::system_clock::time_point> parseIsoTime(const std::string& text);

}  // namespace hearth::cli
