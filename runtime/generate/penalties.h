// Steps that change logits by what was already written.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "runtime/tokenizer/tokenizer.h"

namespace hearth {

struct RepetitionPenalties {
  float repetition = 1.0f;  // divides a positive logit, multiplies a negative one (Keskar et al., 2019)
  float presence = 0.0f;    // subtracted once
  float frequency = 0.0f;   // subtracted per occurrence
};
// `scratch` holds memory between calls; its content means nothing.
void penalizeRepetition(std::span<float> logits, std::span<const TokenId> window,
                        const RepetitionPenalties& penalties, std::vector<TokenId>& scratch);

struct DryOptions {
  float multiplier = 0.0f;
  float base = 1.75f;
  uint32_t allowedLength = 2;
};
struct DryScratch {
  std::vector<uint32_t> matchLength;
  std::vector<std::pair<TokenId, uint32_t>> longest;
};
// DRY, "don't repeat yourself": a token that would prolong a repetition of n tokens of the window to n + 1
// loses multiplier * base^(n - allowedLength), when n >= allowedLength. A repetition does not reach across a
// breaker. `isBreaker` is indexed by token id.
void penalizeDry(std::span<float> logits, std::span<const TokenId> window, const std::vector<bool>& isBreaker,
                 const DryOptions& options, DryScratch& scratch);

}  // namespace hearth
