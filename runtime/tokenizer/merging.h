// The loop that byte-level BPE and SentencePiece share: of all neighbours that may merge, the pair with the
// lowest rank merges first, the leftmost one among equals, until no pair is left.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "runtime/tokenizer/vocabulary.h"

namespace hearth {

// A stretch of the text and the token that it is so far (kNoToken: none).
struct Symbol {
  uint32_t begin;
  uint32_t length;
  TokenId id;
};

// What two neighbours become; `rank` is kNoRank when they do not merge.
struct Merge {
  static constexpr uint32_t kNoRank = UINT32_MAX;
  uint32_t rank = kNoRank;
  TokenId id = kNoToken;
};

// Holds the loop's working memory, so that the words of a text do not each allocate their own.
class SymbolMerger {
 public:
  // Replaces `symbols` by what remains. `mergeOf(left, right)` tells what two neighbours become.
  template <class MergeOf>
  void run(std::vector<Symbol>& symbols, const MergeOf& mergeOf) {
    if (symbols.size() <= kShortWord) {
      runShort(symbols, mergeOf);
    } else {
      runLong(symbols, mergeOf);
    }
  }

 private:
  static constexpr size_t kShortWord = 32;  // below it, looking at every pair each time beats a heap
  static constexpr uint32_t kNone = UINT32_MAX;

  struct Candidate {
    uint32_t rank;
    uint32_t left, right;
    uint32_t length;  // of both together: a candidate is stale when one of them has grown or gone
    TokenId id;
    // std::push_heap keeps the largest on top.
    bool operator<(const Candidate& other) const {
      return rank != other.rank ? rank > other.rank : left > other.left;
    }
  };

  template <class MergeOf>
  void runShort(std::vector<Symbol>& symbols, const MergeOf& mergeOf) {
    merges_.clear();
    for (size_t i = 0; i + 1 < symbols.size(); ++i) merges_.push_back(mergeOf(symbols[i], symbols[i + 1]));
    while (!merges_.empty()) {
      size_t best = 0;
      for (size_t i = 1; i < merges_.size(); ++i) {
        if (merges_[i].rank < merges_[best].rank) best = i;
      }
      if (merges_[best].rank == Merge::kNoRank) return;
      symbols[best].id = merges_[best].id;
      symbols[best].length += symbols[best + 1].length;
      symbols.erase(symbols.begin() + static_cast<std::ptrdiff_t>(best) + 1);
      merges_.erase(merges_.begin() + static_cast<std::ptrdiff_t>(best));
      if (best > 0) merges_[best - 1] = mergeOf(symbols[best - 1], symbols[best]);
      if (best < merges_.size()) merges_[best] = mergeOf(symbols[best], symbols[best + 1]);
    }
  }

  template <class MergeOf>
  void runLong(std::vector<Symbol>& symbols, const MergeOf& mergeOf) {
    const auto count = static_cast<uint32_t>(symbols.size());
    links_.resize(count);
    heap_.clear();
    const auto propose = [&](uint32_t left, uint32_t right) {
      if (left == kNone || right == kNone) return;
      const Merge merge = mergeOf(symbols[left], symbols[right]);
      if (merge.rank == Merge::kNoRank) return;
      heap_.push_back({merge.rank, left, right, symbols[left].length + symbols[right].length, merge.id});
    };
    for (uint32_t i = 0; i < count; ++i) links_[i] = {i == 0 ? kNone : i - 1, i + 1 == count ? kNone : i + 1};
    for (uint32_t i = 0; i + 1 < count; ++i) propose(i, i + 1);
    std::make_heap(heap_.begin(), heap_.end());
    const auto proposeLater = [&](uint32_t left, uint32_t right) {
      const size_t before = heap_.size();
      propose(left, right);
      if (heap_.size() > before) std::push_heap(heap_.begin(), heap_.end());
    };
    while (!heap_.empty()) {
      std::pop_heap(heap_.begin(), heap_.end());
      const Candidate best = heap_.back();
      heap_.pop_back();
      Symbol& left = symbols[best.left];
      Symbol& right = symbols[best.right];
      if (left.length == 0 || right.length == 0 || left.length + right.length != best.length) continue;
      left.length = best.length;
      left.id = best.id;
      right.length = 0;
      const uint32_t next = links_[best.right].next;
      links_[best.left].next = next;
      if (next != kNone) links_[next].previous = best.left;
      proposeLater(links_[best.left].previous, best.left);
      proposeLater(best.left, next);
    }
    std::erase_if(symbols, [](const Symbol& symbol) { return symbol.length == 0; });
  }

  struct Links {
    uint32_t previous, next;
  };
  std::vector<Merge> merges_;
  std::vector<Links> links_;
  std::vector<Candidate> heap_;
};

}  // namespace hearth
