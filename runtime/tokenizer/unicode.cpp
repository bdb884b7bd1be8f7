#include "runtime/tokenizer/unicode.h"

#include <algorithm>
#include <array>
#include <vector>

#include <utf8proc.h>

namespace hearth {

namespace {

// What may follow a first byte: how many bytes the character has, and the range of the second one
// (The Unicode Standard, table 3-7). Zero bytes: no character begins like this.
struct LeadByte {
  uint32_t bytes;
  uint8_t secondLow;
  uint8_t secondHigh;
};

LeadByte leadByte(uint8_t byte) {
  if (byte < 0xC2) return {0, 0, 0};
  if (byte <= 0xDF) return {2, 0x80, 0xBF};
  if (byte == 0xE0) return {3, 0xA0, 0xBF};
  if (byte == 0xED) return {3, 0x80, 0x9F};
  if (byte <= 0xEF) return {3, 0x80, 0xBF};
  if (byte == 0xF0) return {4, 0x90, 0xBF};
  if (byte <= 0xF3) return {4, 0x80, 0xBF};
  if (byte == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

utf8proc_category_t categoryOf(char32_t code) {
  return utf8proc_category(static_cast<utf8proc_int32_t>(code));
}

uint8_t combiningClassOf(char32_t code) {
  return static_cast<uint8_t>(utf8proc_get_property(static_cast<utf8proc_int32_t>(code))->combining_class);
}

// All characters below this one are their own normalization form C, also beside each other.
constexpr char32_t kFirstThatNfcChanges = 0x300;

void appendCanonicalDecomposition(char32_t code, std::u32string& out) {
  // The longest canonical decomposition of Unicode has four characters (U+1F82 and others).
  std::array<utf8proc_int32_t, 8> parts{};
  int lastBoundClass = UTF8PROC_BOUNDCLASS_START;
  const auto count = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(code), parts.data(),
                                             static_cast<utf8proc_ssize_t>(parts.size()), UTF8PROC_DECOMPOSE,
                                             &lastBoundClass);
  for (utf8proc_ssize_t i = 0; i < count; ++i)
    out.push_back(static_cast<char32_t>(parts[static_cast<size_t>(i)]));
}

}  // namespace

Utf8Char utf8CharAt(std::string_view text, size_t at) {
  const auto byteAt = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t first = byteAt(at);
  if (first < 0x80) return {first, 1, Utf8Char::State::Valid};
  const LeadByte lead = leadByte(first);
  if (lead.bytes == 0) return {kReplacementCharacter, 1, Utf8Char::State::Invalid};
  char32_t code = first & (0x7Fu >> lead.bytes);
  for (uint32_t i = 1; i < lead.bytes; ++i) {
    if (at + i >= text.size()) return {kReplacementCharacter, i, Utf8Char::State::Incomplete};
    const uint8_t next = byteAt(at + i);
    const uint8_t low = i == 1 ? lead.secondLow : 0x80;
    const uint8_t high = i == 1 ? lead.secondHigh : 0xBF;
    if (next < low || next > high) return {kReplacementCharacter, i, Utf8Char::State::Invalid};
    code = code << 6 | (next & 0x3Fu);
  }
  return {code, lead.bytes, Utf8Char::State::Valid};
}

void appendUtf8(char32_t code, std::string& out) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto count = utf8proc_encode_char(static_cast<utf8proc_int32_t>(code), bytes.data());
  for (utf8proc_ssize_t i = 0; i < count; ++i)
    out.push_back(static_cast<char>(bytes[static_cast<size_t>(i)]));
}

bool isUtf8(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const Utf8Char character = utf8CharAt(text, at);
    if (character.state != Utf8Char::State::Valid) return false;
    at += character.bytes;
  }
  return true;
}

std::string repairedUtf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const Utf8Char character = utf8CharAt(text, at);
    out += character.state == Utf8Char::State::Valid ? text.substr(at, character.bytes) : kReplacementUtf8;
    at += character.bytes;
  }
  return out;
}

bool isWhiteSpace(char32_t code) {
  if (code < 0x80) return code == ' ' || (code >= 0x09 && code <= 0x0D);
  return code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) ||
         code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

bool isMark(char32_t code) {
  const auto category = categoryOf(code);
  return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

bool isPunctuation(char32_t code) {
  const auto category = categoryOf(code);
  return category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_PO;
}

bool isControlOrPrivate(char32_t code) { return categoryOf(code) >= UTF8PROC_CATEGORY_CC; }

char32_t toLower(char32_t code) {
  return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(code)));
}

char32_t canonicalBase(char32_t code) {
  std::u32string parts;
  appendCanonicalDecomposition(code, parts);
  return parts.front();
}

std::string toNfc(std::string_view text) {
  std::u32string codes;
  bool changes = false;
  for (size_t at = 0; at < text.size();) {
    const Utf8Char character = utf8CharAt(text, at);
    changes = changes || character.code >= kFirstThatNfcChanges;
    codes.push_back(character.code);
    at += character.bytes;
  }
  if (!changes) return std::string(text);

  std::u32string decomposed;
  decomposed.reserve(codes.size() + codes.size() / 4);
  for (const char32_t code : codes) appendCanonicalDecomposition(code, decomposed);

  // Marks in a row are put in the order of their combining class. utf8proc's own sort is quadratic.
  for (size_t at = 0; at < decomposed.size();) {
    size_t end = at;
    while (end < decomposed.size() && combiningClassOf(decomposed[end]) != 0) ++end;
    std::stable_sort(decomposed.begin() + static_cast<std::ptrdiff_t>(at),
                     decomposed.begin() + static_cast<std::ptrdiff_t>(end),
                     [](char32_t a, char32_t b) { return combiningClassOf(a) < combiningClassOf(b); });
    at = end + 1;
  }

  static_assert(sizeof(char32_t) == sizeof(utf8proc_int32_t));
  std::vector<utf8proc_int32_t> buffer(decomposed.begin(), decomposed.end());
  const auto composed =
      utf8proc_normalize_utf32(buffer.data(), static_cast<utf8proc_ssize_t>(buffer.size()),
                               static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_STABLE));
  std::string out;
  out.reserve(text.size());
  for (utf8proc_ssize_t i = 0; i < composed; ++i) {
    appendUtf8(static_cast<char32_t>(buffer[static_cast<size_t>(i)]), out);
  }
  return out;
}

}  // namespace hearth
