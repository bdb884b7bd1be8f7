// Choosing the next token from logits.
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "runtime/tokenizer/tokenizer.h"

namespace hearth {

// Neutral values switch a step off. The order of the steps is: logit bias, penalties (repetition, presence,
// frequency), DRY, then top_k, typical, top_p, min_p, XTC, temperature, and the draw.
struct SamplingOptions {
  float temperature = 0.6f;        // 0: greedy
  uint32_t topK = 0;               // 0: all
  float topP = 0.95f;              // 1: off
  float minP = 0.0f;
  float typicalP = 1.0f;
  float repetitionPenalty = 1.0f;
  float presencePenalty = 0.0f;
  float frequencyPenalty = 0.0f;
  uint32_t penaltyWindow = 256;    // last tokens looked at
  float dryMultiplier = 0.0f;      // 0: off
  float dryBase = 1.75f;
  uint32_t dryAllowedLength = 2;
  uint32_t dryWindow = 1024;
  std::vector<std::string> drySequenceBreakers = {"\n", ":", "\"", "*"};
  float xtcProbability = 0.0f;     // 0: off
  float xtcThreshold = 0.1f;
  std::map<TokenId, float> logitBias;
  uint64_t seed = 0;               // the same seed gives the same text
};

// Checks ranges: an error names the option and the allowed range.
Result<void> validate(const SamplingOptions& options);

// One answer's sampler. `logits` is overwritten.
class Sampler {
 public:
  Sampler(const SamplingOptions& options, const Tokenizer& tokenizer);
  TokenId sample(std::span<float> logits);
  // Tells the sampler of a token that is now part of the text (prompt tokens too).
  void accept(TokenId token);

 private:
  struct Candidate {
    TokenId id;
    float logit;
    float probability;
  };
  SamplingOptions options_;
  const Tokenizer* tokenizer_;
  std::mt19937_64 random_;
  std::vector<TokenId> history_;
  std::vector<Candidate> candidates_;
  std::vector<bool> isBreaker_;
};

}  // namespace hearth
