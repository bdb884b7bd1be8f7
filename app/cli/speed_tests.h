// How fast a loaded model reads and writes, at any depth of the context and in batches of any size.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "runtime/generate/token_evaluator.h"

namespace hearth::cli {

struct SpeedTest {
  uint32_t tokens = 0;  // evaluated in one measured run
  uint32_t batch = 0;   // so many at once
  uint32_t depth = 0;   // tokens of context before them
  LogitsFor logits = LogitsFor::Last;
  bool everyLogits = false;  // of each batch; else of the last one only, as for a prompt
};
// A prompt of so many tokens, in the evaluator's own batches.
SpeedTest prefillTest(uint32_t tokens, uint32_t depth);
// So many tokens, one after another.
SpeedTest decodeTest(uint32_t tokens, uint32_t depth);
// Some batches of so many tokens, and of each token its logits, as checking guessed tokens needs them.
SpeedTest batchTest(uint32_t batch, uint32_t depth);

struct Rates {
  double median = 0, min = 0, max = 0;  // tokens per second
};

// Context that the tests need.
uint32_t contextFor(std::span<const SpeedTest> tests);

class SpeedBench {
 public:
  // `contextMost`: contextFor() all tests.
  SpeedBench(TokenEvaluator& evaluator, uint32_t contextMost);
  // Runs each test once unmeasured and `repetitions` times measured, turn and turn about, so that what else
  // the machine does meets them alike. The context before a test is filled where it is missing, unmeasured:
  // tests of different depths in one call would fill it again and again. Fails when the device does.
  Result<std::vector<Rates>> measure(std::span<const SpeedTest> tests, uint32_t repetitions);

 private:
  void evaluate(uint32_t first, uint32_t count, LogitsFor which, bool wanted);
  void fill(uint32_t depth);
  double tokensPerSecond(const SpeedTest& test);

  TokenEvaluator& evaluator_;
  std::vector<TokenId> ids_;
  std::vector<float> logits_;
  uint32_t filled_ = 0;  // tokens of context that are there
};

}  // namespace hearth::cli
