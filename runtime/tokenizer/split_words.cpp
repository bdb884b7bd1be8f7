// The matcher behind splitIntoWords().
#include <algorithm>
#include <string_view>
#include <utility>

#include "runtime/tokenizer/pretokenizers.h"

namespace hearth {

namespace {

using namespace char_bits;

// Matches rules inside one piece [begin, end) of a text; positions count characters. A match is told by its
// end; kNoMatch is before every end. Rules that look ahead beyond their match do so at most once for each
// stretch that they then consume, so that cutting a text takes time proportional to its length.
class PieceMatcher {
 public:
  static constexpr uint32_t kNoMatch = 0;

  PieceMatcher(const ClassifiedText& text, uint32_t begin, uint32_t end)
      : text_(text), end_(end), trailingSpaces_(end) {
    while (trailingSpaces_ > begin && (bits(trailingSpaces_ - 1) & kSpace) != 0) --trailingSpaces_;
  }

  uint32_t match(const Rule& rule, uint32_t at) const {
    switch (rule.kind) {
      case Rule::Kind::Run:
        return matchRun(rule, at);
      case Rule::Kind::Contraction:
        return matchContraction(rule.contractions, at);
      case Rule::Kind::CasedWord:
        return matchCasedWord(rule, at);
      case Rule::Kind::SpacesToLineEnd:
        return matchSpacesToLineEnd(at);
      case Rule::Kind::SpacesBeforeWord:
        return matchSpacesBeforeWord(at);
      case Rule::Kind::SpacesAtEnd:
        return at >= trailingSpaces_ ? end_ : kNoMatch;
    }
    return kNoMatch;
  }

 private:
  uint32_t bits(uint32_t at) const { return text_.bits[at]; }
  bool isIn(const CharSet& set, uint32_t at) const { return at < end_ && set.has(bits(at)); }
  uint32_t skip(const CharSet& set, uint32_t at) const {
    while (isIn(set, at)) ++at;
    return at;
  }

  uint32_t matchRun(const Rule& rule, uint32_t at) const {
    if (rule.prefixIs != Rule::Prefix::None && isIn(rule.prefix, at)) {
      const uint32_t matched = matchBody(rule, at + 1);
      if (matched != kNoMatch) return matched;
    }
    return rule.prefixIs == Rule::Prefix::Required ? kNoMatch : matchBody(rule, at);
  }

  uint32_t matchBody(const Rule& rule, uint32_t at) const {
    uint32_t count = 0;
    while (count < rule.max && isIn(rule.body, at)) ++at, ++count;
    return count < rule.min ? kNoMatch : skip(rule.suffix, at);
  }

  // The bytes of the character at `at`; empty at the end of the piece.
  std::string_view charAt(uint32_t at) const {
    if (at >= end_) return {};
    return text_.bytes.substr(text_.starts[at], text_.starts[at + 1] - text_.starts[at]);
  }

  char contractionLetter(Rule::Contractions contractions, uint32_t at) const {
    const std::string_view character = charAt(at);
    if (contractions == Rule::Contractions::AnyCase) {
      if (character == "ſ") return 's';  // U+017F is an s to an expression that ignores case
      if (character.size() == 1 && character[0] >= 'A' && character[0] <= 'Z') {
        return static_cast<char>(character[0] - 'A' + 'a');
      }
    }
    return character.size() == 1 ? character[0] : '\0';
  }

  uint32_t matchContraction(Rule::Contractions contractions, uint32_t at) const {
    if (charAt(at) != "'") return kNoMatch;
    const char first = contractionLetter(contractions, at + 1);
    if (first == 's' || first == 't' || first == 'm' || first == 'd') return at + 2;
    const char second = contractionLetter(contractions, at + 2);
    if ((first == 'r' && second == 'e') || (first == 'v' && second == 'e') ||
        (first == 'l' && second == 'l')) {
      return at + 3;
    }
    return kNoMatch;
  }

  // body*suffix+: as much of `body` as leaves one character of `suffix`, which the two may share.
  uint32_t matchBodyThenSuffix(const Rule& rule, uint32_t at) const {
    const uint32_t bodyEnd = skip(rule.body, at);
    for (uint32_t i = bodyEnd + 1; i-- > at;) {
      if (isIn(rule.suffix, i)) return skip(rule.suffix, i);
    }
    return kNoMatch;
  }

  uint32_t matchCasedWord(const Rule& rule, uint32_t at) const {
    const bool hasPrefix = isIn(rule.prefix, at);
    uint32_t matched = hasPrefix ? matchBodyThenSuffix(rule, at + 1) : kNoMatch;
    if (matched == kNoMatch) matched = matchBodyThenSuffix(rule, at);
    if (matched == kNoMatch && hasPrefix && isIn(rule.body, at + 1)) {
      matched = skip(rule.suffix, skip(rule.body, at + 1));
    }
    if (matched == kNoMatch && isIn(rule.body, at)) matched = skip(rule.suffix, skip(rule.body, at));
    if (matched == kNoMatch || rule.contractions == Rule::Contractions::None) return matched;
    return std::max(matched, matchContraction(rule.contractions, matched));
  }

  uint32_t matchSpacesToLineEnd(uint32_t at) const {
    uint32_t afterLastBreak = kNoMatch;
    for (; at < end_ && (bits(at) & kSpace) != 0; ++at) {
      if ((bits(at) & kLineBreak) != 0) afterLastBreak = at + 1;
    }
    return afterLastBreak;
  }

  uint32_t matchSpacesBeforeWord(uint32_t at) const {
    const uint32_t spacesEnd = skip({.any = kSpace}, at);
    if (spacesEnd == end_) return spacesEnd > at ? spacesEnd : kNoMatch;
    return spacesEnd > at + 1 ? spacesEnd - 1 : kNoMatch;
  }

  const ClassifiedText& text_;
  uint32_t end_;
  uint32_t trailingSpaces_;  // where the spaces that end the piece begin
};

void splitPiece(Expression expression, const ClassifiedText& text, uint32_t begin, uint32_t end,
                std::vector<uint32_t>& ends) {
  const PieceMatcher piece(text, begin, end);
  for (uint32_t at = begin; at < end;) {
    uint32_t matched = PieceMatcher::kNoMatch;
    for (const Rule& rule : expression) {
      matched = piece.match(rule, at);
      if (matched != PieceMatcher::kNoMatch) break;
    }
    if (matched == PieceMatcher::kNoMatch) {
      ++at;
      continue;
    }
    const uint32_t pieceBegin = ends.empty() ? 0 : ends.back();
    if (at > pieceBegin) ends.push_back(at);
    ends.push_back(matched);
    at = matched;
  }
  if (ends.empty() || ends.back() < end) ends.push_back(end);
}

}  // namespace

std::vector<uint32_t> splitIntoWords(const PreTokenizer& preTokenizer, const ClassifiedText& text) {
  std::vector<uint32_t> ends;
  if (text.bits.empty()) return ends;
  ends.push_back(static_cast<uint32_t>(text.bits.size()));
  for (const Expression& expression : preTokenizer.expressions) {
    std::vector<uint32_t> finer;
    finer.reserve(std::max(ends.size(), text.bits.size() / 4));
    uint32_t begin = 0;
    for (const uint32_t end : ends) {
      splitPiece(expression, text, begin, end, finer);
      begin = end;
    }
    ends = std::move(finer);
  }
  return ends;
}

}  // namespace hearth
