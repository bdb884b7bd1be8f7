// The tokens that may come next, and the filters that narrow them. Every filter keeps at least one candidate
// and leaves probabilities that add up to 1.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "runtime/tokenizer/tokenizer.h"

namespace hearth {

struct Candidate {
  TokenId id;
  float logit;
  float probability;  // at temperature 1
};

// e^x for x <= 0 within 2e-7 of the true value, relatively; 0 below -87, where floats end. Branch-free, so that
// the compiler can do several at a time, and the same on every C library.
float exponentialOfNegative(float x);

// All tokens that are possible at all (a logit of minus infinity is not), in order of id, probabilities unset.
void collect(std::span<const float> logits, std::vector<Candidate>& candidates);
// Sets probability from logit.
void softmax(std::vector<Candidate>& candidates);
// The k best by logit, best first; equal logits: the lower id first.
void keepTopK(std::vector<Candidate>& candidates, uint32_t k);
// Those whose surprise (-ln p) is closest to the expected surprise (entropy), until their probabilities reach
// `mass` (Meister et al., "Locally Typical Sampling", 2022).
void keepTypical(std::vector<Candidate>& candidates, float mass);
// The most probable, best first, until their probabilities reach `mass` (Holtzman et al., 2019).
void keepTopP(std::vector<Candidate>& candidates, float mass);
// Those at least `ratio` times as probable as the best.
void keepMinP(std::vector<Candidate>& candidates, float ratio);
// XTC, "exclude top choices": when several reach `threshold`, all of them but the least probable go.
void excludeTopChoices(std::vector<Candidate>& candidates, float threshold);

// Divides the logits (relative to the best) by `temperature` > 0 and sets the probabilities anew.
void applyTemperature(std::vector<Candidate>& candidates, float temperature);

}  // namespace hearth
