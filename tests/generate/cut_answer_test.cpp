#include "runtime/generate/cut_answer.h"

#include <gtest/gtest.h>

#include "runtime/generate/sampler.h"
#include "tests/support/word_tokenizer.h"

namespace hearth {
namespace {

using Ids = std::vector<TokenId>;

TEST(CutAnswer, IsOfTheSameTextInOtherTokensToo) {
  enum : TokenId { kUser, kBoat, kBo, kAt, kLess, kWord, kGreater, kSea };
  const test::WordTokenizer words({"<user>", "boat", "bo", "at", "<", "user", ">", "sea"},
                                  {.control = {kUser}, .end = {}, .bos = {}, .eos = {}});
  EXPECT_TRUE(sameText(words, Ids{kSea, kBoat}, Ids{kSea, kBoat}));
  EXPECT_TRUE(sameText(words, Ids{kSea, kBoat, kSea}, Ids{kSea, kBo, kAt, kSea}));
  EXPECT_TRUE(sameText(words, Ids{kBoat, kUser, kSea}, Ids{kBo, kAt, kUser, kSea}));
  EXPECT_FALSE(sameText(words, Ids{kSea, kBoat}, Ids{kSea, kBo}));
  EXPECT_FALSE(sameText(words, Ids{kSea}, Ids{kSea, kAt}));
  EXPECT_FALSE(sameText(words, Ids{kUser}, Ids{kLess, kWord, kGreater})) << "spelt out it is only text";
}

// With what was accepted, the number of draws is all that a sampler remembers.
TEST(CutAnswer, ASamplerThatPassesOverItsDrawsGoesOnAsIfItHadMadeThem) {
  const auto tokenizer = test::numberedWords(40);
  SamplingOptions options;
  options.temperature = 1;
  options.topP = 1;
  options.xtcProbability = 0.5f;  // one more draw for each token
  options.xtcThreshold = 0.01f;
  options.repetitionPenalty = 1.3f;
  options.dryMultiplier = 1;
  options.seed = 7;
  const auto choose = [&](Sampler& sampler) {
    std::vector<float> logits(40);
    for (size_t i = 0; i < logits.size(); ++i) logits[i] = static_cast<float>(i % 7) * 0.1f;
    const auto token = sampler.sample(logits);
    EXPECT_TRUE(token);
    sampler.accept(*token);
    return *token;
  };
  Sampler whole(options, tokenizer), first(options, tokenizer);
  Ids written;
  for (int i = 0; i < 20; ++i) {
    written.push_back(choose(first));
    EXPECT_EQ(choose(whole), written.back());
  }
  EXPECT_EQ(first.draws(), 40u);
  Sampler second(options, tokenizer), another(options, tokenizer);
  for (const TokenId token : written) {
    second.accept(token);
    another.accept(token);
  }
  second.skipDraws(first.draws());
  Ids on, expected, anew;
  for (int i = 0; i < 20; ++i) {
    expected.push_back(choose(whole));
    on.push_back(choose(second));
    anew.push_back(choose(another));
  }
  EXPECT_EQ(on, expected);
  EXPECT_NE(anew, expected);
  EXPECT_EQ(second.draws(), whole.draws());
}

}  // namespace
}  // namespace hearth
