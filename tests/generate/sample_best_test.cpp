// Sampling from the best logits chooses what sampling from all of them chooses.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "runtime/generate/sampler.h"
#include "tests/support/random_data.h"
#include "tests/support/word_tokenizer.h"

namespace hearth {
namespace {

using test::Random;

constexpr uint32_t kVocab = 2000;
constexpr float kInfinity = std::numeric_limits<float>::infinity();

enum class Kind { Normal, Flat, Ties, Banned };

std::vector<float> logitsOf(Kind kind, Random& random) {
  auto logits = random.normals(kVocab, kind == Kind::Flat ? 0.05 : 3);
  if (kind == Kind::Ties) {
    for (float& logit : logits) logit = std::round(logit / 2);
  }
  if (kind == Kind::Banned) {
    for (float& logit : logits) logit = random.below(100) < 95 ? -kInfinity : logit;
  }
  return logits;
}

// Two samplers of one seed, one of which only sees the best. Returns how often these were enough.
uint32_t compare(const SamplingOptions& options, Kind kind, uint64_t seed, uint32_t steps) {
  const auto tokenizer = test::numberedWords(kVocab);
  Sampler whole(options, tokenizer), sparse(options, tokenizer);
  uint32_t enough = 0;
  for (uint32_t step = 0; step < steps; ++step) {
    Random random(8 * seed + step % 5);  // they come back, so that penalties have something to do
    auto logits = logitsOf(kind, random);
    const uint32_t needed = sparse.bestNeeded();
    std::vector<BestLogit> best(needed);
    selectBest(logits, best);
    enough += needed > 0 ? 1 : 0;
    const auto actual = needed > 0 ? sparse.sample(std::span(best)) : [&] {
      auto copy = logits;
      return sparse.sample(copy);
    }();
    const auto expected = whole.sample(logits);
    if (!expected) {
      EXPECT_FALSE(actual);
      return enough;
    }
    EXPECT_TRUE(actual) << actual.error().what();
    if (!actual || *actual != *expected) {
      ADD_FAILURE() << "step " << step << ": chose " << (actual ? *actual : -1) << " instead of "
                    << *expected;
      return enough;
    }
    whole.accept(*expected);
    sparse.accept(*expected);
  }
  return enough;
}

constexpr uint32_t kSteps = 60;

TEST(SampleBest, ChoosesTheSameWithEverySettingThatItAllows) {
  uint64_t seed = 0;
  for (const float temperature : {0.0f, 0.6f, 1.0f}) {
    for (const uint32_t topK : {1u, 20u, 64u}) {
      for (const uint32_t steps : {0u, 1u, 2u, 3u, 4u, 5u}) {
        SamplingOptions options;
        options.temperature = temperature;
        options.topK = topK;
        options.topP = steps == 1 ? 0.8f : 1;
        options.minP = steps == 1 ? 0.02f : 0;
        options.typicalP = steps == 2 ? 0.9f : 1;
        options.xtcProbability = steps == 2 ? 0.5f : 0;
        options.repetitionPenalty = steps == 3 ? 1.3f : 1;
        options.presencePenalty = steps == 4 ? 1.5f : 0;
        options.frequencyPenalty = steps >= 4 ? 0.7f : 0;
        options.dryMultiplier = steps == 5 ? 2.0f : 0;
        if (steps == 5) options.logitBias = {{3, -2.0f}, {4, -kInfinity}, {1999, -0.5f}};
        for (const Kind kind : {Kind::Normal, Kind::Flat, Kind::Ties, Kind::Banned}) {
          options.seed = ++seed;
          EXPECT_EQ(compare(options, kind, seed, kSteps), kSteps)
              << "temperature " << temperature << ", top_k " << topK << ", steps " << steps << ", kind "
              << static_cast<int>(kind);
        }
      }
    }
  }
}

TEST(SampleBest, AsksForAllLogitsWhereTheBestDoNotDecide) {
  const auto tokenizer = test::numberedWords(kVocab);
  const auto needed = [&](const auto& change) {
    SamplingOptions options;
    options.topK = 40;
    change(options);
    return Sampler(options, tokenizer).bestNeeded();
  };
  EXPECT_EQ(needed([](auto&) {}), 64u);
  EXPECT_EQ(needed([](auto& o) { o.topK = 8; }), 16u);
  EXPECT_EQ(needed([](auto& o) { o.topK = 0; }), 0u);
  EXPECT_EQ(needed([](auto& o) { o.topK = 0, o.temperature = 0; }), 16u);
  EXPECT_EQ(needed([](auto& o) { o.topK = kBestLogitsMost; }), kBestLogitsMost);
  EXPECT_EQ(needed([](auto& o) { o.topK = kBestLogitsMost + 1; }), 0u);
  EXPECT_EQ(needed([](auto& o) { o.topK = kBestLogitsMost, o.logitBias[1] = -1; }), 0u);
  EXPECT_EQ(needed([](auto& o) { o.logitBias[1] = 0.1f; }), 0u);
  EXPECT_EQ(needed([](auto& o) { o.repetitionPenalty = 0.9f; }), 0u);
  EXPECT_EQ(needed([](auto& o) { o.presencePenalty = -0.1f; }), 0u);
  EXPECT_EQ(needed([](auto& o) { o.frequencyPenalty = -0.1f; }), 0u);
}

TEST(SampleBest, AsksForMoreWithEveryTokenThatIsPenalised) {
  SamplingOptions options;
  options.topK = 10;
  options.repetitionPenalty = 1.2f;
  options.penaltyWindow = 400;
  const auto tokenizer = test::numberedWords(kVocab);
  Sampler sampler(options, tokenizer);
  TokenId next = 0;
  for (const auto& [tokens, needed] :
       {std::pair{6, 16u}, {7, 64u}, {54, 64u}, {55, 256u}, {246, 256u}, {247, 0u}}) {
    for (; next < tokens; ++next) {
      sampler.accept(next);
      if (next < 50) sampler.accept(next);  // the same token counts once
    }
    EXPECT_EQ(sampler.bestNeeded(), needed) << tokens;
  }
}

TEST(SampleBest, TellsOfNumbersThatAreNoneAndOfNoTokenLeft) {
  const auto tokenizer = test::numberedWords(kVocab);
  SamplingOptions options;
  options.topK = 5;
  Sampler sampler(options, tokenizer);
  const auto complaint = [&](std::vector<float> logits) {
    std::vector<BestLogit> best(sampler.bestNeeded());
    selectBest(logits, best);
    const auto few = sampler.sample(std::span(best));
    const auto all = sampler.sample(logits);
    EXPECT_FALSE(few || all);
    if (few || all) return std::string();
    EXPECT_EQ(few.error().what(), all.error().what());
    return few.error().what();
  };
  auto logits = Random(1).normals(kVocab);
  logits[1234] = NAN;
  EXPECT_NE(complaint(logits).find("not a number"), std::string::npos);
  logits[1234] = kInfinity;
  EXPECT_NE(complaint(logits).find("not a number"), std::string::npos);
  EXPECT_NE(complaint(std::vector<float>(kVocab, -kInfinity)).find("no token is left"), std::string::npos);
  // Nothing of it stays behind.
  EXPECT_EQ(compare(options, Kind::Normal, 1, 5), 5u);
}

}  // namespace
}  // namespace hearth
