#include "runtime/base/quoted.h"

namespace hearth {

std::string quoted(std::string_view text, size_t bytesMax) {
  constexpr char kHex[] = "0123456789abcdef";
  std::string out = "'";
  for (const char c : text.substr(0, bytesMax)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f) {
      out += c;
    } else {
      out += "\\x";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
  if (text.size() > bytesMax) out += "...";
  out += "'";
  return out;
}

}  // namespace hearth
