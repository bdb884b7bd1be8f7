#include "runtime/generate/candidates.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "runtime/base/check.h"

namespace hearth {
namespace {

bool better(const Candidate& a, const Candidate& b) {
  return a.logit > b.logit || (a.logit == b.logit && a.id < b.id);
}

float bestLogit(const std::vector<Candidate>& candidates) {
  float best = candidates.front().logit;
  for (const Candidate& candidate : candidates) best = std::max(best, candidate.logit);
  return best;
}

void renormalize(std::vector<Candidate>& candidates) {
  double mass = 0;
  for (const Candidate& candidate : candidates) mass += candidate.probability;
  const auto scale = static_cast<float>(1.0 / mass);
  for (Candidate& candidate : candidates) candidate.probability *= scale;
}

// Sorts ever longer prefixes by `before` until their probabilities reach `mass`, and drops the rest: the
// wanted prefix is nearly always short, and sorting a whole vocabulary would take several milliseconds.
template <class Before>
void keepSortedMass(std::vector<Candidate>& candidates, float mass, const Before& before) {
  constexpr size_t kFirstPrefix = 64, kGrowth = 8;
  size_t sorted = 0, chunk = kFirstPrefix;
  double reached = 0;
  while (sorted < candidates.size()) {
    const size_t end = std::min(candidates.size(), sorted + chunk);
    const auto at = [&](size_t i) { return candidates.begin() + static_cast<std::ptrdiff_t>(i); };
    std::partial_sort(at(sorted), at(end), candidates.end(), before);
    for (; sorted < end; ++sorted) {
      reached += candidates[sorted].probability;
      if (reached >= mass) {
        candidates.resize(sorted + 1);
        renormalize(candidates);
        return;
      }
    }
    chunk *= kGrowth;
  }
}

}  // namespace

float exponentialOfNegative(float x) {
  constexpr float kLowest = -87.0f;           // e^-87 is the last above the smallest normal float, 2^-126
  constexpr float kRounder = 12582912.0f;     // 1.5 * 2^23: adding it leaves a whole number in the low bits
  constexpr float kLog2E = 1.44269504f;
  constexpr float kLn2High = 0.693359375f, kLn2Low = -2.12194440e-4f;  // their sum is ln 2 (Cody and Waite)
  const float clamped = x < kLowest ? kLowest : x;
  const float shifted = clamped * kLog2E + kRounder;
  const float n = shifted - kRounder;
  const float r = (clamped - n * kLn2High) - n * kLn2Low;  // |r| <= ln 2 / 2
  // The series of e^r to the seventh power: the next term is below 6e-9.
  float power = 1.0f / 5040;
  power = power * r + 1.0f / 720;
  power = power * r + 1.0f / 120;
  power = power * r + 1.0f / 24;
  power = power * r + 1.0f / 6;
  power = power * r + 0.5f;
  power = power * r + 1.0f;
  power = power * r + 1.0f;
  const int32_t exponent = std::bit_cast<int32_t>(shifted) - std::bit_cast<int32_t>(kRounder) + 127;
  const float scale = std::bit_cast<float>(exponent << 23);
  return x < kLowest ? 0.0f : power * scale;
}

void collect(std::span<const float> logits, std::vector<Candidate>& candidates) {
  candidates.clear();
  for (size_t id = 0; id < logits.size(); ++id) {
    if (logits[id] > -std::numeric_limits<float>::infinity()) {
      candidates.push_back({static_cast<TokenId>(id), logits[id], 0.0f});
    }
  }
}

void softmax(std::vector<Candidate>& candidates) {
  CHECK(!candidates.empty());
  const float best = bestLogit(candidates);
  // Blocks of plain arrays, because the compiler vectorises those and not a walk over structs.
  constexpr size_t kBlock = 16;
  double sum = 0;
  size_t i = 0;
  for (; i + kBlock <= candidates.size(); i += kBlock) {
    float block[kBlock];
    for (size_t j = 0; j < kBlock; ++j) block[j] = candidates[i + j].logit - best;
    for (size_t j = 0; j < kBlock; ++j) block[j] = exponentialOfNegative(block[j]);
    float blockSum = 0;
    for (size_t j = 0; j < kBlock; ++j) {
      candidates[i + j].probability = block[j];
      blockSum += block[j];
    }
    sum += blockSum;
  }
  for (; i < candidates.size(); ++i) {
    candidates[i].probability = exponentialOfNegative(candidates[i].logit - best);
    sum += candidates[i].probability;
  }
  const auto scale = static_cast<float>(1.0 / sum);
  for (Candidate& candidate : candidates) candidate.probability *= scale;
}

void keepTopK(std::vector<Candidate>& candidates, uint32_t k) {
  CHECK(k > 0);
  // Up to here a heap of k beats selecting first and sorting after.
  constexpr size_t kHeapIsFaster = 1024;
  if (k < candidates.size()) {
    const auto middle = candidates.begin() + static_cast<std::ptrdiff_t>(k);
    if (k <= kHeapIsFaster) {
      std::partial_sort(candidates.begin(), middle, candidates.end(), better);
    } else {
      std::nth_element(candidates.begin(), middle, candidates.end(), better);
      std::sort(candidates.begin(), middle, better);
    }
    candidates.resize(k);
  } else {
    std::sort(candidates.begin(), candidates.end(), better);
  }
}

void keepTypical(std::vector<Candidate>& candidates, float mass) {
  // -ln p = ln Z - (logit - best), with Z the sum of e^(logit - best); the best candidate tells Z.
  const auto best = std::min_element(candidates.begin(), candidates.end(), better);
  const double bestLogProbability = std::log(static_cast<double>(best->probability));
  const double bestValue = best->logit;
  const auto surprise = [&](const Candidate& candidate) {
    return bestValue - candidate.logit - bestLogProbability;
  };
  double entropy = 0;
  for (const Candidate& candidate : candidates) entropy += candidate.probability * surprise(candidate);
  keepSortedMass(candidates, mass, [&](const Candidate& a, const Candidate& b) {
    const double distanceA = std::abs(surprise(a) - entropy), distanceB = std::abs(surprise(b) - entropy);
    return distanceA < distanceB || (distanceA == distanceB && better(a, b));
  });
}

void keepTopP(std::vector<Candidate>& candidates, float mass) { keepSortedMass(candidates, mass, better); }

void keepMinP(std::vector<Candidate>& candidates, float ratio) {
  float best = 0;
  for (const Candidate& candidate : candidates) best = std::max(best, candidate.probability);
  const float least = best * ratio;
  std::erase_if(candidates, [&](const Candidate& candidate) { return candidate.probability < least; });
  renormalize(candidates);
}

void excludeTopChoices(std::vector<Candidate>& candidates, float threshold) {
  const Candidate* leastProbable = nullptr;  // among those that reach the threshold
  size_t reaching = 0;
  for (const Candidate& candidate : candidates) {
    if (candidate.probability < threshold) continue;
    ++reaching;
    if (leastProbable == nullptr || better(*leastProbable, candidate)) leastProbable = &candidate;
  }
  if (reaching < 2) return;
  const TokenId kept = leastProbable->id;
  std::erase_if(candidates, [&](const Candidate& candidate) {
    return candidate.probability >= threshold && candidate.id != kept;
  });
  renormalize(candidates);
}

void applyTemperature(std::vector<Candidate>& candidates, float temperature) {
  // Relative to the best first: a tiny temperature then makes minus infinities and no NaN.
  const float best = bestLogit(candidates);
  for (Candidate& candidate : candidates) candidate.logit = (candidate.logit - best) / temperature;
  softmax(candidates);
}

}  // namespace hearth
