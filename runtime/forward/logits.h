// What a pass leaves of the logits: all of them, or only the best, where a way of sampling looks at no
// others.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace hearth {

struct BestLogit {
  int32_t id = -1;
  float logit = -std::numeric_limits<float>::infinity();
};

// Enough for any common top-k with a few dozen tokens that were penalised.
inline constexpr uint32_t kBestLogitsMost = 256;

// Where logits are to be written, or where they are. At most one of the two is not empty; none: not wanted.
struct Logits {
  std::span<float> all;  // [rows, vocab]
  // Of one row the largest, best first, equal ones by the lower id. What is not a number comes before all
  // numbers, so that it is not overlooked. Places beyond the vocabulary: id -1, minus infinity.
  std::span<BestLogit> best;

  Logits() = default;
  Logits(std::span<float> every) : all(every) {}
  Logits(std::vector<float>& every) : all(every) {}
  Logits(std::span<BestLogit> few) : best(few) {}
  bool empty() const { return all.empty() && best.empty(); }
};

// The best of `logits` in the order of Logits::best.
void selectBest(std::span<const float> logits, std::span<BestLogit> best);

}  // namespace hearth
