// How a model cuts text into the words inside which byte-level BPE may merge: the regular expressions of the
// published tokenizer.json files, as tables of rules that are matched in linear time.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "runtime/tokenizer/char_class.h"

namespace hearth {

// A character class of a regular expression: some bit of `any`, and none of `none`.
struct CharSet {
  uint32_t any = 0;
  uint32_t none = 0;
  constexpr bool has(uint32_t bits) const { return (bits & any) != 0 && (bits & none) == 0; }
};

// One alternative of an expression.
struct Rule {
  enum class Kind : uint8_t {
    Run,          // prefix body{min,max} suffix*
    Contraction,  // 's|'t|'re|'ve|'m|'ll|'d
    CasedWord,  // prefix?body*suffix+ or else prefix?body+suffix*, then maybe a contraction
    SpacesToLineEnd,   // \s*[\r\n]+
    SpacesBeforeWord,  // \s+(?!\S)
    SpacesAtEnd,       // \s+$
  };
  enum class Prefix : uint8_t { None, Optional, Required };
  enum class Contractions : uint8_t { None, LowerCase, AnyCase };

  Kind kind = Kind::Run;
  Prefix prefixIs = Prefix::None;
  Contractions contractions = Contractions::None;
  CharSet prefix{};
  CharSet body{};
  CharSet suffix{};
  uint32_t min = 1;
  uint32_t max = UINT32_MAX;
};

// One expression: what it matches becomes a piece of its own, and so does what lies between two matches.
using Expression = std::span<const Rule>;

struct PreTokenizer {
  std::string_view name;
  std::span<const Expression> expressions;  // each is applied to the pieces of the one before
  bool ignoresMerges = false;     // a word that is a token as a whole is that token, whatever its merges say
  bool normalizesNfc = false;     // the text is brought to normalization form C first
  bool addsBosByDefault = false;  // where tokenizer.ggml.add_bos_token is missing
};

// The pre-tokenizer that tokenizer.ggml.pre names; null when the name is unknown.
const PreTokenizer* findPreTokenizer(std::string_view name);
// Used by files that name none, and (with a warning) by those that name an unknown one.
const PreTokenizer& defaultPreTokenizer();

// The ends of the pieces, counted in characters of `text`; ascending, the last is the length of the text.
std::vector<uint32_t> splitIntoWords(const PreTokenizer& preTokenizer, const ClassifiedText& text);

}  // namespace hearth
