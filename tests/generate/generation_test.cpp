#include "runtime/generate/generation.h"

#include <gtest/gtest.h>

#include "tests/generate/allocation_counter.h"
#include "tests/generate/scripted_evaluator.h"
#include "tests/support/word_tokenizer.h"

namespace hearth {
namespace {

using Ids = std::vector<TokenId>;
using test::ScriptedEvaluator;

constexpr uint32_t kVocab = 10;

struct Generated {
  Ids tokens;
  Outcome outcome;
};

GenerationOptions greedy() {
  GenerationOptions options;
  options.sampling.temperature = 0;
  return options;
}

// Counts upwards from the prompt's last token; token 8 ends.
Generated generated(ScriptedEvaluator& evaluator, const Ids& prompt, const GenerationOptions& options,
                    const std::function<Continue(TokenId)>& onToken = {},
                    const std::atomic<bool>* cancel = nullptr) {
  const auto tokenizer = test::numberedWords(kVocab, {.control = {8}, .end = {8}, .bos = {}, .eos = 8});
  Session session(evaluator);
  Generated result;
  GenerationCallbacks callbacks;
  callbacks.onToken = [&](TokenId token, const GenerationStats&) {
    result.tokens.push_back(token);
    return onToken ? onToken(token) : Continue::Yes;
  };
  const auto outcome = generate(session, tokenizer, prompt, options, callbacks, cancel);
  EXPECT_TRUE(outcome) << outcome.error().what();
  if (outcome) result.outcome = *outcome;
  return result;
}

TEST(Generation, EndsAtTheEndToken) {
  ScriptedEvaluator evaluator(kVocab, 64, 8);
  const auto result = generated(evaluator, {4, 5}, greedy());
  EXPECT_EQ(result.tokens, (Ids{6, 7, 8}));
  EXPECT_EQ(result.outcome.reason, DoneReason::EndOfText);
  EXPECT_EQ(result.outcome.stats.promptTokens, 2u);
  EXPECT_EQ(result.outcome.stats.generatedTokens, 3u);
}

TEST(Generation, NeverChoosesAnEndTokenWhenItIsIgnored) {
  ScriptedEvaluator evaluator(kVocab, 64, 8);
  GenerationOptions options = greedy();
  options.ignoreEnd = true;
  options.maxTokens = 5;
  // After 7 the next best of equals is 0.
  EXPECT_EQ(generated(evaluator, {4, 5}, options).tokens, (Ids{6, 7, 0, 1, 2}));
}

TEST(Generation, StopsAtTheTokenLimit) {
  ScriptedEvaluator evaluator(kVocab, 64, 8);
  GenerationOptions options = greedy();
  options.maxTokens = 2;
  const auto result = generated(evaluator, {1}, options);
  EXPECT_EQ(result.tokens, (Ids{2, 3}));
  EXPECT_EQ(result.outcome.reason, DoneReason::MaxTokens);
  EXPECT_EQ(evaluator.calls.size(), 2u);  // the last token needs no evaluation
}

TEST(Generation, EndsWhenTheContextIsFull) {
  ScriptedEvaluator evaluator(kVocab, 4, 8);
  const auto result = generated(evaluator, {1, 2}, greedy());
  EXPECT_EQ(result.tokens, (Ids{3, 4, 5}));  // two fit, and one more was chosen
  EXPECT_EQ(result.outcome.reason, DoneReason::ContextFull);
}

TEST(Generation, StopsWhenTheCallerHasSeenEnough) {
  ScriptedEvaluator evaluator(kVocab, 64, 8);
  const auto result = generated(evaluator, {1}, greedy(), [](TokenId token) {
    return token == 3 ? Continue::StopHere : Continue::Yes;
  });
  EXPECT_EQ(result.tokens, (Ids{2, 3}));
  EXPECT_EQ(result.outcome.reason, DoneReason::StopString);
}

TEST(Generation, CancelsWithinOneToken) {
  ScriptedEvaluator evaluator(kVocab, 64, 8);
  std::atomic<bool> cancel{false};
  const auto result = generated(
      evaluator, {1}, greedy(),
      [&](TokenId token) {
        if (token == 3) cancel = true;
        return Continue::Yes;
      },
      &cancel);
  EXPECT_EQ(result.tokens, (Ids{2, 3}));
  EXPECT_EQ(result.outcome.reason, DoneReason::Cancelled);
}

TEST(Generation, CancelsWhileReadingThePrompt) {
  ScriptedEvaluator evaluator(kVocab, 64, 2);
  std::atomic<bool> cancel{false};
  evaluator.beforeReturn = [&] { cancel = true; };
  const auto result = generated(evaluator, {1, 2, 3, 4, 5}, greedy(), {}, &cancel);
  EXPECT_TRUE(result.tokens.empty());
  EXPECT_EQ(result.outcome.reason, DoneReason::Cancelled);
  EXPECT_EQ(evaluator.calls.size(), 1u);
}

TEST(Generation, FailsWithNumbersForPromptsThatCannotBeRead) {
  const auto tokenizer = test::numberedWords(kVocab);
  ScriptedEvaluator evaluator(kVocab, 4, 8);
  Session session(evaluator);
  const auto complaint = [&](const Ids& prompt) {
    const auto outcome = generate(session, tokenizer, prompt, greedy(), {}, nullptr);
    return outcome ? std::string() : outcome.error().what();
  };
  EXPECT_NE(complaint({}).find("no tokens"), std::string::npos);
  EXPECT_NE(complaint({1, 2, 3, 4, 5}).find("5 tokens, but the context holds only 4"), std::string::npos);
  EXPECT_NE(complaint({10}).find("token 10"), std::string::npos);
  EXPECT_NE(complaint({-1}).find("token -1"), std::string::npos);
  EXPECT_TRUE(evaluator.calls.empty());
}

TEST(Generation, MakesNoHeapAllocationPerToken) {
  if (!test::canCountAllocations())
    GTEST_SKIP() << "the sanitizer's operator new cannot be counted; the release build counts";
  constexpr uint32_t kLargeVocab = 3000;
  const auto tokenizer = test::numberedWords(kLargeVocab);
  ScriptedEvaluator evaluator(kLargeVocab, 2000, 8);
  evaluator.recording = false;
  Session session(evaluator);
  GenerationOptions options;
  options.maxTokens = 1500;
  options.sampling.typicalP = 0.95f;
  options.sampling.minP = 0.01f;
  options.sampling.repetitionPenalty = 1.1f;
  options.sampling.dryMultiplier = 0.8f;
  options.sampling.xtcProbability = 0.5f;
  GenerationCallbacks callbacks;
  uint64_t before = 0, after = 0;
  callbacks.onToken = [&](TokenId, const GenerationStats& stats) {
    if (stats.generatedTokens == 1) before = test::allocationsSoFar();
    after = test::allocationsSoFar();
    return Continue::Yes;
  };
  const Ids prompt(300, 7);
  for (const uint32_t topK : {0u, 20u}) {  // from all logits, and from the best
    options.sampling.topK = topK;
    options.sampling.penaltyWindow = options.sampling.dryWindow = 200;
    ASSERT_TRUE(generate(session, tokenizer, prompt, options, callbacks, nullptr));
    EXPECT_EQ(after, before);
  }
}

TEST(Generation, AsksOnlyForTheLogitsThatDecide) {
  ScriptedEvaluator evaluator(kVocab, 64, 8);
  EXPECT_EQ(generated(evaluator, {4, 5}, greedy()).tokens, (Ids{6, 7, 8}));
  EXPECT_EQ(evaluator.fewestLogits, 16u);
  ScriptedEvaluator other(kVocab, 64, 8);
  GenerationOptions options = greedy();
  options.sampling.repetitionPenalty = 0.9f;  // raises what was there before
  EXPECT_EQ(generated(other, {4, 5}, options).tokens, (Ids{6, 7, 8}));
  EXPECT_EQ(other.fewestLogits, kVocab);
}

}  // namespace
}  // namespace hearth
