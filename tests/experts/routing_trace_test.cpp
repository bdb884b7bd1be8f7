// The file of routing traces, and the simulator on traces whose optimum is known by hand.
#include "runtime/experts/routing_trace.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "runtime/cpu/cpu_ops.h"
#include "runtime/experts/simulate.h"
#include "runtime/forward/decoder.h"
#include "runtime/tokenizer/tokenizer.h"
#include "tests/experts/expert_models.h"
#include "tests/support/temporary_folder.h"

namespace hearth {
namespace {

using test::Random;

// One layer; every token chooses the experts in its string: "ab" is experts 0 and 1.
RoutingRecord record(const std::vector<std::string>& choices, uint32_t experts = 8) {
  RoutingRecord r;
  r.experts = experts;
  r.topK = static_cast<uint32_t>(choices[0].size());
  r.layers = {0};
  for (const std::string& choice : choices) {
    r.tokens.push_back(static_cast<int32_t>(r.tokens.size()));
    for (const char c : choice) r.ids.push_back(static_cast<uint16_t>(c - 'a'));
  }
  return r;
}

uint64_t hits(const RoutingRecord& r, CachePolicy policy, uint32_t slots, uint32_t moves = 8) {
  return simulate(r, {.policy = policy, .slots = slots, .movesPerStep = moves}).count.hits;
}

// Belady's own kind of example. With 2 slots: a, b come in; c is not worth a place, because a and b are used
// again sooner; then a hit, b hit, c miss.
TEST(Simulator, KnowsTheOptimumOfASmallTrace) {
  const RoutingRecord r = record({"a", "b", "c", "a", "b", "c"});
  EXPECT_EQ(hits(r, CachePolicy::Clairvoyant, 2), 2u);
  EXPECT_EQ(hits(r, CachePolicy::Lru, 2), 0u);  // always throws away what comes next
  EXPECT_EQ(hits(r, CachePolicy::Clairvoyant, 3), 3u);
  EXPECT_EQ(hits(r, CachePolicy::Lru, 3), 3u);
}

// One slot, two experts a token: of ab, ac, ab the a is kept throughout.
TEST(Simulator, LeavesOutWhatIsUsedLater) {
  const RoutingRecord r = record({"ab", "ac", "ab"});
  EXPECT_EQ(hits(r, CachePolicy::Clairvoyant, 1), 2u);
}

// The optimum by trying everything: the most hits from token t on with these experts held.
uint64_t bestByTrying(const RoutingRecord& r, uint32_t slots, uint32_t t, std::set<uint16_t> held) {
  if (t == r.size()) return 0;
  const auto choice = r.choice(t, 0);
  uint64_t now = 0;
  for (const uint16_t e : choice) now += held.contains(e) ? 1 : 0;
  held.insert(choice.begin(), choice.end());
  const std::vector<uint16_t> all(held.begin(), held.end());
  uint64_t best = 0;
  for (uint32_t subset = 0; subset < 1u << all.size(); ++subset) {
    std::set<uint16_t> kept;
    for (size_t i = 0; i < all.size(); ++i) {
      if (subset >> i & 1) kept.insert(all[i]);
    }
    if (kept.size() <= slots) best = std::max(best, bestByTrying(r, slots, t + 1, kept));
  }
  return now + best;
}

TEST(Simulator, TheOptimumIsThatOfTryingEverything) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    Random random(seed);
    std::vector<std::string> choices(6);
    for (std::string& choice : choices) {
      const auto a = static_cast<char>('a' + random.below(5));
      auto b = static_cast<char>('a' + random.below(5));
      while (b == a) b = static_cast<char>('a' + random.below(5));
      choice = {a, b};
    }
    const RoutingRecord r = record(choices, 5);
    for (const uint32_t slots : {1u, 2u, 3u}) {
      EXPECT_EQ(hits(r, CachePolicy::Clairvoyant, slots), bestByTrying(r, slots, 0, {})) << seed;
    }
  }
}

// Policies that take in only what was used never beat the optimum. (Foresight may, but on random routing it
// has nothing to foresee.)
TEST(Simulator, NobodyBeatsTheOptimumOnRandomRouting) {
  for (uint64_t seed = 1; seed <= 5; ++seed) {
    Random random(seed);
    RoutingRecord r{.experts = 16, .topK = 2, .layers = {3, 5}, .tokens = {}, .ids = {}};
    for (int t = 0; t < 300; ++t) {
      r.tokens.push_back(t);
      for (int layer = 0; layer < 2; ++layer) {
        const auto first = static_cast<uint16_t>(std::min(random.below(16), random.below(16)));
        r.ids.push_back(first);
        r.ids.push_back(static_cast<uint16_t>((first + 1 + random.below(15)) % 16));
      }
    }
    for (const uint32_t slots : {1u, 2u, 5u, 16u}) {
      const uint64_t optimum = hits(r, CachePolicy::Clairvoyant, slots);
      for (const CachePolicy policy : kRealPolicies) {
        EXPECT_LE(hits(r, policy, slots), optimum) << nameOf(policy) << " " << slots;
      }
    }
  }
}

// Tokens 0 and 1 take turns and each always chooses the same: no cache of 2 slots that waits for use has
// anything there, the one that knows the tokens has nearly all.
TEST(Simulator, ForesightSeesWhatATokenBrings) {
  std::vector<std::string> choices;
  for (int i = 0; i < 100; ++i) choices.push_back(i % 2 == 0 ? "ab" : "cd");
  RoutingRecord r = record(choices);
  for (size_t i = 0; i < r.tokens.size(); ++i) r.tokens[i] = static_cast<int32_t>(i % 2);
  EXPECT_EQ(hits(r, CachePolicy::Lru, 2), 0u);
  EXPECT_EQ(hits(r, CachePolicy::Clairvoyant, 2), 98u);
  EXPECT_GE(hits(r, CachePolicy::Foresight, 2), 180u);
}

TEST(Simulator, APromptWarmsTheCacheAndIsNotCounted) {
  std::vector<std::string> choices(20, "ab");
  const RoutingRecord r = record(choices);
  const SimulationResult result =
      simulate(r, {.policy = CachePolicy::Lru, .slots = 2, .movesPerStep = 1, .promptTokens = 10});
  EXPECT_EQ(result.count.hits, 20u);
  EXPECT_EQ(result.count.misses, 0u);
  EXPECT_EQ(result.moves, 0u);
}

class TraceFile : public testing::Test {
 protected:
  // What a file with these bytes is told to be.
  std::string complaint(const std::string& bytes) {
    const auto read = readRecord(folder_.write("bad.trace", bytes));
    return read ? "none" : read.error().what();
  }
  std::string bytesOf(const RoutingRecord& r) {
    const std::string path = folder_.file("good.trace");
    EXPECT_TRUE(writeRecord(r, path));
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  test::TemporaryFolder folder_;
};

TEST_F(TraceFile, ComesBackAsItWas) {
  for (const uint32_t experts : {8u, 256u, 300u}) {
    RoutingRecord r = record({"ab", "cd", "ha"}, experts);
    r.layers = {17};
    r.tokens = {0, 129000, 7};
    if (experts == 300) r.ids[2] = 299;
    const std::string path = folder_.file("t.trace");
    ASSERT_TRUE(writeRecord(r, path));
    const auto back = readRecord(path);
    ASSERT_TRUE(back) << back.error().what();
    EXPECT_EQ(back->experts, r.experts);
    EXPECT_EQ(back->topK, r.topK);
    EXPECT_EQ(back->layers, r.layers);
    EXPECT_EQ(back->tokens, r.tokens);
    EXPECT_EQ(back->ids, r.ids);
  }
}

TEST_F(TraceFile, IsCheckedOnReading) {
  const std::string good = bytesOf(record({"ab", "cd"}));
  EXPECT_NE(complaint("").find("not a routing trace"), std::string::npos);
  EXPECT_NE(complaint(std::string(100, 'x')).find("not a routing trace"), std::string::npos);
  for (size_t length = 32; length < good.size(); ++length) {
    EXPECT_NE(complaint(good.substr(0, length)), "none") << length;
  }
  EXPECT_NE(complaint(good + "x").find("another length"), std::string::npos);
  std::string newer = good;
  newer[8] = 2;
  EXPECT_NE(complaint(newer).find("version 2"), std::string::npos);
  std::string wrongExpert = good;
  wrongExpert.back() = 8;
  EXPECT_NE(complaint(wrongExpert).find("expert 8 of 8"), std::string::npos);
  std::string endless = good;
  for (size_t i = 24; i < 32; ++i) endless[i] = '\xFF';
  EXPECT_NE(complaint(endless).find("another length"), std::string::npos);
  EXPECT_FALSE(readRecord(folder_.file("missing.trace")));
}

// hearth-tiny on a text, in one context after another.
class HearthTinyRouting : public testing::Test {
 protected:
  void SetUp() override {
    model_ = test::loadOrFail(test::hearthTinyPath());
    ASSERT_TRUE(model_);
    ops_ = makeCpuOps(pool_);
    auto decoder = Decoder::create(*model_, *ops_, 256);
    ASSERT_TRUE(decoder);
    decoder_ = std::move(*decoder);
  }
  RoutingRecord routingOf(std::span<const int32_t> tokens, size_t batch) {
    RoutingRecord r = makeRecord(*model_);
    std::vector<float> logits(batch * model_->config.vocabSize);
    for (size_t at = 0; at < tokens.size();) {
      const size_t position = at % decoder_->contextLength();
      const auto some =
          tokens.subspan(at, std::min({batch, tokens.size() - at, decoder_->contextLength() - position}));
      ops_->traceRouting(recordInto(r, some));
      decoder_->evaluate(some, static_cast<uint32_t>(position), LogitsFor::Every,
                         std::span(logits).first(some.size() * model_->config.vocabSize), nullptr);
      at += some.size();
    }
    ops_->traceRouting({});
    return r;
  }
  ThreadPool pool_{2};
  std::unique_ptr<Model> model_;
  std::unique_ptr<Ops> ops_;
  std::unique_ptr<Decoder> decoder_;
};

// What is recorded is what the routers chose: the same in batches of any size.
TEST_F(HearthTinyRouting, IsRecordedForEveryRowAndLayer) {
  const std::vector<int32_t> tokens = {0, 4091, 961, 36, 4092, 4093, 13, 484, 1591, 361};
  const RoutingRecord whole = routingOf(tokens, tokens.size()), pieces = routingOf(tokens, 3);
  EXPECT_EQ(whole.size(), tokens.size());
  EXPECT_EQ(whole.layers, (std::vector<uint32_t>{1, 2, 3, 4}));
  EXPECT_EQ(whole.tokens, pieces.tokens);
  EXPECT_EQ(whole.ids, pieces.ids);
}

// The promise of the policy that is shipped, on prose and on conversations.
TEST_F(HearthTinyRouting, IsServedWithinTenPointsOfTheOptimum) {
  auto tokenizer = Tokenizer::fromMetadata(model_->file->metadata());
  ASSERT_TRUE(tokenizer);
  for (const char* text : {"heldout.txt", "chat.txt"}) {
    std::ifstream file(std::string(HEARTH_TEST_DATA "/text/") + text);
    const std::string content{std::istreambuf_iterator<char>(file), {}};
    const auto tokens = (*tokenizer)->encode(content, SpecialTokens::Parse, AddBos::AsModelWants);
    ASSERT_GT(tokens.size(), 1000u);
    const RoutingRecord routing = routingOf(tokens, 64);
    for (const uint32_t slots : {3u, 6u, 12u}) {  // 12, 25 and 50 % of 24
      const auto rate = [&](CachePolicy policy) {
        return simulate(routing, {.policy = policy, .slots = slots}).count.rate();
      };
      EXPECT_GT(rate(CachePolicy::Foresight), rate(CachePolicy::Clairvoyant) - 0.10) << text << slots;
    }
  }
}

}  // namespace
}  // namespace hearth
