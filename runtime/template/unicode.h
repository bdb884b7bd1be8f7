// Code points in UTF-8 text, and the character classes and case mappings of Python's str.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hearth::jinja {

struct CodePoint {
  char32_t code;
  uint32_t bytes;  // how many bytes of the text it took
};

// An invalid byte decodes to itself as one code point, so that any text can be walked to its end.
CodePoint decodeAt(std::string_view text, size_t offset);
void appendUtf8(std::string& text, char32_t code);
size_t codePointCount(std::string_view text);
// The byte offset of code point `index`; text.size() when there are fewer.
size_t byteOffset(std::string_view text, size_t index);
bool isAscii(std::string_view text);

bool isSpace(char32_t code);      // str.isspace, and \s of Python's re
bool isLineBreak(char32_t code);  // what str.splitlines cuts at
bool isAlpha(char32_t code);
bool isDecimal(char32_t code);
bool isDigit(char32_t code);
bool isNumeric(char32_t code);
bool isAlphanumeric(char32_t code);
bool isLower(char32_t code);
bool isUpper(char32_t code);
bool isTitle(char32_t code);
bool isPrintable(char32_t code);
bool isIdentifier(std::string_view text);

std::string toUpper(std::string_view text);
std::string toLower(std::string_view text);
std::string toTitle(std::string_view text);
std::string toCasefold(std::string_view text);
std::string swapCase(std::string_view text);
std::string capitalize(std::string_view text);

std::string_view stripLeft(std::string_view text);
std::string_view stripRight(std::string_view text);

// The first or last place of `needle`, npos when there is none. Linear in the length of the text.
size_t findText(std::string_view text, std::string_view needle, size_t from = 0);
size_t findLastText(std::string_view text, std::string_view needle);

}  // namespace hearth::jinja
