// What a session needs of a model: logits for tokens at positions. The Decoder is one; tests bring their own.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <string>

#include "runtime/forward/decoder.h"
#include "runtime/tokenizer/tokenizer.h"

namespace hearth {

// The contract of evaluate() is that of Decoder::evaluate().
class TokenEvaluator {
 public:
  virtual ~TokenEvaluator() = default;
  virtual uint32_t vocabSize() const = 0;
  virtual uint32_t maxBatch() const = 0;
  virtual uint32_t contextLength() const = 0;
  virtual Evaluated evaluate(std::span<const TokenId> tokens, uint32_t position, LogitsFor which,
                             Logits logits, const std::atomic<bool>* cancel) = 0;
  // As Decoder::drafts() and Decoder::draft().
  virtual bool drafts() const { return false; }
  virtual uint32_t draft(TokenId, uint32_t, std::span<TokenId>) { return 0; }
  // After Evaluated::Failed: why.
  virtual std::string failure() const { return {}; }
};

class DecoderEvaluator final : public TokenEvaluator {
 public:
  // The decoder outlives this.
  DecoderEvaluator(Decoder& decoder, uint32_t vocabSize) : decoder_(&decoder), vocabSize_(vocabSize) {}
  uint32_t vocabSize() const override { return vocabSize_; }
  uint32_t maxBatch() const override { return decoder_->maxBatch(); }
  uint32_t contextLength() const override { return decoder_->contextLength(); }
  Evaluated evaluate(std::span<const TokenId> tokens, uint32_t position, LogitsFor which, Logits logits,
                     const std::atomic<bool>* cancel) override {
    return decoder_->evaluate(tokens, position, which, logits, cancel);
  }
  std::string failure() const override { return decoder_->failure(); }

 private:
  Decoder* decoder_;
  uint32_t vocabSize_;
};

}  // namespace hearth
