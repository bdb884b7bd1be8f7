// WordPiece (BERT): words are cut at spaces and punctuation, lower-cased and freed of accents, then written
// with the longest tokens from the left; a word that cannot be written so is the unknown token.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/gguf/metadata.h"
#include "runtime/tokenizer/tokenizer_base.h"

namespace hearth {

class WordPieceTokenizer final : public TokenizerBase {
 public:
  static Result<std::unique_ptr<Tokenizer>> create(const Metadata& metadata, Vocabulary vocabulary,
                                                   SpecialMatcher specials);
  bool dropsSpaceAfter(std::optional<TokenId> previous) const override { return !previous; }

 private:
  WordPieceTokenizer(Vocabulary vocabulary, SpecialMatcher specials);
  void encodeStretch(std::string_view utf8, Place place, std::vector<TokenId>& out) const override;
  // `word` begins with kVisibleSpace, as the tokens that begin a word do.
  void encodeWord(std::string_view word, std::vector<TokenId>& out) const;

  size_t longestToken_ = 0;  // bytes
  bool lowerCases_ = true;
  bool stripsAccents_ = true;
};

}  // namespace hearth
