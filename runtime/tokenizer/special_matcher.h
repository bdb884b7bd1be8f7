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
  static Result<SpecialMatcher> build(const Vocabulary& vocabulary);

  struct Match {
    size_t begin;
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
  uint32_t childOf(uint32_t node, uint8_t byte) const;
  void insert(std::string_view text, TokenId id, bool countsAsText);

  std::vector<Node> nodes_{1};  // nodes_[0] is no node, so that index 0 can mean none
  std::array<uint32_t, 256> roots_;
};

}  // namespace hearth
