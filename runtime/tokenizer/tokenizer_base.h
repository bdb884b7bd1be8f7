// What the three kinds of tokenizers share: special tokens are cut out of the text first, the stretches
// between them are encoded by the kind's own rule.
#pragma once

#include <string>
#include <vector>

#include "runtime/tokenizer/special_matcher.h"
#include "runtime/tokenizer/tokenizer.h"
#include "runtime/tokenizer/vocabulary.h"

namespace hearth {

class TokenizerBase : public Tokenizer {
 public:
  std::vector<TokenId> encode(std::string_view utf8, SpecialTokens specials, AddBos addBos) const final;
  std::string_view bytesOf(TokenId id) const final { return bytes_[static_cast<uint32_t>(id)]; }
  bool isControl(TokenId id) const final;
  bool isEndOfGeneration(TokenId id) const final {
    return vocabulary_.has(id) && vocabulary_.endsGeneration(id);
  }
  uint32_t vocabSize() const final { return vocabulary_.size(); }
  std::optional<TokenId> bos() const final { return known(vocabulary_.ids().bos); }
  std::optional<TokenId> eos() const final { return known(vocabulary_.ids().eos); }
  bool addsBos() const final { return first_ != kNoToken; }
  std::optional<TokenId> find(std::string_view tokenText) const final {
    return known(vocabulary_.find(tokenText));
  }
  std::string decode(std::span<const TokenId> ids) const final;
  std::string_view warning() const final { return warning_; }

 protected:
  TokenizerBase(Vocabulary vocabulary, SpecialMatcher specials)
      : vocabulary_(std::move(vocabulary)), specials_(std::move(specials)) {}

  enum class Place { TextStart, BehindSpecial };
  // Appends the tokens of a stretch of valid UTF-8 that is not empty.
  virtual void encodeStretch(std::string_view utf8, Place place, std::vector<TokenId>& out) const = 0;

  // Appends the tokens that `matcher` finds in the text, and what `encode(begin, end)` appends for each
  // stretch between them that is not empty.
  template <class Encode>
  void encodeAround(const SpecialMatcher& matcher, std::string_view utf8, SpecialTokens specials,
                    std::vector<TokenId>& out, const Encode& encode) const {
    for (size_t at = 0; at < utf8.size();) {
      const SpecialMatcher::Match match = matcher.next(utf8, at, specials);
      const bool takesBefore = match.id != kNoToken && vocabulary_.takesSpacesBefore(match.id);
      const size_t end = takesBefore ? spacesBegin(utf8, at, match.begin) : match.begin;
      if (end > at) encode(at, end);
      if (match.id == kNoToken) break;
      out.push_back(match.id);
      at = vocabulary_.takesSpacesBehind(match.id) ? spacesEnd(utf8, match.end) : match.end;
    }
  }

  // Fills bytesOf(): special tokens are their own text, `bytesOfOrdinary(id)` tells the others' bytes.
  template <class BytesOfOrdinary>
  void fillBytes(const BytesOfOrdinary& bytesOfOrdinary) {
    bytes_.reserve(vocabulary_.size(), vocabulary_.texts().totalBytes());
    for (TokenId id = 0; vocabulary_.has(id); ++id) {
      const TokenType type = vocabulary_.type(id);
      const bool isOrdinary =
          type == TokenType::Normal || type == TokenType::Byte || type == TokenType::Undefined;
      bytes_.push(isOrdinary ? std::string_view(bytesOfOrdinary(id)) : vocabulary_.text(id));
    }
  }
  bool isSpecial(TokenId id) const;
  void addWarning(std::string_view sentence);

  Vocabulary vocabulary_;
  SpecialMatcher specials_;
  StringTable bytes_;
  TokenId first_ = kNoToken, last_ = kNoToken;  // what AddBos::AsModelWants puts around a text

 private:
  // Where the white space that ends at `end` begins, but not before `begin`.
  static size_t spacesBegin(std::string_view utf8, size_t begin, size_t end);
  static size_t spacesEnd(std::string_view utf8, size_t begin);
  std::optional<TokenId> known(TokenId id) const { return id == kNoToken ? std::nullopt : std::optional(id); }
  std::string warning_;
};

// The byte that a token like "<0x0A>" stands for.
std::optional<uint8_t> byteOfToken(std::string_view text);
// U+2581, by which vocabularies write a space.
constexpr std::string_view kVisibleSpace = "\xE2\x96\x81";
std::string withRealSpaces(std::string_view text);

}  // namespace hearth
