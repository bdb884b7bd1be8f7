// How many tokens to guess ahead: as many as have been paying, measured while the answer is written.
#pragma once

#include <array>
#include <cstdint>

#include "runtime/generate/session.h"

namespace hearth {

// One step: drafting, and evaluating one known token with `drafted` guesses behind it.
struct DraftStep {
  uint32_t drafted = 0;   // at most depth()
  uint32_t accepted = 0;  // the first so many of them came true
  double seconds = 0;
};

// The expected tokens of a step with d guesses are 1 + a1 + a1 a2 + ... for the acceptances a of the first,
// second, ... guess, each given that those before it came true; this by the seconds that such steps took is
// what counts. Both are running means, so that a text that gets harder, or experts that go missing when more
// of them are asked for, are noticed within some steps. Of what was seen seldom or never, the guess before it
// and the line through the known seconds tell what to expect, so that a depth is tried where it promises more
// though the one before it did not pay. Pure arithmetic: the same steps give the same depths.
class DraftMeter {
 public:
  // For the next step, 0 to kGuessesMost. Now and then another depth than the best is tried; where no
  // guessing pays, ever more seldom.
  uint32_t depth() const { return depth_; }
  void note(const DraftStep& step);
  // Tokens a second with so many guesses, as far as is known; 0: nothing is.
  double rate(uint32_t guesses) const;

  static constexpr uint32_t kTrials = 4;      // steps before a depth is judged
  static constexpr uint32_t kLookEvery = 32;  // steps between looks at another depth
  static constexpr uint32_t kLookSteps = 2;   // that a look takes
  static constexpr uint32_t kCloseSteps = 6;  // where guessing pays nearly: one lucky guess decides nothing
  static constexpr double kClose = 0.85;      // times the rate without guesses
  static constexpr uint32_t kLookSeldomest = 384;  // where guessing does not pay
  static constexpr double kWeight = 0.1;           // of a new number in the running means
  static constexpr double kOutlier = 2;            // times the mean: no more is believed at once

 private:
  struct Mean {
    double value = 0;
    uint32_t count = 0;
    void note(double x);
  };
  double acceptance(uint32_t guess) const;
  double expectedTokens(uint32_t guesses) const;
  double expectedSeconds(uint32_t guesses) const;
  double expectedRate(uint32_t guesses) const { return expectedTokens(guesses) / expectedSeconds(guesses); }
  bool judged(uint32_t guesses) const { return seconds_[guesses].count >= kTrials; }
  uint32_t best() const;
  uint32_t choose();
  uint32_t look(uint32_t best);

  std::array<Mean, kGuessesMost + 1> seconds_;  // by the number of guesses
  std::array<Mean, kGuessesMost> accepted_;     // by the place of the guess
  uint32_t depth_ = 0;
  uint32_t stepsSinceLook_ = 0;
  uint32_t lookEvery_ = kLookEvery;
  uint32_t looksLeft_ = 0;  // steps of depth_ to come until the look is over
  bool lookDeeper_ = true;  // next time; else shallower
};

}  // namespace hearth
