#include "runtime/tokenizer/char_class.h"

#include <algorithm>
#include <array>
#include <limits>
#include <span>

#include <utf8proc.h>

#include "runtime/base/check.h"
#include "runtime/tokenizer/unicode.h"

namespace hearth {

namespace {

using namespace char_bits;

struct Range {
  char32_t first;
  char32_t last;
};

bool contains(std::span<const Range> ranges, char32_t code) {
  const auto after = std::upper_bound(ranges.begin(), ranges.end(), code,
                                      [](char32_t value, const Range& range) { return value < range.first; });
  return after != ranges.begin() && code <= (after - 1)->last;
}

// [一-龥぀-ゟ゠-ヿ] of DeepSeek-V3's tokenizer.json.
constexpr std::array kDeepseekV3CjkRanges = {Range{0x3040, 0x30FF}, Range{0x4E00, 0x9FA5}};

// [一-龥ࠀ-一가-퟿] of DeepSeek-LLM's and DeepSeek-Coder's.
constexpr std::array kDeepseekLlmCjkRanges = {Range{0x0800, 0x9FA5}, Range{0xAC00, 0xD7FF}};

// [!-/:-~！-／：-～‘-‟　-。] of DeepSeek-LLM's.
constexpr std::array kDeepseekLlmMarkRanges = {Range{0x21, 0x2F},     Range{0x3A, 0x7E},
                                               Range{0x2018, 0x201F}, Range{0x3000, 0x3002},
                                               Range{0xFF01, 0xFF0F}, Range{0xFF1A, 0xFF5E}};

// The letters with case that DeepSeek-LLM's tokenizer.json lists one by one (the cased letters of an older
// Unicode, without the Georgian Mkhedruli and some others).
constexpr std::array kDeepseekLlmLetterRanges = {
    Range{0x41, 0x5A},       Range{0x61, 0x7A},       Range{0xB5, 0xB5},       Range{0xC0, 0xD6},
    Range{0xD8, 0xF6},       Range{0xF8, 0x1BA},      Range{0x1BC, 0x1BF},     Range{0x1C4, 0x293},
    Range{0x295, 0x2AF},     Range{0x370, 0x373},     Range{0x376, 0x377},     Range{0x37B, 0x37D},
    Range{0x37F, 0x37F},     Range{0x386, 0x386},     Range{0x388, 0x38A},     Range{0x38C, 0x38C},
    Range{0x38E, 0x3A1},     Range{0x3A3, 0x3F5},     Range{0x3F7, 0x481},     Range{0x48A, 0x52F},
    Range{0x531, 0x556},     Range{0x10A0, 0x10C5},   Range{0x13A0, 0x13F5},   Range{0x13F8, 0x13FD},
    Range{0x1C90, 0x1CBA},   Range{0x1CBD, 0x1CBF},   Range{0x1D00, 0x1D2B},   Range{0x1D6B, 0x1D77},
    Range{0x1D79, 0x1D9A},   Range{0x1E00, 0x1F15},   Range{0x1F18, 0x1F1D},   Range{0x1F20, 0x1F45},
    Range{0x1F48, 0x1F4D},   Range{0x1F50, 0x1F57},   Range{0x1F59, 0x1F59},   Range{0x1F5B, 0x1F5B},
    Range{0x1F5D, 0x1F5D},   Range{0x1F5F, 0x1F7D},   Range{0x1F80, 0x1FB4},   Range{0x1FB6, 0x1FBC},
    Range{0x1FBE, 0x1FBE},   Range{0x1FC2, 0x1FC4},   Range{0x1FC6, 0x1FCC},   Range{0x1FD0, 0x1FD3},
    Range{0x1FD6, 0x1FDB},   Range{0x1FE0, 0x1FEC},   Range{0x1FF2, 0x1FF4},   Range{0x1FF6, 0x1FFC},
    Range{0x2102, 0x2102},   Range{0x2107, 0x2107},   Range{0x210A, 0x2113},   Range{0x2115, 0x2115},
    Range{0x2119, 0x211D},   Range{0x2124, 0x2124},   Range{0x2126, 0x2126},   Range{0x2128, 0x2128},
    Range{0x212A, 0x212D},   Range{0x212F, 0x2134},   Range{0x2139, 0x2139},   Range{0x213C, 0x213F},
    Range{0x2145, 0x2149},   Range{0x214E, 0x214E},   Range{0x2183, 0x2184},   Range{0x2C00, 0x2C7B},
    Range{0x2C7E, 0x2CE4},   Range{0x2CEB, 0x2CEE},   Range{0x2CF2, 0x2CF3},   Range{0xA640, 0xA66D},
    Range{0xA680, 0xA69B},   Range{0xA722, 0xA76F},   Range{0xA771, 0xA787},   Range{0xA78B, 0xA78E},
    Range{0xAB70, 0xABBF},   Range{0xFB00, 0xFB06},   Range{0xFB13, 0xFB17},   Range{0xFF21, 0xFF3A},
    Range{0xFF41, 0xFF5A},   Range{0x10400, 0x1044F}, Range{0x104B0, 0x104D3}, Range{0x104D8, 0x104FB},
    Range{0x10C80, 0x10CB2}, Range{0x10CC0, 0x10CF2}, Range{0x118A0, 0x118DF}, Range{0x1E900, 0x1E943}};

// The characters of script Han (Unicode 15.1, Scripts.txt).
constexpr std::array kHanRanges = {
    Range{0x2E80, 0x2E99},   Range{0x2E9B, 0x2EF3},   Range{0x2F00, 0x2FD5},   Range{0x3005, 0x3005},
    Range{0x3007, 0x3007},   Range{0x3021, 0x3029},   Range{0x3038, 0x303B},   Range{0x3400, 0x4DBF},
    Range{0x4E00, 0x9FFF},   Range{0xF900, 0xFA6D},   Range{0xFA70, 0xFAD9},   Range{0x16FE2, 0x16FE3},
    Range{0x16FF0, 0x16FF1}, Range{0x20000, 0x2A6DF}, Range{0x2A700, 0x2B739}, Range{0x2B740, 0x2B81D},
    Range{0x2B820, 0x2CEA1}, Range{0x2CEB0, 0x2EBE0}, Range{0x2EBF0, 0x2EE5D}, Range{0x2F800, 0x2FA1D},
    Range{0x30000, 0x3134A}, Range{0x31350, 0x323AF}};

// (\s|.,!?…。，、।۔،) of BLOOM's tokenizer.json, where the brackets and the bar stand for themselves.
constexpr std::u32string_view kBloomStops = U"(|.,!?…。，、।۔،)";

// Characters newer than the tables of utf8proc 2.8: all of Unicode 15.1, and of Unicode 16 the symbols, emoji
// and hieroglyphs (DerivedAge.txt). Asked only about codes that utf8proc calls unassigned.
constexpr std::array kNewSymbols = {Range{0x2FFC, 0x2FFF},   Range{0x31EF, 0x31EF},   Range{0x1CC00, 0x1CCEF},
                                    Range{0x1CD00, 0x1CEB3}, Range{0x1F8B2, 0x1F8BB}, Range{0x1F8C0, 0x1F8C1},
                                    Range{0x1FA89, 0x1FA89}, Range{0x1FA8F, 0x1FA8F}, Range{0x1FABE, 0x1FABE},
                                    Range{0x1FAC6, 0x1FAC6}, Range{0x1FADC, 0x1FADC}, Range{0x1FADF, 0x1FADF},
                                    Range{0x1FAE9, 0x1FAE9}, Range{0x1FBCB, 0x1FBEF}};
constexpr std::array kNewIdeographs = {Range{0x13460, 0x143FA}, Range{0x2EBF0, 0x2EE5D}};

uint32_t newerCategoryBits(char32_t code) {
  if (contains(kNewSymbols, code)) return kSymbol;
  return contains(kNewIdeographs, code) ? kOtherLetter : 0;
}

uint32_t categoryBits(char32_t code) {
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(code))) {
    case UTF8PROC_CATEGORY_LU:
      return kUpper;
    case UTF8PROC_CATEGORY_LL:
      return kLower;
    case UTF8PROC_CATEGORY_LT:
      return kTitle;
    case UTF8PROC_CATEGORY_LM:
      return kModifier;
    case UTF8PROC_CATEGORY_LO:
      return kOtherLetter;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
      return kMark;
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
      return kNumber;
    case UTF8PROC_CATEGORY_PC:
    case UTF8PROC_CATEGORY_PD:
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_PO:
      return kPunctuation;
    case UTF8PROC_CATEGORY_SM:
    case UTF8PROC_CATEGORY_SC:
    case UTF8PROC_CATEGORY_SK:
    case UTF8PROC_CATEGORY_SO:
      return kSymbol;
    case UTF8PROC_CATEGORY_CN:
      return newerCategoryBits(code);
    default:
      return 0;
  }
}

uint32_t asciiBits(char32_t code) {
  uint32_t bits = 0;
  if ((code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z')) bits |= kAsciiLetter;
  if (code >= '0' && code <= '9') bits |= kAsciiDigit;
  if (code > ' ' && code < 0x7F && bits == 0) bits |= kAsciiMark;
  if (code == ' ') bits |= kBlank;
  if (code == '\r' || code == '\n') bits |= kLineBreak;
  if (code == '`') bits |= kBacktick;
  if (code == '/') bits |= kSlash;
  return bits;
}

}  // namespace

uint32_t charBitsOf(char32_t code) {
  uint32_t bits = kAny | categoryBits(code);
  if (code < 0x80) bits |= asciiBits(code);
  if (isWhiteSpace(code)) bits |= kSpace;
  if (contains(kDeepseekV3CjkRanges, code)) bits |= kDeepseekV3Cjk;
  if (contains(kDeepseekLlmCjkRanges, code)) bits |= kDeepseekLlmCjk;
  if (contains(kDeepseekLlmLetterRanges, code)) bits |= kDeepseekLlmLetter;
  if (contains(kDeepseekLlmMarkRanges, code)) bits |= kDeepseekLlmMark;
  if (contains(kHanRanges, code)) bits |= kHan;
  if (kBloomStops.find(code) != std::u32string_view::npos) bits |= kBloomStop;
  return bits;
}

ClassifiedText classify(std::string_view utf8) {
  CHECK(utf8.size() < std::numeric_limits<uint32_t>::max());
  std::array<uint32_t, 128> ascii{};
  for (char32_t code = 0; code < ascii.size(); ++code) ascii[code] = charBitsOf(code);
  ClassifiedText text{utf8, {}, {}};
  text.bits.reserve(utf8.size());
  text.starts.reserve(utf8.size() + 1);
  for (size_t at = 0; at < utf8.size();) {
    const Utf8Char character = utf8CharAt(utf8, at);
    text.starts.push_back(static_cast<uint32_t>(at));
    text.bits.push_back(character.code < ascii.size() ? ascii[character.code] : charBitsOf(character.code));
    at += character.bytes;
  }
  text.starts.push_back(static_cast<uint32_t>(utf8.size()));
  return text;
}

}  // namespace hearth
