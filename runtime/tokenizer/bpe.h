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
#include "runtime/tokenizer/merge_table.h"
#include "runtime/tokenizer/pretokenizers.h"
#include "runtime/tokenizer/tokenizer_base.h"

namespace hearth {

class BpeTokenizer final : public TokenizerBase {
 public:
  static Result<std::unique_ptr<Tokenizer>> create(const Metadata& metadata, Vocabulary vocabulary,
                                                   SpecialMatcher specials);

 private:
  BpeTokenizer(Vocabulary vocabulary, SpecialMatcher specials, const PreTokenizer& preTokenizer,
               size_t merges);
  Result<void> readMerges(const std::vector<std::string>& merges);
  void encodeStretch(std::string_view utf8, Place place, std::vector<TokenId>& out) const override;

  const PreTokenizer& preTokenizer_;
  MergeTable merges_;
  std::array<TokenId, 256> byteTokens_;
  std::optional<StringIndex> wholeWords_;  // over bytes_, for pre-tokenizers that ignore merges
};

}  // namespace hearth
