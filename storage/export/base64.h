// Bytes in JSON: RFC 4648, section 4, with padding.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hearth::storage {

std::string toBase64(std::string_view bytes);
// Nothing when it is none.
std::optional<std::string> fromBase64(std::string_view text);

}  // namespace hearth::storage
