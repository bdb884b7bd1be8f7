// Byte-level BPE (GPT-2 and after): text is cut into words, words into bytes, and neighbours merge in the
// order that the file lists (tokenizer.ggml.merges).
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/gguf/metadata.h"
#include "runtime/tokenizer/merging.h"
#include "runtime/tokenizer/pretokenizers.h"
#include "runtime/tokenizer/tokenizer_base.h"

namespace hearth {

// Which pairs of tokens merge, and into what.
class MergeTable {
 public:
  explicit MergeTable(size_t pairs);
  // Of equal pairs the first counts.
  void insert(TokenId left, TokenId right, Merge merge);
  Merge find(TokenId left, TokenId right) const;

 private:
  struct Slot {
    uint64_t pair = kFree;
    Merge merge;
  };
  static constexpr uint64_t kFree = UINT64_MAX;  // no pair: ids are not negative
  size_t slotOf(uint64_t pair) const;
  std::vector<Slot> slots_;  // a power of two, at most half of them taken; linear probing
  uint32_t shift_;
};

class BpeTokenizer final : public TokenizerBase {
 public:
  static Result<std::unique_ptr<Tokenizer>> create(const Metadata& metadata, Vocabulary vocabulary,
                                                   SpecialMatcher specials);

 private:
  BpeTokenizer(Vocabulary vocabulary, SpecialMatcher specials, const PreTokenizer& preTokenizer,
               size_t merges);
  Result<void> readMerges(const std::vector<std::string>& merges);
  void encodeStretch(std::string_view utf8, std::vector<TokenId>& out) const override;

  const PreTokenizer& preTokenizer_;
  MergeTable merges_;
  std::array<TokenId, 256> byteTokens_;
  std::optional<StringIndex> wholeWords_;  // over bytes_, for pre-tokenizers that ignore merges
};

}  // namespace hearth
