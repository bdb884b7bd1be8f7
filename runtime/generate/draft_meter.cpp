#include "runtime/generate/draft_meter.h"

#include <algorithm>

namespace hearth {

void DraftMeter::Mean::note(double x) {
  ++count;
  value += std::max(kWeight, 1.0 / count) * (x - value);
}

// Of a guess that was never made: as of the one before it.
double DraftMeter::acceptance(uint32_t guess) const {
  while (guess > 0 && accepted_[guess].count == 0) --guess;
  return accepted_[guess].value;
}

double DraftMeter::rate(uint32_t guesses) const {
  if (seconds_[guesses].count == 0 || seconds_[guesses].value <= 0) return 0;
  double tokens = 1, reached = 1;
  for (uint32_t i = 0; i < guesses; ++i) tokens += reached *= acceptance(i);
  return tokens / seconds_[guesses].value;
}

// Of equals the shallower.
uint32_t DraftMeter::best() const {
  uint32_t best = 0;
  for (uint32_t guesses = 1; guesses <= kGuessesMost; ++guesses) {
    if (judged(guesses) && rate(guesses) > rate(best)) best = guesses;
  }
  return best;
}

uint32_t DraftMeter::choose() {
  if (looksLeft_ > 0 || !judged(depth_)) return depth_;
  const uint32_t best = this->best();
  // What was best goes on deeper until it no longer is.
  if (best < kGuessesMost && !judged(best + 1) && judged(0)) return best + 1;
  lookEvery_ = best > 0 ? kLookEvery : lookEvery_;
  if (++stepsSinceLook_ < lookEvery_) return best;
  stepsSinceLook_ = 0;
  looksLeft_ = kLookSteps;
  if (best == 0) {
    lookEvery_ = std::min(2 * lookEvery_, kLookSeldomest);
    return 1;
  }
  const bool deeper = lookDeeper_ && best < kGuessesMost;
  lookDeeper_ = !lookDeeper_;
  return deeper ? best + 1 : best - 1;
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
