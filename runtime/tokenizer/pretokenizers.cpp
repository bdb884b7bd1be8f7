#include "runtime/tokenizer/pretokenizers.h"

#include <algorithm>
#include <array>

namespace hearth {

namespace {

using namespace char_bits;
using Kind = Rule::Kind;
using Prefix = Rule::Prefix;
using Contractions = Rule::Contractions;

constexpr CharSet kLetters{.any = kLetter};
constexpr CharSet kLettersAndMarks{.any = kLetter | kMark};
constexpr CharSet kNumbers{.any = kNumber};
constexpr CharSet kBlankOnly{.any = kBlank};
constexpr CharSet kSpaces{.any = kSpace};
constexpr CharSet kLineBreaks{.any = kLineBreak};
constexpr CharSet kLineBreaksAndSlash{.any = kLineBreak | kSlash};
constexpr CharSet kAsciiLetters{.any = kAsciiLetter};
constexpr CharSet kAsciiMarks{.any = kAsciiMark};
constexpr CharSet kMarksAndSymbols{.any = kPunctuation | kSymbol};
constexpr CharSet kNotWord{.any = kAny, .none = kSpace | kLetter | kNumber};  // [^\s\p{L}\p{N}]
constexpr CharSet kNotWordOrMark{.any = kAny,
                                 .none = kSpace | kLetter | kMark | kNumber};        // [^\s\p{L}\p{M}\p{N}]
constexpr CharSet kWordOpener{.any = kAny, .none = kLineBreak | kLetter | kNumber};  // [^\r\n\p{L}\p{N}]

// '(?:[sdmt]|ll|ve|re) as written, or with (?i:…)
constexpr Rule kContractionRule{.kind = Kind::Contraction, .contractions = Contractions::LowerCase};
constexpr Rule kContractionAnyCase{.kind = Kind::Contraction, .contractions = Contractions::AnyCase};
constexpr Rule kSpacesToLineEnd{.kind = Kind::SpacesToLineEnd};
constexpr Rule kSpacesBeforeWord{.kind = Kind::SpacesBeforeWord};
constexpr Rule kSpacesRule{.body = kSpaces};

constexpr Rule afterBlank(CharSet body, CharSet suffix = {}) {
  return {.prefixIs = Prefix::Optional, .prefix = kBlankOnly, .body = body, .suffix = suffix};
}
constexpr Rule afterSpace(CharSet body) {
  return {.prefixIs = Prefix::Optional, .prefix = kSpaces, .body = body};
}
constexpr Rule afterOpener(CharSet body) {
  return {.prefixIs = Prefix::Optional, .prefix = kWordOpener, .body = body};
}
constexpr Rule numbersUpTo(uint32_t most) { return {.body = kNumbers, .max = most}; }

constexpr std::array kSingleNumber = {numbersUpTo(1)};
constexpr std::array kThreeNumbers = {numbersUpTo(3)};
constexpr std::array kAnyNumbers = {Rule{.body = kNumbers}};
constexpr std::array kThreeAsciiDigits = {Rule{.body = {.any = kAsciiDigit}, .min = 3, .max = 3}};
constexpr std::array kOneLineBreak = {Rule{.body = kLineBreaks, .max = 1}};

// 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
constexpr std::array kGpt2 = {kContractionRule,     afterBlank(kLetters), afterBlank(kNumbers),
                              afterBlank(kNotWord), kSpacesBeforeWord,    kSpacesRule};

// (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|
// \s*[\r\n]+|\s+(?!\S)|\s+ (Qwen 2: \p{N} for \p{N}{1,3})
constexpr auto llamaLike(uint32_t mostNumbers) {
  return std::array{kContractionAnyCase,
                    afterOpener(kLetters),
                    numbersUpTo(mostNumbers),
                    afterBlank(kNotWord, kLineBreaks),
                    kSpacesToLineEnd,
                    kSpacesBeforeWord,
                    kSpacesRule};
}
constexpr auto kLlama3 = llamaLike(3);
constexpr auto kQwen2 = llamaLike(1);

// Qwen3.5: as Qwen2's, with combining marks taken into the words.
constexpr std::array kQwen35 = {kContractionAnyCase, afterOpener(kLettersAndMarks),
                                numbersUpTo(1),      afterBlank(kNotWordOrMark, kLineBreaks),
                                kSpacesToLineEnd,    kSpacesBeforeWord,
                                kSpacesRule};

// o200k_base: words of [\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}] and then [\p{Ll}\p{Lm}\p{Lo}\p{M}], one of them at
// least once, with a contraction behind; slashes may end a run of marks.
constexpr Rule casedWord(Contractions contractions, uint32_t without) {
  const uint32_t eitherCase = kModifier | kOtherLetter | kMark;
  return {.kind = Kind::CasedWord,
          .contractions = contractions,
          .prefix = kWordOpener,
          .body = {.any = kUpper | kTitle | eitherCase, .none = without},
          .suffix = {.any = kLower | eitherCase, .none = without}};
}
constexpr std::array kGpt4o = {casedWord(Contractions::AnyCase, 0),
                               numbersUpTo(3),
                               afterBlank(kNotWord, kLineBreaksAndSlash),
                               kSpacesToLineEnd,
                               kSpacesBeforeWord,
                               kSpacesRule};
// Mistral's Tekken: the same without contractions, each digit by itself.
constexpr std::array kTekken = {casedWord(Contractions::None, 0),
                                numbersUpTo(1),
                                afterBlank(kNotWord, kLineBreaksAndSlash),
                                kSpacesToLineEnd,
                                kSpacesBeforeWord,
                                kSpacesRule};
// Kimi K2: runs of Han are words; the other letters as in o200k_base.
constexpr std::array kKimiK2 = {Rule{.body = {.any = kHan}},
                                casedWord(Contractions::AnyCase, kHan),
                                numbersUpTo(3),
                                afterBlank(kNotWord, kLineBreaks),
                                kSpacesToLineEnd,
                                kSpacesBeforeWord,
                                kSpacesRule};

// DeepSeek-LLM and V2: the third and second expression name their letters and marks one by one
// (char_class.cpp).
constexpr std::array kDeepseekLlmWord = {afterSpace({.any = kDeepseekLlmLetter})};
constexpr std::array kDeepseekLlmMarks = {afterSpace({.any = kDeepseekLlmMark})};
constexpr std::array kDeepseekLlmTail = {Rule{.kind = Kind::SpacesAtEnd}};
constexpr std::array kDeepseekLlmCjkRun = {Rule{.body = {.any = kDeepseekLlmCjk}}};
constexpr std::array kDeepseekCoderWord = {afterSpace(kLetters)};
constexpr std::array kDeepseekCoderMarks = {afterSpace({.any = kPunctuation})};

// DeepSeek-V3:
// [!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+|
// [ ]?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
constexpr std::array kDeepseekV3CjkRun = {Rule{.body = {.any = kDeepseekV3Cjk}}};
constexpr std::array kDeepseekV3Word = {
    Rule{.prefixIs = Prefix::Required, .prefix = kAsciiMarks, .body = kAsciiLetters},
    Rule{.prefixIs = Prefix::Optional,
         .prefix = {.any = kAny, .none = kLineBreak | kLetter | kPunctuation | kSymbol},
         .body = kLettersAndMarks},
    afterBlank(kMarksAndSymbols, kLineBreaks),
    kSpacesToLineEnd,
    kSpacesBeforeWord,
    kSpacesRule};

// Falcon: [\p{P}\$\+<=>\^~\|`]+, and without the backtick for files that name no pre-tokenizer.
constexpr std::array kFalconMarks = {Rule{.body = {.any = kPunctuation | kAsciiMark}}};
constexpr std::array kDefaultMarks = {Rule{.body = {.any = kPunctuation | kAsciiMark, .none = kBacktick}}};

// BLOOM: " ?[^(\s|.,!?…。，、।۔،)]+"
constexpr std::array kBloom = {afterBlank({.any = kAny, .none = kSpace | kBloomStop})};

// "(?i:…)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}\r\n]+|\s*[\r\n]+|\s+(?!\S)|\s+" of Seed-Coder.
constexpr std::array kSeedCoder = {kContractionAnyCase,  afterOpener(kLetters), numbersUpTo(1),
                                   afterBlank(kNotWord), kSpacesToLineEnd,      kSpacesBeforeWord,
                                   kSpacesRule};

constexpr std::array kGpt2Steps = {Expression(kGpt2)};
constexpr std::array kStarcoderSteps = {Expression(kSingleNumber), Expression(kGpt2)};
constexpr std::array kFalconSteps = {Expression(kFalconMarks), Expression(kGpt2),
                                     Expression(kThreeAsciiDigits)};
constexpr std::array kDefaultSteps = {Expression(kDefaultMarks), Expression(kGpt2), Expression(kAnyNumbers),
                                      Expression(kThreeAsciiDigits)};
constexpr std::array kLlama3Steps = {Expression(kLlama3)};
constexpr std::array kQwen2Steps = {Expression(kQwen2)};
constexpr std::array kQwen35Steps = {Expression(kQwen35)};
constexpr std::array kGpt4oSteps = {Expression(kGpt4o)};
constexpr std::array kTekkenSteps = {Expression(kTekken)};
constexpr std::array kKimiK2Steps = {Expression(kKimiK2)};
constexpr std::array kDeepseekLlmSteps = {Expression(kOneLineBreak),      Expression(kDeepseekLlmWord),
                                          Expression(kDeepseekLlmMarks),  Expression(kDeepseekLlmTail),
                                          Expression(kDeepseekLlmCjkRun), Expression(kSingleNumber)};
constexpr std::array kDeepseekCoderSteps = {Expression(kOneLineBreak), Expression(kDeepseekCoderWord),
                                            Expression(kDeepseekCoderMarks), Expression(kDeepseekLlmCjkRun),
                                            Expression(kSingleNumber)};
constexpr std::array kDeepseekV3Steps = {Expression(kThreeNumbers), Expression(kDeepseekV3CjkRun),
                                         Expression(kDeepseekV3Word)};
constexpr std::array kBloomSteps = {Expression(kBloom)};
constexpr std::array kVikingSteps = {Expression(kBloom), Expression(kSingleNumber)};
constexpr std::array kSeedCoderSteps = {Expression(kSeedCoder)};

constexpr PreTokenizer plain(std::string_view name, std::span<const Expression> steps) {
  return {.name = name, .expressions = steps};
}
// The tokenizer.json has the normalizer NFC, for which GGUF has no key.
constexpr PreTokenizer nfc(std::string_view name, std::span<const Expression> steps) {
  return {.name = name, .expressions = steps, .normalizesNfc = true};
}
// The tokenizer.json says ignore_merges, for which GGUF has no key, and older files leave out that they want
// a BOS.
constexpr PreTokenizer wholeWords(std::string_view name, std::span<const Expression> steps) {
  return {.name = name, .expressions = steps, .ignoresMerges = true, .addsBosByDefault = true};
}

// Names as the converters of llama.cpp write them to tokenizer.ggml.pre.
constexpr std::array kPreTokenizers = {
    plain("default", kDefaultSteps),
    plain("deepseek-llm", kDeepseekLlmSteps),
    plain("deepseek-coder", kDeepseekCoderSteps),
    plain("deepseek-v3", kDeepseekV3Steps),
    plain("hunyuan-dense", kDeepseekV3Steps),
    plain("joyai-llm", kDeepseekV3Steps),
    nfc("deepseek-r1-qwen", kQwen2Steps),
    nfc("qwen2", kQwen2Steps),
    nfc("qwen35", kQwen35Steps),
    plain("stablelm2", kQwen2Steps),
    plain("megrez", kQwen2Steps),
    plain("hunyuan", kQwen2Steps),
    plain("grok-2", kQwen2Steps),
    plain("solar-open", kQwen2Steps),
    wholeWords("llama-bpe", kLlama3Steps),
    wholeWords("llama3", kLlama3Steps),
    wholeWords("llama-v3", kLlama3Steps),
    wholeWords("falcon3", kLlama3Steps),
    wholeWords("falcon-h1", kLlama3Steps),
    wholeWords("pixtral", kLlama3Steps),
    wholeWords("lfm2", kLlama3Steps),
    plain("glm4", kLlama3Steps),
    plain("chatglm-bpe", kLlama3Steps),
    plain("dbrx", kLlama3Steps),
    plain("smaug-bpe", kLlama3Steps),
    plain("gpt-4o", kGpt4oSteps),
    plain("llama4", kGpt4oSteps),
    plain("minimax-m2", kGpt4oSteps),
    wholeWords("tekken", kTekkenSteps),
    plain("kimi-k2", kKimiK2Steps),
    plain("seed-coder", kSeedCoderSteps),
    plain("gpt-2", kGpt2Steps),
    plain("phi-2", kGpt2Steps),
    plain("mpt", kGpt2Steps),
    plain("olmo", kGpt2Steps),
    plain("jais", kGpt2Steps),
    plain("gigachat", kGpt2Steps),
    plain("mellum", kGpt2Steps),
    plain("exaone4", kGpt2Steps),
    plain("falcon", kFalconSteps),
    plain("starcoder", kStarcoderSteps),
    plain("refact", kStarcoderSteps),
    plain("command-r", kStarcoderSteps),
    plain("smollm", kStarcoderSteps),
    plain("codeshell", kStarcoderSteps),
    plain("exaone", kStarcoderSteps),
    plain("minerva-7b", kStarcoderSteps),
    plain("bloom", kBloomSteps),
    plain("gpt3-finnish", kBloomSteps),
    plain("poro-chat", kBloomSteps),
    plain("viking", kVikingSteps),
};

}  // namespace

const PreTokenizer* findPreTokenizer(std::string_view name) {
  const auto found = std::find_if(kPreTokenizers.begin(), kPreTokenizers.end(),
                                  [&](const PreTokenizer& candidate) { return candidate.name == name; });
  return found == kPreTokenizers.end() ? nullptr : &*found;
}

const PreTokenizer& defaultPreTokenizer() { return kPreTokenizers.front(); }

}  // namespace hearth
