#include "runtime/generate/draft_meter.h"

#include <algorithm>

namespace hearth {

void DraftMeter::Mean::note(double x) {
  ++count;
  value += std::max(kWeight, 1.0 / count) * (x - value);
}

// Few numbers are mixed with so many of the guess before it; what was never made is tried.
double DraftMeter::acceptance(uint32_t guess) const {
  constexpr double kOfTheOneBefore = 3;
  const Mean& seen = accepted_[guess];
  if (guess == 0) return seen.count > 0 ? seen.value : 1.0;
  const double count = std::min<double>(seen.count, 1 / kWeight);
  return (count * seen.value + kOfTheOneBefore * acceptance(guess - 1)) / (count + kOfTheOneBefore);
}

double DraftMeter::expectedTokens(uint32_t guesses) const {
  double tokens = 1, reached = 1;
  for (uint32_t i = 0; i < guesses; ++i) tokens += reached *= acceptance(i);
  return tokens;
}

// A further guess costs less than those before it on average: the weights are read once for all.
double DraftMeter::expectedSeconds(uint32_t guesses) const {
  constexpr double kOfTheAverage = 0.75;
  uint32_t known = guesses;
  while (known > 0 && seconds_[known].count == 0) --known;
  const double seconds = seconds_[known].value;
  if (known == guesses || known == 0) return seconds;
  const double each = std::max(0.0, (seconds - seconds_[0].value) / known);
  return seconds + kOfTheAverage * each * (guesses - known);
}

double DraftMeter::rate(uint32_t guesses) const {
  return seconds_[guesses].count == 0 || seconds_[guesses].value <= 0 ? 0 : expectedRate(guesses);
}

// Of equals the shallower.
uint32_t DraftMeter::best() const {
  uint32_t best = 0;
  for (uint32_t guesses = 1; guesses <= kGuessesMost; ++guesses) {
    if (judged(guesses) && rate(guesses) > rate(best)) best = guesses;
  }
  return best;
}

// Begins a look at another depth.
uint32_t DraftMeter::look(uint32_t best) {
  stepsSinceLook_ = 0;
  looksLeft_ = kLookSteps;
  if (best == 0) {
    uint32_t most = 1;
    for (uint32_t guesses = 2; guesses <= kGuessesMost; ++guesses) {
      if (expectedRate(guesses) > expectedRate(most)) most = guesses;
    }
    if (expectedRate(most) > kClose * rate(0)) {
      looksLeft_ = kCloseSteps;
      lookEvery_ = kLookEvery;
    } else {
      lookEvery_ = std::min(2 * lookEvery_, kLookSeldomest);
    }
    return most;
  }
  const bool deeper = lookDeeper_ && best < kGuessesMost;
  lookDeeper_ = !lookDeeper_;
  return deeper ? best + 1 : best - 1;
}

uint32_t DraftMeter::choose() {
  if (looksLeft_ > 0 || !judged(depth_)) return depth_;
  const uint32_t best = this->best();
  for (uint32_t guesses = best + 1; guesses <= kGuessesMost; ++guesses) {
    if (!judged(guesses) && expectedRate(guesses) > rate(best)) return guesses;
  }
  if (best > 0) lookEvery_ = kLookEvery;
  return ++stepsSinceLook_ < lookEvery_ ? best : look(best);
}

void DraftMeter::note(const DraftStep& step) {
  Mean& seconds = seconds_[step.drafted];
  seconds.note(seconds.count > 0 ? std::min(step.seconds, kOutlier * seconds.value) : step.seconds);
  for (uint32_t i = 0; i < std::min(step.accepted + 1, step.drafted); ++i)
    accepted_[i].note(i < step.accepted ? 1.0 : 0.0);
  if (step.drafted == depth_ && looksLeft_ > 0) --looksLeft_;
  depth_ = choose();
}

}  // namespace hearth
