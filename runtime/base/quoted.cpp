#include "runtime/base/quoted.h"

#include <cstdint>

namespace hearth {
namespace {

// The bytes that a UTF-8 character with this first byte has, or 0 when none begins with it.
size_t announcedBytes(unsigned lead) {
  if (lead < 0x80) return 1;
  if (lead < 0xc2) return 0;
  if (lead < 0xe0) return 2;
  if (lead < 0xf0) return 3;
  return lead < 0xf5 ? 4 : 0;
}

// The bytes of the valid UTF-8 character at the front of `text` (not empty), or 0.
size_t characterBytes(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  const size_t length = announcedBytes(lead);
  if (length == 0 || text.size() < length) return 0;
  if (length == 1) return 1;
  uint32_t code = lead & (0x7fu >> length);
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
    code = code << 6 | (byte(i) & 0x3fu);
  }
  const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  const bool surrogate = code >= 0xd800 && code < 0xe000;
  return overlong || surrogate || code > 0x10ffff ? 0 : length;
}

// C0 and C1 controls and DEL, of a valid character.
bool isControl(std::string_view character) {
  const auto lead = static_cast<unsigned char>(character[0]);
  return lead < 0x20 || lead == 0x7f || (lead == 0xc2 && static_cast<unsigned char>(character[1]) < 0xa0);
}

}  // namespace

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

std::string printable(std::string_view text, size_t bytesMax) {
  std::string out;
  while (!text.empty() && out.size() < bytesMax) {
    const size_t bytes = characterBytes(text);
    if (bytes == 0) {
      out += "\xef\xbf\xbd";
      text.remove_prefix(1);
      continue;
    }
    if (isControl(text.substr(0, bytes))) {
      out += ' ';
    } else {
      out += text.substr(0, bytes);
    }
    text.remove_prefix(bytes);
  }
  if (!text.empty()) out += "...";
  return out;
}

std::string quotedPath(std::string_view path) {
  std::string out(1, '\'');
  out += printable(path, 4096);
  out += '\'';
  return out;
}

}  // namespace hearth
