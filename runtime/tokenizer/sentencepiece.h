// SentencePiece's BPE (Llama 1 and 2, Mistral, Phi-3, Baichuan): characters merge in the order of the scores
// of what they make, or of a list of merges; characters without a token are written as bytes.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/gguf/metadata.h"
#include "runtime/tokenizer/merge_table.h"
#include "runtime/tokenizer/tokenizer_base.h"

namespace hearth {

class SentencePieceTokenizer final : public TokenizerBase {
 public:
  static Result<std::unique_ptr<Tokenizer>> create(const Metadata& metadata, Vocabulary vocabulary,
                                                   SpecialMatcher specials);
  bool dropsSpaceAfter(std::optional<TokenId> previous) const override;

 private:
  SentencePieceTokenizer(Vocabulary vocabulary, SpecialMatcher specials);
  Result<void> readSpacePrefix(const Metadata& metadata);
  Result<void> readScores(const Metadata& metadata);
  Result<void> readMerges(const std::vector<int64_t>& pairs);
  void rankByScore(const std::vector<double>& scores);
  std::string normalized(std::string_view utf8, Place place) const;
  void encodeStretch(std::string_view utf8, Place place, std::vector<TokenId>& out) const override;
  void encodeNormalized(std::string_view text, std::vector<TokenId>& out) const;
  void encodeByScores(std::string_view text, std::vector<TokenId>& out) const;
  void encodeByMerges(std::string_view text, std::vector<TokenId>& out) const;

  // Before which stretches of text a space is put.
  enum class SpacePrefix { None, Each, UnlessSpace, First };

  std::vector<uint32_t> ranks_;       // by token; equal scores have equal ranks
  std::optional<MergeTable> merges_;  // where the file lists them, instead of scores
  std::optional<SpecialMatcher> normalizedSpecials_;
  std::array<TokenId, 256> byteTokens_;
  size_t longestToken_ = 0;  // bytes
  SpacePrefix spacePrefix_ = SpacePrefix::Each;
  bool removesExtraSpaces_ = false;
};

}  // namespace hearth
