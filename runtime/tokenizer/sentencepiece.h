// SentencePiece's BPE (Llama 1 and 2, Phi-3, Baichuan): characters merge in the order of the scores of what
// they make; characters without a token are written as bytes.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/gguf/metadata.h"
#include "runtime/tokenizer/tokenizer_base.h"

namespace hearth {

class SentencePieceTokenizer final : public TokenizerBase {
 public:
  static Result<std::unique_ptr<Tokenizer>> create(const Metadata& metadata, Vocabulary vocabulary,
                                                   SpecialMatcher specials);
  bool dropsSpaceAfter(std::optional<TokenId> previous) const override;

 private:
  SentencePieceTokenizer(Vocabulary vocabulary, SpecialMatcher specials);
  void rankByScore(const std::vector<double>& scores);
  std::string normalized(std::string_view utf8) const;
  void encodeStretch(std::string_view utf8, std::vector<TokenId>& out) const override;

  std::vector<uint32_t> ranks_;  // by token; equal scores have equal ranks
  std::array<TokenId, 256> byteTokens_;
  size_t longestToken_ = 0;  // bytes
  bool addsSpacePrefix_ = true;
  bool removesExtraSpaces_ = false;
};

}  // namespace hearth
