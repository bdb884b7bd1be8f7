#include "app/cli/speed_tests.h"

#include <algorithm>
#include <chrono>
#include <random>

namespace hearth::cli {
namespace {

using Clock = std::chrono::steady_clock;

// A run of fewer tokens would be too short to time.
constexpr uint32_t kBatchRunTokens = 64;

double medianOf(const std::vector<double>& sorted) {
  const size_t half = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

}  // namespace

SpeedTest prefillTest(uint32_t tokens, uint32_t depth) {
  return {.tokens = tokens, .batch = tokens, .depth = depth};
}

SpeedTest decodeTest(uint32_t tokens, uint32_t depth) {
  return {.tokens = tokens, .batch = 1, .depth = depth, .everyLogits = true};
}

SpeedTest batchTest(uint32_t batch, uint32_t depth) {
  const uint32_t batches = std::max(1u, kBatchRunTokens / batch);
  return {.tokens = batches * batch,
          .batch = batch,
          .depth = depth,
          .logits = LogitsFor::Every,
          .everyLogits = true};
}

uint32_t contextFor(std::span<const SpeedTest> tests) {
  uint32_t context = 0;
  for (const SpeedTest& test : tests) context = std::max(context, test.depth + test.tokens);
  return context;
}

SpeedBench::SpeedBench(TokenEvaluator& evaluator, uint32_t contextMost)
    : evaluator_(evaluator), ids_(contextMost) {
  std::mt19937 random(1);  // any tokens do; a mixture of experts should see many kinds
  for (TokenId& id : ids_) id = static_cast<TokenId>(random() % evaluator.vocabSize());
}

void SpeedBench::evaluate(uint32_t first, uint32_t count, LogitsFor which, bool wanted) {
  const size_t rows = which == LogitsFor::Every ? count : 1;
  const std::span<float> out = std::span(logits_).first(wanted ? rows * evaluator_.vocabSize() : 0);
  evaluator_.evaluate(std::span(ids_).subspan(first, count), first, which, out, nullptr);
}

void SpeedBench::fill(uint32_t depth) {
  while (filled_ < depth && evaluator_.failure().empty()) {
    const uint32_t count = std::min(depth - filled_, evaluator_.maxBatch());
    evaluate(filled_, count, LogitsFor::Last, false);
    filled_ += count;
  }
}

double SpeedBench::tokensPerSecond(const SpeedTest& test) {
  const auto start = Clock::now();
  for (uint32_t done = 0; done < test.tokens;) {
    const uint32_t count = std::min({test.tokens - done, test.batch, evaluator_.maxBatch()});
    evaluate(test.depth + done, count, test.logits, test.everyLogits || done + count == test.tokens);
    done += count;
  }
  filled_ = test.depth + test.tokens;  // an evaluation ends the context
  return test.tokens / std::chrono::duration<double>(Clock::now() - start).count();
}

Result<std::vector<Rates>> SpeedBench::measure(std::span<const SpeedTest> tests, uint32_t repetitions) {
  size_t rowsMost = 1;
  for (const SpeedTest& test : tests) {
    if (test.logits == LogitsFor::Every) rowsMost = std::max<size_t>(rowsMost, test.batch);
  }
  logits_.resize(rowsMost * evaluator_.vocabSize());
  std::vector<std::vector<double>> measured(tests.size());
  for (uint32_t round = 0; round <= repetitions; ++round) {
    for (size_t i = 0; i < tests.size(); ++i) {
      fill(tests[i].depth);
      const double rate = tokensPerSecond(tests[i]);
      if (const auto failure = evaluator_.failure(); !failure.empty()) return Error(failure);
      if (round > 0) measured[i].push_back(rate);
    }
  }
  std::vector<Rates> rates;
  for (auto& each : measured) {
    std::sort(each.begin(), each.end());
    rates.push_back({medianOf(each), each.front(), each.back()});
  }
  return rates;
}

}  // namespace hearth::cli
