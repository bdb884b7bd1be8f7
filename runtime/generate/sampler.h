// Choosing the next token from logits.
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "runtime/base/result.h"
#include "runtime/forward/logits.h"
#include "runtime/generate/candidates.h"
#include "runtime/generate/penalties.h"
#include "runtime/tokenizer/tokenizer.h"

namespace hearth {

// Neutral values switch a step off. The order of the steps is: logit bias, penalties (repetition, presence,
// frequency), DRY, then top_k, typical, top_p, min_p, XTC, temperature, and the draw. Each filter sees the
// probabilities (at temperature 1) of what the filter before it left, made to add up to 1 again.
struct SamplingOptions {
  float temperature = 0.6f;  // 0: greedy, the best token after bias, penalties and DRY; no filter, no draw
  uint32_t topK = 0;         // 0: all
  float topP = 0.95f;        // 1: off
  float minP = 0.0f;
  float typicalP = 1.0f;
  float repetitionPenalty = 1.0f;
  float presencePenalty = 0.0f;
  float frequencyPenalty = 0.0f;
  uint32_t penaltyWindow = 256;  // last tokens looked at
  float dryMultiplier = 0.0f;    // 0: off
  float dryBase = 1.75f;
  uint32_t dryAllowedLength = 2;
  uint32_t dryWindow = 1024;
  std::vector<std::string> drySequenceBreakers = {"\n", ":", "\"", "*"};
  float xtcProbability = 0.0f;  // 0: off
  float xtcThreshold = 0.1f;
  std::map<TokenId, float> logitBias;  // minus infinity bans a token
  uint64_t seed = 0;                   // the same seed gives the same text
};

// Checks ranges: an error names the option and the allowed range.
Result<void> validate(const SamplingOptions& options);

// One answer's sampler. Used by one thread; after the first calls it makes no heap allocation.
class Sampler {
 public:
  // `tokenizer` is only read here (which tokens contain a DRY sequence breaker).
  Sampler(const SamplingOptions& options, const Tokenizer& tokenizer);
  // How many of the best logits decide the next token exactly as all of them would, after what was accepted
  // so far; 0: all are needed.
  uint32_t bestNeeded();
  // Of all logits, or of at least bestNeeded() of the best. They are overwritten. Fails when a logit is not a
  // number, or when no token is left to choose from.
  Result<TokenId> sample(Logits logits);
  // Tells the sampler of a token that is now part of the text (prompt tokens too).
  void accept(TokenId token);
  // Random numbers that were used, and as many passed over: with the tokens that were accepted this is all
  // that a sampler remembers.
  uint64_t draws() const { return draws_; }
  void skipDraws(uint64_t count);

 private:
  bool penalizesRepetition() const;
  bool raisesLogits() const;
  void penalize(std::span<float> logits);
  Result<TokenId> choose(std::span<const float> logits);
  Result<TokenId> sampleBest(std::span<BestLogit> best);
  void filter();
  TokenId draw();
  double uniform();
  std::span<const TokenId> lastTokens(uint32_t count) const;

  SamplingOptions options_;
  std::mt19937_64 random_;
  uint64_t draws_ = 0;
  uint32_t historyWindow_ = 0;    // tokens of history that some step can look at
  std::vector<TokenId> history_;  // at least the last historyWindow_ tokens
  std::vector<Candidate> candidates_, scratch_;
  std::vector<bool> isBreaker_;  // per token id; empty without DRY
  std::vector<TokenId> countScratch_;
  std::vector<float> sparse_;        // [vocab], minus infinity between calls; sampleBest() says what for
  std::vector<float> bestAdjusted_;  // of the best, in order of id
  DryScratch dryScratch_;
};

}  // namespace hearth
