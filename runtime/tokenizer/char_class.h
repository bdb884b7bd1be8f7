// What the expressions of pre-tokenizers ask about a character, as one word of bits for each character.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace hearth {

namespace char_bits {
constexpr uint32_t kAny = 1u << 0;           // set for every character
constexpr uint32_t kUpper = 1u << 1;         // \p{Lu}
constexpr uint32_t kLower = 1u << 2;         // \p{Ll}
constexpr uint32_t kTitle = 1u << 3;         // \p{Lt}
constexpr uint32_t kModifier = 1u << 4;      // \p{Lm}
constexpr uint32_t kOtherLetter = 1u << 5;   // \p{Lo}
constexpr uint32_t kMark = 1u << 6;          // \p{M}
constexpr uint32_t kNumber = 1u << 7;        // \p{N}
constexpr uint32_t kPunctuation = 1u << 8;   // \p{P}
constexpr uint32_t kSymbol = 1u << 9;        // \p{S}
constexpr uint32_t kSpace = 1u << 10;        // \s
constexpr uint32_t kBlank = 1u << 11;        // U+0020
constexpr uint32_t kLineBreak = 1u << 12;    // [\r\n]
constexpr uint32_t kAsciiLetter = 1u << 13;  // [A-Za-z]
constexpr uint32_t kAsciiDigit = 1u << 14;   // [0-9]
constexpr uint32_t kAsciiMark = 1u << 15;    // what else ASCII prints, without the space
constexpr uint32_t kBacktick = 1u << 16;
constexpr uint32_t kSlash = 1u << 17;
constexpr uint32_t kHan = 1u << 18;  // \p{Han}
constexpr uint32_t kDeepseekV3Cjk = 1u << 19;
constexpr uint32_t kDeepseekLlmCjk = 1u << 20;
constexpr uint32_t kDeepseekLlmLetter = 1u << 21;
constexpr uint32_t kDeepseekLlmMark = 1u << 22;
constexpr uint32_t kBloomStop = 1u << 23;

constexpr uint32_t kLetter = kUpper | kLower | kTitle | kModifier | kOtherLetter;  // \p{L}
}  // namespace char_bits

uint32_t charBitsOf(char32_t code);

// A text by characters: bits[i] belongs to the bytes [starts[i], starts[i + 1]).
struct ClassifiedText {
  std::string_view bytes;
  std::vector<uint32_t> bits;
  std::vector<uint32_t> starts;  // one more than bits: the last is the size of the text
};
// `utf8` is valid UTF-8 of less than 4 GiB.
ClassifiedText classify(std::string_view utf8);

}  // namespace hearth
