// UTF-8 and the few properties of characters that tokenizers need. Tables: utf8proc (Unicode 15).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hearth {

constexpr char32_t kReplacementCharacter = 0xFFFD;
constexpr std::string_view kReplacementUtf8 = "\xEF\xBF\xBD";

// One character of a text. A sequence that is not UTF-8 is one U+FFFD for each longest part that could have
// begun a character (The Unicode Standard, section 3.9, "U+FFFD Substitution of Maximal Subparts").
struct Utf8Char {
  enum class State : uint8_t {
    Valid,
    Invalid,
    Incomplete
  };  // Incomplete: the text ends inside the character
  char32_t code;
  uint32_t bytes;
  State state;
};
Utf8Char utf8CharAt(std::string_view text, size_t at);
void appendUtf8(char32_t code, std::string& out);
bool isUtf8(std::string_view text);
// The text with everything that is not UTF-8 replaced by U+FFFD.
std::string repairedUtf8(std::string_view text);

// The property White_Space, which is what regular expressions call \s.
bool isWhiteSpace(char32_t code);
// General categories: \p{M}, \p{P}, and \p{C} without the characters that Unicode has not assigned.
bool isMark(char32_t code);
bool isPunctuation(char32_t code);
bool isControlOrPrivate(char32_t code);
char32_t toLower(char32_t code);

// Normalization form C. `text` is valid UTF-8; takes time proportional to its length (times the logarithm of
// the longest run of combining marks).
std::string toNfc(std::string_view text);
// The first character of the canonical decomposition: "é" gives "e".
char32_t canonicalBase(char32_t code);

}  // namespace hearth
