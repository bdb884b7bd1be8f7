// A model whose next token is known: after token t comes (t + 1) % vocab. Remembers what it was asked.
#pragma once

#include <algorithm>
#include <functional>
#include <vector>

#include "runtime/generate/token_evaluator.h"

namespace hearth::test {

class ScriptedEvaluator final : public TokenEvaluator {
 public:
  struct Call {
    std::vector<TokenId> tokens;
    uint32_t position;
    bool wantedLogits;
    friend bool operator==(const Call&, const Call&) = default;
  };

  ScriptedEvaluator(uint32_t vocab, uint32_t context, uint32_t batch)
      : vocab_(vocab), context_(context), batch_(batch), all_(vocab) {}
  uint32_t vocabSize() const override { return vocab_; }
  uint32_t maxBatch() const override { return batch_; }
  uint32_t contextLength() const override { return context_; }
  Evaluated evaluate(std::span<const TokenId> tokens, uint32_t position, LogitsFor which, Logits logits,
                     const std::atomic<bool>* cancel) override {
    CHECK(!tokens.empty() && tokens.size() <= batch_);
    CHECK(position + tokens.size() <= context_ && position <= cached_);
    cached_ = position;
    if (recording) calls.push_back({{tokens.begin(), tokens.end()}, position, !logits.empty()});
    if (beforeReturn) beforeReturn();
    if (cancel != nullptr && *cancel) return Evaluated::Cancelled;
    cached_ = position + static_cast<uint32_t>(tokens.size());
    if (which == LogitsFor::Every) {
      for (size_t row = 0; row < tokens.size(); ++row)
        setLogits(tokens[row], logits.all.subspan(row * vocab_, vocab_));
    } else if (!logits.empty()) {
      fewestLogits = std::min(fewestLogits, static_cast<uint32_t>(logits.all.size() + logits.best.size()));
      const auto all = logits.best.empty() ? logits.all : std::span<float>(all_);
      setLogits(tokens.back(), all);
      if (!logits.best.empty()) selectBest(all, logits.best);
    }
    return Evaluated::Done;
  }

  // What comes after `token`; others may be set.
  std::function<void(TokenId token, std::span<float> logits)> setLogits = [](TokenId token,
                                                                             std::span<float> logits) {
    std::fill(logits.begin(), logits.end(), 0.0f);
    logits[static_cast<size_t>(token + 1) % logits.size()] = 5.0f;
  };
  std::vector<Call> calls;
  std::function<void()> beforeReturn;  // e.g. sets the cancel flag in the middle of an evaluation
  bool recording = true;
  uint32_t fewestLogits = UINT32_MAX;  // of what was asked for, where any were

 private:
  uint32_t vocab_, context_, batch_;
  std::vector<float> all_;
  uint32_t cached_ = 0;  // tokens that a real cache would hold
};

}  // namespace hearth::test
