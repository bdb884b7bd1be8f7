#include "runtime/generate/penalties.h"

#include <algorithm>
#include <cmath>

namespace hearth {
namespace {

// For k >= 1: how many tokens ending at window[n - 1 - k] equal as many ending at window[n - 1]. This is the
// Z function of the reversed window, in linear time. lengths[0] is left at 0.
void matchSuffixes(std::span<const TokenId> window, std::vector<uint32_t>& lengths) {
  const auto n = static_cast<uint32_t>(window.size());
  const auto reversed = [&](uint32_t i) { return window[n - 1 - i]; };
  lengths.assign(n, 0);
  uint32_t left = 0, right = 0;  // the match that reaches furthest covers [left, right)
  for (uint32_t k = 1; k < n; ++k) {
    uint32_t length = k < right ? std::min(right - k, lengths[k - left]) : 0;
    while (k + length < n && reversed(length) == reversed(k + length)) ++length;
    lengths[k] = length;
    if (k + length > right) {
      left = k;
      right = k + length;
    }
  }
}

bool breaks(const std::vector<bool>& isBreaker, TokenId id) {
  return static_cast<size_t>(id) < isBreaker.size() && isBreaker[static_cast<size_t>(id)];
}

}  // namespace

void penalizeRepetition(std::span<float> logits, std::span<const TokenId> window,
                        const RepetitionPenalties& penalties, std::vector<TokenId>& scratch) {
  scratch.assign(window.begin(), window.end());
  std::sort(scratch.begin(), scratch.end());
  for (size_t first = 0; first < scratch.size();) {
    const TokenId id = scratch[first];
    size_t last = first;
    while (last < scratch.size() && scratch[last] == id) ++last;
    if (static_cast<size_t>(id) < logits.size()) {
      float& logit = logits[static_cast<size_t>(id)];
      logit = logit > 0 ? logit / penalties.repetition : logit * penalties.repetition;
      logit -= penalties.presence + penalties.frequency * static_cast<float>(last - first);
    }
    first = last;
  }
}

void penalizeDry(std::span<float> logits, std::span<const TokenId> window, const std::vector<bool>& isBreaker,
                 const DryOptions& options, DryScratch& scratch) {
  // Far beyond any logit, and far from overflowing when it is subtracted.
  constexpr double kPenaltyMax = 1e6;
  const auto n = static_cast<uint32_t>(window.size());
  uint32_t sinceBreaker = 0;
  while (sinceBreaker < n && !breaks(isBreaker, window[n - 1 - sinceBreaker])) ++sinceBreaker;
  if (n < 2 || sinceBreaker < options.allowedLength) return;

  matchSuffixes(window, scratch.matchLength);
  scratch.longest.clear();
  for (uint32_t k = 1; k < n; ++k) {
    const uint32_t length = std::min(scratch.matchLength[k], sinceBreaker);
    const TokenId next = window[n - k];  // followed the earlier occurrence
    if (length == 0 || length < options.allowedLength) continue;
    if (static_cast<size_t>(next) >= logits.size() || breaks(isBreaker, next)) continue;
    scratch.longest.emplace_back(next, length);
  }
  // By token, the longest match first.
  std::sort(scratch.longest.begin(), scratch.longest.end(), [](const auto& a, const auto& b) {
    return a.first < b.first || (a.first == b.first && a.second > b.second);
  });
  for (size_t i = 0; i < scratch.longest.size(); ++i) {
    const auto [id, length] = scratch.longest[i];
    if (i > 0 && scratch.longest[i - 1].first == id) continue;
    const double penalty = options.multiplier * std::pow(double{options.base}, length - options.allowedLength);
    logits[static_cast<size_t>(id)] -= static_cast<float>(std::min(penalty, kPenaltyMax));
  }
}

}  // namespace hearth
