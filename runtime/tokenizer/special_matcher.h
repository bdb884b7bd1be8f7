// Finds the special tokens that stand in a text: the leftmost one, and of those that begin there the longest.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/tokenizer/vocabulary.h"

namespace hearth {

class SpecialMatcher {
 public:
  // Of all special tokens but those that are looked for in normalized text.
  static Result<SpecialMatcher> build(const Vocabulary& vocabulary);
  // Of those: `written(text)` tells how the vocabulary's kind writes a text.
  template <class Written>
  static Result<SpecialMatcher> ofNormalized(const Vocabulary& vocabulary, const Written& written) {
    SpecialMatcher matcher;
    for (const TokenId id : vocabulary.normalized()) {
      auto added = matcher.add(vocabulary, id, written(vocabulary.text(id)));
      if (!added) return std::move(added).error();
    }
    return matcher;
  }

  struct Match {
    size_t begin, end;
    TokenId id;  // kNoToken: none in the rest of the text
  };
  // With AsText only the tokens that the model's maker defined as text of their own count (spaces in a row,
  // "<tool_call>"); control tokens do not.
  Match next(std::string_view text, size_t from, SpecialTokens mode) const;

 private:
  // A tree by bytes; the children of a node are a list.
  struct Node {
    uint8_t byte = 0;
    TokenId asText = kNoToken;  // the token that ends here, if it counts with AsText
    TokenId parsed = kNoToken;  // … if it counts with Parse
    uint32_t firstChild = 0;    // 0: none
    uint32_t nextSibling = 0;
  };
  SpecialMatcher() : roots_{} {}
  // Nothing for an empty text.
  Result<void> add(const Vocabulary& vocabulary, TokenId id, std::string_view text);
  uint32_t childOf(uint32_t node, uint8_t byte) const;
  void insert(std::string_view text, TokenId id, bool countsAsText);

  std::vector<Node> nodes_{1};  // nodes_[0] is no node, so that index 0 can mean none
  std::array<uint32_t, 256> roots_;
};

}  // namespace hearth
