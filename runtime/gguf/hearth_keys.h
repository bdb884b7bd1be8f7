// What tokenizer.json says of a vocabulary and GGUF has no key for. Hearth writes it beside GGUF's own keys,
// so that a converted file gives the tokens that the checkpoint gave; other programs pass over these keys.
#pragma once

namespace hearth {

// SentencePiece: the merges as tokens' numbers, left and right in turn, the best first: [2 * merges]. Where
// they are, they count instead of tokenizer.ggml.scores, which cannot tell apart two ways to one token.
inline constexpr const char* kMergePairsKey = "hearth.tokenizer.merge_pairs";
// SentencePiece, a text: what is put in front where tokenizer.ggml.add_space_prefix is true. Absent: a space
// before each stretch of text.
inline constexpr const char* kSpacePrefixKey = "hearth.tokenizer.space_prefix";
inline constexpr const char* kPrefixUnlessSpace = "unless_space";  // … that does not begin with one
inline constexpr const char* kPrefixFirst = "first";  // … and none behind a special token either
// Numbers of added tokens: those to which white space before or behind them belongs, and those that are
// looked for in the text as SentencePiece writes it, their own text written so too ("▁<x>").
inline constexpr const char* kSpacesBeforeKey = "hearth.tokenizer.takes_spaces_before";
inline constexpr const char* kSpacesBehindKey = "hearth.tokenizer.takes_spaces_behind";
inline constexpr const char* kNormalizedKey = "hearth.tokenizer.normalized";

}  // namespace hearth
