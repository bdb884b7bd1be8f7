#include "runtime/generate/sampler.h"

#include <cmath>
#include <limits>
#include <random>

#include <gtest/gtest.h>

#include "tests/support/word_tokenizer.h"

namespace hearth {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

// Every step off and temperature 1: plain draws from the softmax.
SamplingOptions plain() {
  SamplingOptions options;
  options.temperature = 1;
  options.topP = 1;
  return options;
}

std::vector<float> logitsOf(const std::vector<double>& probabilities) {
  std::vector<float> logits;
  for (const double p : probabilities) logits.push_back(p > 0 ? static_cast<float>(std::log(p)) : -kInfinity);
  return logits;
}

TokenId sampleOnce(Sampler& sampler, std::vector<float> logits) {
  const auto token = sampler.sample(logits);
  EXPECT_TRUE(token) << token.error().what();
  return token ? *token : -1;
}

std::vector<uint32_t> countDraws(const SamplingOptions& options, const std::vector<double>& probabilities,
                                 uint32_t draws) {
  const auto tokenizer = test::numberedWords(static_cast<uint32_t>(probabilities.size()));
  Sampler sampler(options, tokenizer);
  std::vector<uint32_t> counts(probabilities.size());
  for (uint32_t i = 0; i < draws; ++i) ++counts[static_cast<size_t>(sampleOnce(sampler, logitsOf(probabilities)))];
  return counts;
}

// Pearson's statistic over the tokens with an expectation; tokens without one must not occur.
double chiSquare(const std::vector<uint32_t>& counts, const std::vector<double>& expected, uint32_t draws) {
  double sum = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    if (expected[i] == 0) {
      EXPECT_EQ(counts[i], 0u) << "token " << i << " must not be drawn";
      continue;
    }
    const double mean = expected[i] * draws;
    sum += (counts[i] - mean) * (counts[i] - mean) / mean;
  }
  return sum;
}

constexpr uint32_t kDraws = 20000;
// The 99.9 % points of chi-square with 1, 2 and 3 degrees of freedom. Seeds are fixed: no flicker.
constexpr double kCritical1 = 10.83, kCritical2 = 13.82, kCritical3 = 16.27;

TEST(Sampler, DrawsFromTheSoftmax) {
  const std::vector<double> p = {0.1, 0.2, 0.3, 0.4};
  EXPECT_LT(chiSquare(countDraws(plain(), p, kDraws), p, kDraws), kCritical3);
}

TEST(Sampler, AppliesTemperatureAfterTheFilters) {
  SamplingOptions options = plain();
  options.topP = 0.85f;  // at temperature 1: 0.6 + 0.3 reach it; squared they would be 0.78 and 0.2
  options.temperature = 0.5f;
  const double sum = 0.36 + 0.09;
  EXPECT_LT(chiSquare(countDraws(options, {0.6, 0.3, 0.1}, kDraws), {0.36 / sum, 0.09 / sum, 0}, kDraws), kCritical1);
}

TEST(Sampler, AppliesTheFiltersInTheDocumentedOrder) {
  // top_k 3 leaves 0.444, 0.333, 0.222, of which two reach 0.75. With top_p first, 0.4 + 0.3 would not.
  SamplingOptions options = plain();
  options.topK = 3;
  options.topP = 0.75f;
  EXPECT_LT(chiSquare(countDraws(options, {0.4, 0.3, 0.2, 0.1}, kDraws), {4.0 / 7, 3.0 / 7, 0, 0}, kDraws), kCritical1);
}

TEST(Sampler, ExcludesTopChoicesAsOftenAsAsked) {
  SamplingOptions options = plain();
  options.xtcProbability = 0.25f;
  options.xtcThreshold = 0.25f;  // 0.5 and 0.3 reach it: 0.5 goes, which leaves 0.6 and 0.4
  const std::vector<double> expected = {0.75 * 0.5, 0.75 * 0.3 + 0.25 * 0.6, 0.75 * 0.2 + 0.25 * 0.4};
  EXPECT_LT(chiSquare(countDraws(options, {0.5, 0.3, 0.2}, kDraws), expected, kDraws), kCritical2);
}

TEST(Sampler, GivesTheSameTokensForTheSameSeed) {
  const std::vector<double> flat(100, 0.01);
  const auto tokenizer = test::numberedWords(100);
  const auto tokensOf = [&](uint64_t seed) {
    SamplingOptions options = plain();
    options.seed = seed;
    Sampler sampler(options, tokenizer);
    std::vector<TokenId> tokens;
    for (int i = 0; i < 50; ++i) tokens.push_back(sampleOnce(sampler, logitsOf(flat)));
    return tokens;
  };
  EXPECT_EQ(tokensOf(42), tokensOf(42));
  EXPECT_NE(tokensOf(42), tokensOf(43));
}

// mt19937_64 is fixed by the standard (its 10000th number for the default seed is 9981545732273789042), and the
// draw from it is ours: token = floor(u * 1000) for a flat distribution of 1000, u = (number >> 11) / 2^53.
TEST(Sampler, DrawsTheSameOnEveryLibrary) {
  std::mt19937_64 numbers(5);
  const auto tokenizer = test::numberedWords(1000);
  SamplingOptions options = plain();
  options.seed = 5;
  Sampler sampler(options, tokenizer);
  for (int i = 0; i < 20; ++i) {
    const double u = std::ldexp(static_cast<double>(numbers() >> 11), -53);
    ASSERT_EQ(sampleOnce(sampler, std::vector<float>(1000, 1.5f)), static_cast<TokenId>(u * 1000));
  }
}

TEST(Sampler, IsGreedyAtTemperatureZero) {
  SamplingOptions options;
  options.temperature = 0;
  options.xtcProbability = 1;  // filters have no say
  options.typicalP = 0.1f;
  const auto tokenizer = test::numberedWords(40);
  Sampler sampler(options, tokenizer);
  std::vector<float> logits(40, -1.0f);
  logits[33] = logits[37] = 2.0f;
  EXPECT_EQ(sampleOnce(sampler, logits), 33);  // the first of equals
}

TEST(Sampler, AppliesBiasAndBans) {
  SamplingOptions options;
  options.temperature = 0;
  options.logitBias = {{0, -kInfinity}, {2, 5.0f}};
  const auto tokenizer = test::numberedWords(4);
  Sampler sampler(options, tokenizer);
  EXPECT_EQ(sampleOnce(sampler, {10, 4, 0, 3}), 2);
  EXPECT_EQ(sampleOnce(sampler, {10, 6, 0, 3}), 1);
}

TEST(Sampler, LooksAtTheLastTokensOfTheWindowOnly) {
  SamplingOptions options;
  options.temperature = 0;
  options.presencePenalty = 5;
  options.penaltyWindow = 2;
  const auto tokenizer = test::numberedWords(3);
  Sampler sampler(options, tokenizer);
  for (const TokenId id : {0, 1, 2}) sampler.accept(id);
  EXPECT_EQ(sampleOnce(sampler, {1, 3, 3}), 0);  // 0 has left the window
  for (int i = 0; i < 20; ++i) sampler.accept(0);
  EXPECT_EQ(sampleOnce(sampler, {4, 1, 2}), 2);
}

TEST(Sampler, BreaksDryAtTokensThatContainABreaker) {
  SamplingOptions options;
  options.temperature = 0;
  options.dryMultiplier = 10;
  const test::WordTokenizer tokenizer({"a", "b", "c", ".\n"});
  Sampler repeating(options, tokenizer);
  for (const TokenId id : {0, 1, 2, 0, 1}) repeating.accept(id);
  EXPECT_EQ(sampleOnce(repeating, {1, 0, 2, 0}), 0);  // not 2: "a b c" would repeat
  Sampler broken(options, tokenizer);
  for (const TokenId id : {0, 3, 2, 0, 3}) broken.accept(id);
  EXPECT_EQ(sampleOnce(broken, {1, 0, 2, 0}), 2);
}

TEST(Sampler, FailsClearlyOnValuesThatAreNoNumbers) {
  const auto tokenizer = test::numberedWords(40);
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), kInfinity}) {
    for (const size_t place : {0u, 17u, 39u}) {
      for (const float temperature : {0.0f, 1.0f}) {
        SamplingOptions options;
        options.temperature = temperature;
        Sampler sampler(options, tokenizer);
        std::vector<float> logits(40, 0.5f);
        logits[place] = bad;
        const auto token = sampler.sample(logits);
        ASSERT_FALSE(token);
        EXPECT_NE(token.error().what().find("not a number"), std::string::npos);
      }
    }
  }
}

TEST(Sampler, FailsClearlyWhenEverythingIsBanned) {
  SamplingOptions options;
  options.logitBias = {{0, -kInfinity}, {1, -kInfinity}};
  const auto tokenizer = test::numberedWords(2);
  Sampler sampler(options, tokenizer);
  std::vector<float> logits = {1, 2};
  const auto token = sampler.sample(logits);
  ASSERT_FALSE(token);
  EXPECT_NE(token.error().what().find("logit_bias"), std::string::npos);
}

TEST(Validate, AcceptsTheDefaults) { EXPECT_TRUE(validate(SamplingOptions{})); }

TEST(Validate, NamesTheOptionAndItsRange) {
  const auto complaint = [](auto change) {
    SamplingOptions options;
    change(options);
    const auto valid = validate(options);
    return valid ? std::string() : valid.error().what();
  };
  EXPECT_EQ(complaint([](auto& o) { o.temperature = -1; }),
            "sampling option temperature is -1, but must be between 0 and 10");
  EXPECT_EQ(complaint([](auto& o) { o.topP = 1.5f; }), "sampling option top_p is 1.5, but must be between 0 and 1");
  EXPECT_NE(complaint([](auto& o) { o.minP = std::nanf(""); }), "");
  EXPECT_NE(complaint([](auto& o) { o.typicalP = 2; }), "");
  EXPECT_NE(complaint([](auto& o) { o.repetitionPenalty = 0; }), "");
  EXPECT_NE(complaint([](auto& o) { o.presencePenalty = 11; }), "");
  EXPECT_NE(complaint([](auto& o) { o.frequencyPenalty = -11; }), "");
  EXPECT_NE(complaint([](auto& o) { o.dryMultiplier = -1; }), "");
  EXPECT_NE(complaint([](auto& o) { o.dryBase = 0.5f; }), "");
  EXPECT_NE(complaint([](auto& o) { o.xtcProbability = 2; }), "");
  EXPECT_NE(complaint([](auto& o) { o.xtcThreshold = -1; }), "");
  EXPECT_NE(complaint([](auto& o) { o.penaltyWindow = 1u << 30; }), "");
  EXPECT_NE(complaint([](auto& o) { o.dryWindow = 1u << 30; }), "");
  EXPECT_NE(complaint([](auto& o) { o.drySequenceBreakers = {""}; }), "");
  EXPECT_NE(complaint([](auto& o) { o.logitBias = {{3, kInfinity}}; }), "");
  EXPECT_NE(complaint([](auto& o) { o.logitBias = {{-3, 1.0f}}; }), "");
}

}  // namespace
}  // namespace hearth
