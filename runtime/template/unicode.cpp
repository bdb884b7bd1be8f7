#include "runtime/template/unicode.h"

#include <algorithm>
#include <vector>

#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace hearth::jinja {
namespace {

UChar32 asIcu(char32_t code) { return static_cast<UChar32>(code); }

icu::UnicodeString toIcu(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

std::string fromIcu(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

// The full title case of one code point ("ǆ" gives "ǅ", "ß" gives "Ss").
std::string titleOf(char32_t code) {
  icu::UnicodeString one(asIcu(code));
  return fromIcu(one.toTitle(nullptr, icu::Locale::getRoot()));
}

int32_t numericType(char32_t code) { return u_getIntPropertyValue(asIcu(code), UCHAR_NUMERIC_TYPE); }

}  // namespace

CodePoint decodeAt(std::string_view text, size_t offset) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(offset);
  if (lead < 0x80) return {lead, 1};
  const uint32_t length = lead >= 0xF0 && lead < 0xF8 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  if (length == 1 || lead >= 0xF8 || offset + length > text.size()) return {lead, 1};
  char32_t code = lead & (0xFFu >> (length + 1));
  for (uint32_t i = 1; i < length; ++i) {
    if ((byte(offset + i) & 0xC0) != 0x80) return {lead, 1};
    code = (code << 6) | (byte(offset + i) & 0x3Fu);
  }
  return {code, length};
}

void appendUtf8(std::string& text, char32_t code) {
  const auto put = [&](char32_t byte) {
    text.push_back(static_cast<char>(static_cast<unsigned char>(byte)));
  };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | (code >> 6));
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | (code >> 18));
    put(0x80 | ((code >> 12) & 0x3F));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

bool isAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

size_t codePointCount(std::string_view text) {
  size_t count = 0;
  for (size_t at = 0; at < text.size(); at += decodeAt(text, at).bytes) ++count;
  return count;
}

size_t byteOffset(std::string_view text, size_t index) {
  size_t at = 0;
  for (; index > 0 && at < text.size(); --index) at += decodeAt(text, at).bytes;
  return at;
}

bool isSpace(char32_t code) {
  return (code >= 0x09 && code <= 0x0D) || (code >= 0x1C && code <= 0x20) || code == 0x85 || code == 0xA0 ||
         code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 || code == 0x2029 ||
         code == 0x202F || code == 0x205F || code == 0x3000;
}

bool isLineBreak(char32_t code) {
  return (code >= 0x0A && code <= 0x0D) || (code >= 0x1C && code <= 0x1E) || code == 0x85 || code == 0x2028 ||
         code == 0x2029;
}

bool isAlpha(char32_t code) { return u_isalpha(asIcu(code)) != 0; }
bool isDecimal(char32_t code) { return numericType(code) == U_NT_DECIMAL; }
bool isDigit(char32_t code) { return numericType(code) == U_NT_DECIMAL || numericType(code) == U_NT_DIGIT; }
bool isNumeric(char32_t code) { return numericType(code) != U_NT_NONE; }
bool isAlphanumeric(char32_t code) { return isAlpha(code) || isNumeric(code); }
bool isLower(char32_t code) { return u_isULowercase(asIcu(code)) != 0; }
bool isUpper(char32_t code) { return u_isUUppercase(asIcu(code)) != 0; }
bool isTitle(char32_t code) { return u_istitle(asIcu(code)) != 0; }

bool isPrintable(char32_t code) {
  if (code == ' ') return true;
  switch (u_charType(asIcu(code))) {
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
    case U_SURROGATE:
    case U_PRIVATE_USE_CHAR:
    case U_UNASSIGNED:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
    case U_SPACE_SEPARATOR:
      return false;
    default:
      return true;
  }
}

bool isIdentifier(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = decodeAt(text, at);
    const UProperty property = at == 0 ? UCHAR_XID_START : UCHAR_XID_CONTINUE;
    if (point.code != '_' && !u_hasBinaryProperty(asIcu(point.code), property)) return false;
    at += point.bytes;
  }
  return !text.empty();
}

std::string toUpper(std::string_view text) {
  if (!isAscii(text)) return fromIcu(toIcu(text).toUpper(icu::Locale::getRoot()));
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return out;
}

std::string toLower(std::string_view text) {
  if (!isAscii(text)) return fromIcu(toIcu(text).toLower(icu::Locale::getRoot()));
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

std::string toTitle(std::string_view text) {
  std::string out;
  bool afterCased = false;
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = decodeAt(text, at);
    out += afterCased ? toLower(text.substr(at, point.bytes)) : titleOf(point.code);
    afterCased = isLower(point.code) || isUpper(point.code) || isTitle(point.code);
    at += point.bytes;
  }
  return out;
}

std::string toCasefold(std::string_view text) {
  return isAscii(text) ? toLower(text) : fromIcu(toIcu(text).foldCase());
}

std::string swapCase(std::string_view text) {
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = decodeAt(text, at);
    const std::string_view one = text.substr(at, point.bytes);
    out += isUpper(point.code) ? toLower(one) : isLower(point.code) ? toUpper(one) : std::string(one);
    at += point.bytes;
  }
  return out;
}

std::string capitalize(std::string_view text) {
  if (text.empty()) return {};
  const CodePoint first = decodeAt(text, 0);
  return titleOf(first.code) + toLower(text.substr(first.bytes));
}

std::string_view stripLeft(std::string_view text) {
  while (!text.empty()) {
    const CodePoint first = decodeAt(text, 0);
    if (!isSpace(first.code)) break;
    text.remove_prefix(first.bytes);
  }
  return text;
}

std::string_view stripRight(std::string_view text) {
  while (!text.empty()) {
    size_t last = text.size() - 1;
    while (last > 0 && text.size() - last < 4 && (static_cast<unsigned char>(text[last]) & 0xC0) == 0x80)
      --last;
    const CodePoint point = decodeAt(text, last);
    if (!isSpace(point.code) || last + point.bytes != text.size()) break;
    text.remove_suffix(text.size() - last);
  }
  return text;
}

size_t findText(std::string_view text, std::string_view needle, size_t from) {
  constexpr size_t kShort =
      32;  // bytes of a needle for which the library's quadratic search is the faster one
  if (needle.size() <= kShort || from > text.size()) return text.find(needle, from);
  // Knuth, Morris, Pratt: `border[i]` is the longest proper border of the needle's first i bytes.
  std::vector<uint32_t> border(needle.size() + 1, 0);
  for (size_t i = 1, length = 0; i < needle.size(); ++i) {
    while (length > 0 && needle[i] != needle[length]) length = border[length];
    if (needle[i] == needle[length]) ++length;
    border[i + 1] = static_cast<uint32_t>(length);
  }
  for (size_t i = from, length = 0; i < text.size(); ++i) {
    while (length > 0 && text[i] != needle[length]) length = border[length];
    if (text[i] == needle[length]) ++length;
    if (length == needle.size()) return i + 1 - length;
  }
  return std::string_view::npos;
}

size_t findLastText(std::string_view text, std::string_view needle) {
  const std::string reversedText(text.rbegin(), text.rend());
  const std::string reversedNeedle(needle.rbegin(), needle.rend());
  const size_t found = findText(reversedText, reversedNeedle);
  return found == std::string_view::npos ? found : text.size() - found - needle.size();
}

}  // namespace hearth::jinja
