// Text from a file, made safe to show: in error messages, in a terminal, in a log.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hearth {

// `text` in single quotes, at most `bytesMax` bytes of it; bytes other than printable ASCII are written as
// \xNN, so that a hostile file can neither move the cursor nor fake a line.
std::string quoted(std::string_view text, size_t bytesMax = 80);

// `text` for people: valid UTF-8 without control characters (each becomes a space), bytes that are no UTF-8
// as U+FFFD; at most about `bytesMax` bytes, ending in "..." when cut.
std::string printable(std::string_view text, size_t bytesMax = 200);

// A path in single quotes, printable.
std::string quotedPath(std::string_view path);

}  // namespace hearth
