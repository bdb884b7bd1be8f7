// A model that finds its tokens in pages: each number of the cache is the token that was evaluated there. It
// notices whoever is shown another's tokens, or pages that were lost.
#pragma once

#include <algorithm>
#include <cstring>
#include <vector>

#include "runtime/generate/sequence_evaluator.h"

namespace hearth::test {

class PagedEvaluator final : public SequenceEvaluator {
 public:
  static constexpr uint32_t kVocab = 50;
  // One layer with a key of a float.
  static KvShape shape() { return {1, 0, 1, 0, KvForm::Float}; }

  PagedEvaluator(uint32_t pages, uint32_t context) : context_(context), cache_(pages * kKvPagePositions) {}

  uint32_t vocabSize() const override { return kVocab; }
  uint32_t maxBatch() const override { return 16; }
  uint32_t contextLength() const override { return context_; }
  Evaluated evaluate(std::span<const TokenId> tokens, uint32_t position, LogitsFor, Logits logits,
                     const std::atomic<bool>*) override {
    CHECK(position <= history_.size());
    history_.resize(position);
    held_ = std::min(held_, position);
    recomputed += position - held_;
    for (; held_ < position; ++held_) cache_[slot(held_)] = history_[held_];
    for (uint32_t p = 0; p < position; ++p) CHECK(cache_[slot(p)] == history_[p]);
    computed += static_cast<uint32_t>(tokens.size());
    for (const TokenId token : tokens) {
      cache_[slot(held_++)] = token;
      history_.push_back(token);
    }
    std::fill(logits.all.begin(), logits.all.end(), 0.0f);
    return Evaluated::Done;
  }
  bool drafts() const override { return true; }
  // Guesses count up, and are written as if they were to come.
  uint32_t draft(TokenId next, uint32_t position, std::span<TokenId> guesses) override {
    for (uint32_t i = 0; i < guesses.size(); ++i) {
      guesses[i] = next + 1 + static_cast<TokenId>(i);
      cache_[slot(position + i)] = guesses[i];
    }
    return static_cast<uint32_t>(guesses.size());
  }
  uint32_t cachePages() const override { return static_cast<uint32_t>(cache_.size()) / kKvPagePositions; }
  size_t pageBytes() const override { return shape().pageBytes(); }
  void useSequence(std::span<const TokenId> tokens, uint32_t held) override {
    history_.assign(tokens.begin(), tokens.end());
    held_ = held;
    for (uint32_t p = 0; p < held; ++p) CHECK(cache_[slot(p)] == history_[p]);
  }
  void usePages(std::span<const uint32_t> pages) override { pages_ = {pages.begin(), pages.end()}; }
  uint32_t held() const override { return held_; }
  uint64_t epoch() const override { return epoch_; }
  bool readPage(uint32_t page, std::span<std::byte> out) override {
    std::memcpy(out.data(), &cache_[page * kKvPagePositions], out.size());
    return pagesWork;
  }
  bool writePage(uint32_t page, std::span<const std::byte> bytes) override {
    std::memcpy(&cache_[page * kKvPagePositions], bytes.data(), bytes.size());
    return pagesWork;
  }
  bool copyPage(uint32_t from, uint32_t to) override {
    if (pagesWork)
      std::copy_n(&cache_[from * kKvPagePositions], kKvPagePositions, &cache_[to * kKvPagePositions]);
    return pagesWork;
  }
  void loseDevice() {
    std::fill(cache_.begin(), cache_.end(), -1);
    held_ = 0;
    ++epoch_;
  }

  bool pagesWork = true;
  uint32_t computed = 0, recomputed = 0;  // tokens; the latter a second time

 private:
  uint32_t slot(uint32_t p) const {
    return pages_.at(p / kKvPagePositions) * kKvPagePositions + p % kKvPagePositions;
  }

  uint32_t context_;
  std::vector<int32_t> cache_;
  std::vector<uint32_t> pages_;
  std::vector<TokenId> history_;
  uint32_t held_ = 0;
  uint64_t epoch_ = 0;
};

}  // namespace hearth::test
