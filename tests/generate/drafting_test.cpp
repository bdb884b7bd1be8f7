// Answers with guesses ahead against answers without: the same tokens, endings and counts, whatever is
// guessed.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>

#include "runtime/generate/generation.h"
#include "tests/generate/allocation_counter.h"
#include "tests/generate/scripted_evaluator.h"
#include "tests/support/word_tokenizer.h"

namespace hearth {
namespace {

using Ids = std::vector<TokenId>;
using test::ScriptedEvaluator;

constexpr uint32_t kVocab = 10;

// Guesses by a rule: `guess(last)` follows `last`.
class RuleDrafter final : public Drafter {
 public:
  explicit RuleDrafter(std::function<TokenId(TokenId last)> guess) : guess_(std::move(guess)) {}
  DraftSource source() const override { return DraftSource::Text; }
  uint32_t draft(Session&, TokenId next, std::span<TokenId> guesses) override {
    for (TokenId& guess : guesses) guess = next = guess_(next);
    return static_cast<uint32_t>(guesses.size());
  }

 private:
  std::function<TokenId(TokenId)> guess_;
};

TokenId countUp(TokenId last) { return static_cast<TokenId>((last + 1) % kVocab); }

struct Generated {
  Ids tokens, cache;
  Outcome outcome;
};

struct Trial {
  Ids prompt = {1};
  GenerationOptions options;
  std::function<Continue(TokenId)> onToken;
  uint32_t context = 64;
  std::function<void(TokenId, std::span<float>)> setLogits;
};

// Token 8 ends.
Generated generated(const Trial& trial, Drafter* drafter, uint32_t guesses = kGuessesMost,
                    const std::atomic<bool>* cancel = nullptr) {
  const auto tokenizer = test::numberedWords(kVocab, {.control = {8}, .end = {8}, .bos = {}, .eos = 8});
  ScriptedEvaluator evaluator(kVocab, trial.context, 8);
  if (trial.setLogits) evaluator.setLogits = trial.setLogits;
  Session session(evaluator);
  Generated result;
  GenerationCallbacks callbacks;
  callbacks.onToken = [&](TokenId token, const GenerationStats&) {
    result.tokens.push_back(token);
    return trial.onToken ? trial.onToken(token) : Continue::Yes;
  };
  GenerationOptions options = trial.options;
  options.ahead = {.drafter = drafter, .meter = nullptr, .guesses = guesses};
  const auto outcome = generate(session, tokenizer, trial.prompt, options, callbacks, cancel);
  EXPECT_TRUE(outcome) << outcome.error().what();
  if (outcome) result.outcome = *outcome;
  result.cache.assign(session.tokens().begin(), session.tokens().end());
  return result;
}

void expectSameAsPlain(const Trial& trial) {
  const Generated plain = generated(trial, nullptr);
  RuleDrafter right(countUp), wrong([](TokenId) { return 0; });
  RuleDrafter sometimes([](TokenId last) { return last % 3 == 0 ? 0 : countUp(last); });
  for (RuleDrafter* drafter : {&right, &wrong, &sometimes}) {
    for (uint32_t guesses = 1; guesses <= kGuessesMost; ++guesses) {
      const Generated ahead = generated(trial, drafter, guesses);
      EXPECT_EQ(ahead.tokens, plain.tokens);
      EXPECT_EQ(ahead.cache, plain.cache);
      EXPECT_EQ(ahead.outcome.reason, plain.outcome.reason);
      EXPECT_EQ(ahead.outcome.stats.generatedTokens, plain.outcome.stats.generatedTokens);
      EXPECT_LE(ahead.outcome.stats.accepted, ahead.outcome.stats.drafted);
      EXPECT_EQ(ahead.outcome.stats.steps + ahead.outcome.stats.accepted, plain.outcome.stats.steps);
    }
  }
}

Trial greedy(const Ids& prompt) {
  Trial trial;
  trial.prompt = prompt;
  trial.options.sampling.temperature = 0;
  return trial;
}

TEST(Drafting, EndsAtTheEndTokenInTheMiddleOfGuesses) { expectSameAsPlain(greedy({9})); }

TEST(Drafting, EndsAtTheTokenLimitInTheMiddleOfGuesses) {
  Trial trial = greedy({9});
  for (trial.options.maxTokens = 1; trial.options.maxTokens < 9; ++trial.options.maxTokens)
    expectSameAsPlain(trial);
}

TEST(Drafting, EndsWhenTheContextIsFullInTheMiddleOfGuesses) {
  Trial trial = greedy({9, 9});
  for (trial.context = 2; trial.context < 9; ++trial.context) expectSameAsPlain(trial);
}

TEST(Drafting, StopsWhenTheCallerHasSeenEnoughInTheMiddleOfGuesses) {
  Trial trial = greedy({9});
  trial.onToken = [](TokenId token) { return token == 3 ? Continue::StopHere : Continue::Yes; };
  expectSameAsPlain(trial);
}

TEST(Drafting, NeverChoosesAnEndTokenWhenItIsIgnored) {
  Trial trial = greedy({5});
  trial.options.ignoreEnd = true;
  trial.options.maxTokens = 40;
  expectSameAsPlain(trial);
}

TEST(Drafting, CountsRepetitionsInTheGuesses) {
  Trial trial = greedy({5});
  trial.options.ignoreEnd = true;
  trial.options.maxTokens = 40;
  trial.options.sampling.repetitionPenalty = 1.3f;
  trial.options.sampling.presencePenalty = 2;
  trial.options.sampling.dryMultiplier = 0.8f;
  expectSameAsPlain(trial);
}

// With the random numbers of its own turn each token is what it would have been.
TEST(Drafting, SamplesTheSameTextWithTheSameSeed) {
  Trial trial;
  trial.options.ignoreEnd = true;
  trial.options.maxTokens = 60;
  trial.options.sampling.temperature = 1.5f;
  trial.options.sampling.xtcProbability = 0.3f;
  for (uint64_t seed = 0; seed < 20; ++seed) {
    trial.options.sampling.seed = seed;
    expectSameAsPlain(trial);
  }
}

TEST(Drafting, CancelsWithinOneTokenOfTheGuesses) {
  RuleDrafter right(countUp);
  std::atomic<bool> cancel{false};
  Trial trial = greedy({9});
  trial.onToken = [&](TokenId token) {
    if (token == 3) cancel = true;
    return Continue::Yes;
  };
  const auto result = generated(trial, &right, kGuessesMost, &cancel);
  EXPECT_EQ(result.tokens, (Ids{0, 1, 2, 3}));
  EXPECT_EQ(result.outcome.reason, DoneReason::Cancelled);
}

TEST(Drafting, TakesAsManyStepsAsTheGuessesDeserve) {
  RuleDrafter right(countUp);
  const GenerationStats stats = generated(greedy({9}), &right).outcome.stats;
  // 0 comes from the prompt; a step gives 1 to 5, another the rest.
  EXPECT_EQ(stats.generatedTokens, 9u);
  EXPECT_EQ(stats.steps, 2u);
  EXPECT_EQ(stats.accepted, 6u);
  EXPECT_EQ(stats.drafted, 8u);
  EXPECT_EQ(stats.draftSource, DraftSource::Text);
  EXPECT_DOUBLE_EQ(stats.tokensPerStep(), 4);
}

TEST(Drafting, LetsTheMeterChoose) {
  const auto tokenizer = test::numberedWords(kVocab);
  ScriptedEvaluator evaluator(kVocab, 256, 8);
  Session session(evaluator);
  RuleDrafter right(countUp);
  DraftMeter meter;
  GenerationOptions options;
  options.maxTokens = 200;
  options.ahead = {.drafter = &right, .meter = &meter};
  GenerationCallbacks callbacks;
  callbacks.onToken = [](TokenId, const GenerationStats&) { return Continue::Yes; };
  const auto outcome = generate(session, tokenizer, Ids{1}, options, callbacks, nullptr);
  ASSERT_TRUE(outcome);
  EXPECT_GT(meter.rate(0), 0);
  EXPECT_GT(meter.rate(1), 0);
}

// Sampled texts have the same distribution: 20,000 answers of three tokens from a model with uneven
// probabilities, guessed with a rule that is right about as often as not, against the exact probabilities.
TEST(Drafting, SampledTextsHaveTheModelsDistribution) {
  constexpr uint32_t kAnswers = 20000, kLength = 3, kWords = 4;
  // Logits of the words 0 to 3 after each word; the rest is impossible.
  const auto logitOf = [](TokenId after, uint32_t word) {
    return static_cast<float>((static_cast<uint32_t>(after) * 3 + word * 5) % 7) * 0.35f;
  };
  Trial trial;
  trial.prompt = {0};
  trial.options.maxTokens = kLength;
  trial.options.sampling.temperature = 1;
  trial.options.sampling.topP = 1;
  trial.setLogits = [&](TokenId token, std::span<float> logits) {
    std::fill(logits.begin(), logits.end(), -std::numeric_limits<float>::infinity());
    for (uint32_t word = 0; word < kWords; ++word) logits[word] = logitOf(token, word);
  };
  const auto probability = [&](TokenId after, TokenId word) {
    double sum = 0;
    for (uint32_t w = 0; w < kWords; ++w) sum += std::exp(double{logitOf(after, w)});
    return std::exp(double{logitOf(after, static_cast<uint32_t>(word))}) / sum;
  };
  RuleDrafter guesser([&](TokenId last) {  // the likeliest
    TokenId best = 0;
    for (TokenId word = 1; word < static_cast<TokenId>(kWords); ++word) {
      if (probability(last, word) > probability(last, best)) best = word;
    }
    return best;
  });
  std::map<Ids, uint32_t> counts;
  uint64_t drafted = 0, accepted = 0;
  for (uint32_t i = 0; i < kAnswers; ++i) {
    trial.options.sampling.seed = 1000 + i;
    const auto answer = generated(trial, &guesser);
    ++counts[answer.tokens];
    drafted += answer.outcome.stats.drafted;
    accepted += answer.outcome.stats.accepted;
  }
  double chiSquare = 0, smallest = kAnswers;
  for (TokenId a = 0; a < 4; ++a) {
    for (TokenId b = 0; b < 4; ++b) {
      for (TokenId c = 0; c < 4; ++c) {
        const double expected = kAnswers * probability(0, a) * probability(a, b) * probability(b, c);
        const double off = counts[{a, b, c}] - expected;
        chiSquare += off * off / expected;
        smallest = std::min(smallest, expected);
      }
    }
  }
  EXPECT_GT(smallest, 5);  // the usual condition of the test
  // 63 degrees of freedom: above 103.4 in one of a thousand cases. The seeds are fixed.
  EXPECT_LT(chiSquare, 103.4);
  EXPECT_GT(accepted, drafted / 5);
  EXPECT_LT(accepted, drafted * 4 / 5);
  std::printf("chi-square %.1f (63 degrees of freedom), %llu of %llu guesses accepted\n", chiSquare,
              static_cast<unsigned long long>(accepted), static_cast<unsigned long long>(drafted));
}

TEST(Drafting, MakesNoHeapAllocationPerToken) {
  if (!test::canCountAllocations())
    GTEST_SKIP() << "the sanitizer's operator new cannot be counted; the release build counts";
  const auto tokenizer = test::numberedWords(kVocab);
  ScriptedEvaluator evaluator(kVocab, 2000, 8), small(kVocab, 2000, 8);
  evaluator.recording = small.recording = false;
  ModelDrafter model(small);
  NgramDrafter ngram;
  for (Drafter* drafter : std::initializer_list<Drafter*>{&model, &ngram}) {
    Session session(evaluator);
    GenerationOptions options;
    options.maxTokens = 500;
    options.ahead.drafter = drafter;
    GenerationCallbacks callbacks;
    uint64_t before = 0, after = 0;
    callbacks.onToken = [&](TokenId, const GenerationStats& stats) {
      if (stats.generatedTokens == 1) before = test::allocationsSoFar();
      after = test::allocationsSoFar();
      return Continue::Yes;
    };
    const auto outcome = generate(session, tokenizer, Ids{1}, options, callbacks, nullptr);
    ASSERT_TRUE(outcome);
    EXPECT_GT(outcome->stats.accepted, 100u);
    EXPECT_EQ(after - before, 0u);
  }
}

// ---- Drafters --------------------------------------------------------------------------------------------

// Guesses after a session that holds `text` but its last token, which is the next.
Ids guessed(Drafter& drafter, const Ids& text, uint32_t guesses = kGuessesMost) {
  ScriptedEvaluator evaluator(100, 64, 8);
  Session session(evaluator);
  (void)session.prefill(std::span(text).first(text.size() - 1), {}, nullptr);
  Ids made(guesses);
  made.resize(drafter.draft(session, text.back(), made));
  return made;
}

TEST(NgramDrafter, GoesOnAsTheTextDidBefore) {
  NgramDrafter drafter;
  EXPECT_EQ(guessed(drafter, {1, 2, 3, 4, 5, 6, 7, 9, 1, 2, 3}), (Ids{4, 5, 6, 7}));
  EXPECT_EQ(guessed(drafter, {1, 2, 3, 4, 5, 6, 7, 9, 1, 2, 3}, 2), (Ids{4, 5}));
}

TEST(NgramDrafter, PrefersTheLongestAgreementThenTheLatest) {
  NgramDrafter drafter;
  EXPECT_EQ(guessed(drafter, {0, 1, 2, 3, 50, 9, 1, 2, 3, 60, 0, 1, 2, 3}, 1), (Ids{50}));
  EXPECT_EQ(guessed(drafter, {1, 2, 3, 50, 1, 2, 3, 60, 7, 1, 2, 3}, 1), (Ids{60}));
}

TEST(NgramDrafter, GuessesNothingFromTwoTokens) {
  NgramDrafter drafter;
  EXPECT_EQ(guessed(drafter, {1, 2, 50, 9, 1, 2}), Ids{});
  EXPECT_EQ(guessed(drafter, {7, 8}), Ids{});
}

TEST(NgramDrafter, ContinuesARepetitionBeyondTheEnd) {
  NgramDrafter drafter;
  EXPECT_EQ(guessed(drafter, {1, 2, 1, 2, 1, 2, 1}), (Ids{2, 1, 2, 1}));
  EXPECT_EQ(guessed(drafter, {5, 5, 5, 5}), (Ids{5, 5, 5, 5}));
}

TEST(ModelDrafter, ReadsOnlyWhatIsNew) {
  ScriptedEvaluator small(100, 64, 8);
  ModelDrafter drafter(small);
  EXPECT_EQ(guessed(drafter, {1, 2, 3}, 3), (Ids{4, 5, 6}));
  small.calls.clear();
  EXPECT_EQ(guessed(drafter, {1, 2, 3, 4, 9}, 2), (Ids{10, 11}));  // 4 was guessed and read already
  ASSERT_FALSE(small.calls.empty());
  EXPECT_EQ(small.calls[0], (ScriptedEvaluator::Call{{9}, 4, true}));
}

TEST(ModelDrafter, StopsWhereItsOwnContextEnds) {
  ScriptedEvaluator small(100, 4, 8);
  ModelDrafter drafter(small);
  EXPECT_EQ(guessed(drafter, {1, 2, 3}), (Ids{4, 5}));
  EXPECT_EQ(guessed(drafter, {1, 2, 3, 4, 5}), Ids{});
}

TEST(SameVocabulary, TellsWhereTheyPart) {
  const auto ten = test::numberedWords(10), eleven = test::numberedWords(11);
  EXPECT_TRUE(sameVocabulary(ten, ten));
  const auto other = sameVocabulary(ten, eleven);
  ASSERT_FALSE(other);
  EXPECT_NE(other.error().what().find("11 tokens"), std::string::npos);
}

}  // namespace
}  // namespace hearth
