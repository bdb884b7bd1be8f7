// One conversation's place in the KV cache: which tokens it holds, and how a new prompt reuses them.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "runtime/generate/token_evaluator.h"

namespace hearth {

// Used by the engine's thread. The evaluator outlives it and belongs to it alone.
class Session {
 public:
  explicit Session(TokenEvaluator& evaluator);

  uint32_t contextLength() const { return evaluator_->contextLength(); }
  // Tokens that the KV cache holds.
  uint32_t used() const { return static_cast<uint32_t>(tokens_.size()); }
  // How many tokens of `prompt` the cache already holds: the common prefix, but never the last token, whose
  // logits are needed.
  uint32_t reusable(std::span<const TokenId> prompt) const;
  // Another conversation, of which the evaluator's cache now holds these tokens.
  void resume(std::span<const TokenId> tokens) { tokens_.assign(tokens.begin(), tokens.end()); }

  // From the next evaluation on logits() has only so many of the best; 0: all.
  void wantBest(uint32_t count);
  // Makes the cache hold exactly `prompt` (not empty, not longer than the context) and logits() those after
  // it. Works in chunks; `onProgress` (may be empty) gets the tokens that are in the cache after each. What
  // was done before a cancel stays and can be reused. The last token is evaluated alone, as it is when all
  // before it are reused: float sums in batches differ a little, and so an answer made again with the same
  // seed is the same.
  Evaluated prefill(std::span<const TokenId> prompt, const std::function<void(uint32_t done)>& onProgress,
                    const std::atomic<bool>* cancel);
  // Adds one token; there must be room. Makes no heap allocation.
  Evaluated append(TokenId token, const std::atomic<bool>* cancel);
  // After Evaluated::Failed: why.
  std::string failure() const { return evaluator_->failure(); }
  // Of the last token; the sampler may overwrite them. Meaningless after a cancel.
  Logits logits() { return bestWanted_ > 0 ? Logits(std::span(best_).first(bestWanted_)) : Logits(all_); }
  uint32_t vocabSize() const { return static_cast<uint32_t>(all_.size()); }

 private:
  TokenEvaluator* evaluator_;
  std::vector<TokenId> tokens_;
  std::vector<float> all_;  // [vocab]
  std::array<BestLogit, kBestLogitsMost> best_;
  uint32_t bestWanted_ = 0;
};

}  // namespace hearth
