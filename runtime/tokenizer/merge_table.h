// Which pairs of tokens merge: the list of merges of a BPE vocabulary, byte-level or SentencePiece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "runtime/tokenizer/merging.h"

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

}  // namespace hearth
