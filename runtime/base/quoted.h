// Text from a file, made safe to show: in error messages, in a terminal, in a log.
#pragma once

#include <string>
#include <string_view>

namespace hearth {

// `text` in single quotes, at most `bytesMax` bytes of it; control characters and bytes that are not ASCII
// printable are written as \xNN, so that a hostile file can neither move the cursor nor fake a line.
std::string quoted(std::string_view text, size_t bytesMax = 80);

}  // namespace hearth
