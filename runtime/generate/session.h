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

// Tokens guessed ahead at most, beside the one that is known. Verifying more costs more than they bring.
inline constexpr uint32_t kGuessesMost = 4;

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
  // Adds one token; there must be room. Makes no heap allocation. `guesses` of what follows it, at most
  // guessesThatFit(), are evaluated in the same batch.
  Evaluated append(TokenId token, std::span<const TokenId> guesses, const std::atomic<bool>* cancel);
  // How many guesses behind one token leave room in the context, and leave each row's result what it would be
  // alone (Decoder::alikeRows()).
  uint32_t guessesThatFit() const;
  // When `token` is what was guessed to come here: adds it, without any work, and logits() are those after
  // it. Else what was guessed from here on is forgotten.
  bool appendGuessed(TokenId token);
  // The tokens in the cache, without what is only guessed.
  std::span<const TokenId> tokens() const { return tokens_; }
  TokenEvaluator& evaluator() { return *evaluator_; }
  // After Evaluated::Failed: why.
  std::string failure() const { return evaluator_->failure(); }
  // Of the last token; the sampler may overwrite them. Meaningless after a cancel.
  Logits logits();
  uint32_t vocabSize() const { return evaluator_->vocabSize(); }

 private:
  TokenEvaluator* evaluator_;
  std::vector<TokenId> tokens_;
  std::vector<float> all_;                         // [1 + kGuessesMost, vocab]
  std::array<TokenId, 1 + kGuessesMost> batch_{};  // the token appended last, and the guesses behind it
  uint32_t rows_ = 1;                              // of batch_ that were evaluated
  uint32_t row_ = 0;                               // whose logits are meant
  std::array<BestLogit, kBestLogitsMost> best_;
  uint32_t bestWanted_ = 0;
};

}  // namespace hearth
