// Bytes of a text file in whatever encoding, as UTF-8.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "runtime/base/result.h"

namespace hearth::attachments {

// By its byte order mark; else UTF-8 where it is valid; else UTF-16 where every other byte is zero; else
// Windows-1252, which is Latin-1 with the quotes and dashes that people write. Lines end with a line feed.
// What has zero bytes otherwise is no text.
Result<std::string> decodeText(std::span<const std::byte> content);

}  // namespace hearth::attachments
