// A decoder that survives its device: when a pass fails, the backend is made anew, the context is computed
// again from its tokens, and the pass is repeated, so that whoever generates notices nothing but the time.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "runtime/engine/backend.h"
#include "runtime/generate/sequence_evaluator.h"

namespace hearth {

class ResilientEvaluator final : public SequenceEvaluator {
 public:
  // The backend outlives this. `onChange` (may be empty) is told in a sentence when the backend was remade.
  ResilientEvaluator(Backend& backend, uint32_t vocabSize,
                     std::function<void(const std::string&)> onChange = {});

  uint32_t vocabSize() const override { return vocabSize_; }
  uint32_t maxBatch() const override { return maxBatch_; }
  uint32_t contextLength() const override { return contextLength_; }
  // Failed only when not even the processor can go on; failure() says why.
  Evaluated evaluate(std::span<const TokenId> tokens, uint32_t position, LogitsFor which, Logits logits,
                     const std::atomic<bool>* cancel) override;
  bool drafts() const override { return backend_->decoder().drafts(); }
  // Nothing between a failure and the next evaluation.
  uint32_t draft(TokenId next, uint32_t position, std::span<TokenId> guesses) override {
    return held_ >= position ? backend_->decoder().draft(next, position, guesses) : 0;
  }
  std::string failure() const override { return failure_; }
  uint32_t cachePages() const override { return backend_->decoder().cachePages(); }
  size_t pageBytes() const override { return backend_->decoder().pageBytes(); }
  void useSequence(std::span<const TokenId> tokens, uint32_t held) override;
  void usePages(std::span<const uint32_t> pages) override;
  uint32_t held() const override { return held_; }
  uint64_t epoch() const override { return epoch_; }
  bool readPage(uint32_t page, std::span<std::byte> out) override;
  bool writePage(uint32_t page, std::span<const std::byte> bytes) override;
  bool copyPage(uint32_t from, uint32_t to) override;
  // Between passes, also while nothing is asked: follows other programs' use of the card's memory, if need be
  // by remaking the backend. True when something moved.
  bool breathe();

 private:
  Evaluated inBatches(std::span<const TokenId> tokens, uint32_t position, LogitsFor which, Logits logits,
                      const std::atomic<bool>* cancel);
  bool remake();

  Backend* backend_;
  uint32_t vocabSize_;
  std::function<void(const std::string&)> onChange_;
  uint32_t maxBatch_, contextLength_;
  std::vector<TokenId> history_;  // what the cache holds; after remaking: what it must hold
  uint32_t held_ = 0;             // how much of it the cache really holds
  std::span<const uint32_t> pages_;
  uint64_t epoch_ = 0;  // how often it was remade
  std::string failure_;
};

}  // namespace hearth
