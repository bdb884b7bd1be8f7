// Texts are raw bytes in the database; other programs want UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace hearth::storage {

bool isUtf8(std::string_view text);
// What is no UTF-8 becomes U+FFFD, a byte each.
std::string asUtf8(std::string_view text);

}  // namespace hearth::storage
