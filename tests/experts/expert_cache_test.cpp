// The expert cache: what it holds and proposes, on worked examples and against a naive model.
#include "runtime/experts/expert_cache.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <list>
#include <map>
#include <set>

#include "tests/support/allocation_counter.h"
#include "tests/support/random_data.h"

namespace hearth {
namespace {

using test::Random;

ExpertCacheOptions oneLayer(uint32_t experts, uint32_t slots, CachePolicy policy = CachePolicy::Lru) {
  return {.experts = experts, .slots = {slots}, .policy = policy};
}

// One row of one layer; the moves it leads to are made at once.
uint32_t step(ExpertCache& cache, std::vector<uint32_t> experts, uint32_t movesMax = 8) {
  cache.beginStep();
  const uint32_t misses = cache.used(0, experts, static_cast<uint32_t>(experts.size()));
  cache.endStep();
  std::vector<ExpertMove> moves(movesMax);
  moves.resize(cache.propose(0, moves));
  for (const ExpertMove& move : moves) {
    cache.begin(move);
    cache.finish(move);
  }
  return misses;
}

std::set<uint32_t> held(const ExpertCache& cache, uint32_t layer = 0) {
  std::set<uint32_t> experts;
  for (uint32_t e = 0; e < cache.experts(); ++e) {
    if (cache.slotOf(layer, e) != kNoSlot) experts.insert(e);
  }
  return experts;
}

using Set = std::set<uint32_t>;

TEST(ExpertCache, FillsEmptySlotsFirst) {
  ExpertCache cache(oneLayer(8, 4));
  EXPECT_EQ(step(cache, {3, 5}), 2u);
  EXPECT_EQ(held(cache), (Set{3, 5}));
  EXPECT_EQ(step(cache, {5, 1}), 1u);
  EXPECT_EQ(held(cache), (Set{1, 3, 5}));
  EXPECT_EQ(cache.total().hits, 1u);
  EXPECT_EQ(cache.total().misses, 3u);
}

TEST(ExpertCache, EvictsTheLeastRecentlyUsed) {
  ExpertCache cache(oneLayer(8, 2));
  step(cache, {1});
  step(cache, {2});
  step(cache, {1});
  step(cache, {3});
  EXPECT_EQ(held(cache), (Set{1, 3}));
}

TEST(ExpertCache, KeepsWhatTheLastRowUsed) {
  for (const CachePolicy policy : kRealPolicies) {
    ExpertCache cache(oneLayer(8, 2, policy));
    step(cache, {1, 2});
    step(cache, {1, 2, 3, 4});
    EXPECT_EQ(held(cache), (Set{1, 2})) << nameOf(policy);
  }
}

TEST(ExpertCache, KeepsWhatTheStepUsesUntilItEnds) {
  ExpertCache cache(oneLayer(8, 2));
  step(cache, {1, 2});
  cache.beginStep();
  cache.used(0, std::vector<uint32_t>{1, 3, 4, 5}, 2);  // two rows
  ExpertMove moves[2];
  ASSERT_EQ(cache.propose(0, moves), 1u);
  EXPECT_EQ(moves[0].victim, 2u);
  cache.endStep();
  ASSERT_EQ(cache.propose(0, moves), 2u);  // expert 1 was only used by the first row
  EXPECT_EQ(moves[0].victim, 2u);
  EXPECT_EQ(moves[1].victim, 1u);
}

TEST(ExpertCache, BoundsMovesAndTakesTheRestLater) {
  ExpertCache cache(oneLayer(8, 3));
  step(cache, {1, 2, 3}, 1);
  EXPECT_EQ(held(cache), (Set{1}));  // the router's favourite first
  step(cache, {1}, 1);
  EXPECT_EQ(held(cache), (Set{1, 2}));
  step(cache, {1}, 1);
  EXPECT_EQ(held(cache), (Set{1, 2, 3}));
}

TEST(ExpertCache, ShowsAnExpertOnlyWhenItsMoveIsFinished) {
  ExpertCache cache(oneLayer(8, 1));
  step(cache, {1});
  cache.beginStep();
  cache.used(0, std::vector<uint32_t>{2}, 1);
  cache.endStep();
  ExpertMove move;
  ASSERT_EQ(cache.propose(0, {&move, 1}), 1u);
  cache.begin(move);
  EXPECT_EQ(held(cache), Set{});
  ExpertMove other;
  EXPECT_EQ(cache.propose(0, {&other, 1}), 0u);  // the only slot is on the way
  cache.finish(move);
  EXPECT_EQ(held(cache), Set{2});
}

TEST(ExpertCache, AnAbandonedMoveLeavesAnEmptySlot) {
  ExpertCache cache(oneLayer(8, 1));
  cache.beginStep();
  cache.used(0, std::vector<uint32_t>{2}, 1);
  cache.endStep();
  ExpertMove move;
  ASSERT_EQ(cache.propose(0, {&move, 1}), 1u);
  cache.begin(move);
  cache.abandon(move);
  EXPECT_EQ(held(cache), Set{});
  ASSERT_EQ(cache.propose(0, {&move, 1}), 1u);
  EXPECT_EQ(move.victim, kNoExpert);
}

TEST(ExpertCache, FadedFrequencyWithstandsAScan) {
  ExpertCache cache(oneLayer(16, 2, CachePolicy::Lfru));
  for (int i = 0; i < 10; ++i) step(cache, {1, 2});
  for (uint32_t e = 3; e < 7; ++e) step(cache, {e});
  EXPECT_EQ(held(cache), (Set{1, 2}));
  for (int i = 0; i < 40; ++i) step(cache, {8, 9});
  EXPECT_EQ(held(cache), (Set{8, 9}));
}

// Token 7 chose 1 and 2, then token 8 chose others: when 7 comes again, 1 and 2 are fetched before its layer
// is evaluated.
TEST(ExpertCache, ForesightFetchesWhatTheComingTokenChose) {
  ExpertCache cache({.experts = 16, .slots = {2}, .policy = CachePolicy::Foresight, .topK = 2});
  const auto evaluate = [&](int32_t token, std::vector<uint32_t> chosen) {
    cache.beginStep({&token, 1});
    ExpertMove moves[2];
    const uint32_t count = cache.propose(0, moves);
    for (const ExpertMove& move : std::span(moves).first(count)) {
      cache.begin(move);
      cache.finish(move);
    }
    const uint32_t misses = cache.used(0, chosen, 2);
    cache.endStep();
    return misses;
  };
  EXPECT_EQ(evaluate(7, {1, 2}), 2u);
  EXPECT_EQ(evaluate(8, {3, 4}), 2u);
  EXPECT_EQ(evaluate(7, {1, 2}), 0u);
  EXPECT_EQ(evaluate(8, {3, 4}), 0u);
  EXPECT_EQ(evaluate(8 + TokenMemory::kTokens, {3, 4}), 0u);  // unknown, but 3 and 4 are still there
}

TEST(TokenMemory, BelievesALayerAsFarAsItFollowsTheToken) {
  TokenMemory memory(2, 2);
  Random random(1);
  for (uint32_t i = 0; i < 400; ++i) {
    memory.remember(0, 5, std::vector<uint32_t>{1, 2});
    memory.remember(1, 5, std::vector<uint32_t>{random.below(32), 32 + random.below(32)});
  }
  std::vector<double> faithful(64), fickle(64);
  memory.expect(0, 5, faithful);
  memory.expect(1, 5, fickle);
  EXPECT_NEAR(faithful[1], 1, 0.01);
  EXPECT_NEAR(faithful[2], 1, 0.01);
  EXPECT_EQ(faithful[3], 0);
  EXPECT_LT(*std::max_element(fickle.begin(), fickle.end()), 0.15);
  std::fill(faithful.begin(), faithful.end(), 0);
  memory.expect(0, 6, faithful);  // never seen
  EXPECT_EQ(*std::max_element(faithful.begin(), faithful.end()), 0);
}

TEST(ExpertCache, SecondChancePassesOverWhatWasUsed) {
  ExpertCache cache(oneLayer(8, 3, CachePolicy::SecondChance));
  for (const uint32_t e : {1u, 2u, 3u, 1u, 4u}) step(cache, {e});
  EXPECT_EQ(held(cache), (Set{1, 3, 4}));
}

TEST(ExpertCache, FifoForgetsUses) {
  ExpertCache cache(oneLayer(8, 3, CachePolicy::Fifo));
  for (const uint32_t e : {1u, 2u, 3u, 1u, 4u}) step(cache, {e});
  EXPECT_EQ(held(cache), (Set{2, 3, 4}));
}

TEST(ExpertCache, ShrinksToTheBestAndPacksThemIntoTheSlotsThatStay) {
  ExpertCache cache(oneLayer(8, 4));
  for (const uint32_t e : {1u, 2u, 3u, 4u, 1u}) step(cache, {e});  // slots 0 to 3
  std::vector<SlotMove> moved;
  cache.setSlots(0, 2, moved);
  EXPECT_EQ(held(cache), (Set{1, 4}));
  ASSERT_EQ(moved.size(), 1u);
  EXPECT_EQ(moved[0].expert, 4u);
  EXPECT_EQ(moved[0].from, 3u);
  EXPECT_EQ(moved[0].to, 1u);
  EXPECT_EQ(cache.slotOf(0, 4), 1u);
  moved.clear();
  cache.setSlots(0, 4, moved);
  EXPECT_TRUE(moved.empty());
  step(cache, {1}, 8);  // what was lost comes back
  EXPECT_EQ(held(cache), (Set{1, 2, 3, 4}));
}

TEST(ExpertCache, StartsWarmFromAProfile) {
  for (const CachePolicy policy : {CachePolicy::Lru, CachePolicy::Lfru, CachePolicy::Foresight}) {
    ExpertCache first(oneLayer(16, 4, policy));
    for (int i = 0; i < 20; ++i) step(first, {3, 7, 9, 12});
    step(first, {1, 2});
    const ResidencyProfile profile = first.profile();

    ExpertCache second(oneLayer(16, 4, policy));
    for (int i = 0; i < 5; ++i) step(second, {0, 4, 5, 6});
    second.restore(profile);
    ExpertMove moves[4];
    const uint32_t count = second.propose(0, moves);
    for (const ExpertMove& move : std::span(moves).first(count)) {
      second.begin(move);
      second.finish(move);
    }
    const std::vector<uint32_t> best(profile[0].begin(), profile[0].begin() + 4);
    EXPECT_EQ(held(second), Set(best.begin(), best.end())) << nameOf(policy);
    EXPECT_EQ(second.profile()[0], profile[0]) << nameOf(policy);
  }
}

TEST(ExpertCache, TellsTheHeatMap) {
  ExpertCache cache(oneLayer(4, 2));
  step(cache, {1});
  step(cache, {1});
  step(cache, {2});
  std::vector<ExpertCell> cells(4);
  cache.snapshot(0, cells);
  EXPECT_EQ(cells[0].age, UINT32_MAX);
  EXPECT_EQ(cells[1].age, 1u);
  EXPECT_EQ(cells[1].uses, 2u);
  EXPECT_EQ(cells[2].age, 0u);
  EXPECT_EQ(cells[2].slot, cache.slotOf(0, 2));
  EXPECT_EQ(cells[3].slot, kNoSlot);
}

TEST(ExpertCache, ForgetsOldStepsInTheRecentRate) {
  ExpertCache cache(oneLayer(4, 1));
  for (int i = 0; i < 10; ++i) step(cache, {static_cast<uint32_t>(i % 2)});  // misses only
  for (uint32_t i = 0; i <= ExpertCache::kRecentSteps; ++i) step(cache, {1});
  EXPECT_EQ(cache.recent().rate(), 1.0);
  EXPECT_LT(cache.total().rate(), 1.0);
}

TEST(ExpertCache, StepsAllocateNothing) {
  for (const CachePolicy policy : kRealPolicies) {
    ExpertCache cache({.experts = 64, .slots = {0, 8, 16}, .policy = policy, .topK = 4});
    Random random(1);
    const uint64_t before = test::allocationCount();
    for (int i = 0; i < 200; ++i) {
      const auto token = static_cast<int32_t>(random.below(9));
      cache.beginStep({&token, 1});
      for (uint32_t layer = 1; layer < 3; ++layer) {
        ExpertMove moves[2];
        const uint32_t count = cache.propose(layer, moves);
        uint32_t ids[4];
        for (uint32_t& id : ids) id = random.below(64);
        cache.used(layer, ids, 4);
        for (uint32_t m = 0; m < count; ++m) cache.begin(moves[m]);
        for (uint32_t m = 0; m < count; ++m) cache.finish(moves[m]);
      }
      cache.endStep();
    }
    EXPECT_EQ(test::allocationCount(), before) << nameOf(policy);
  }
}

// The textbook: a list from most to least recent.
class NaiveLru {
 public:
  explicit NaiveLru(size_t slots) : slots_(slots) {}
  bool use(uint32_t expert) {
    const auto found = std::find(list_.begin(), list_.end(), expert);
    const bool hit = found != list_.end();
    if (hit) list_.erase(found);
    list_.push_front(expert);
    shrink();
    return hit;
  }
  void setSlots(size_t slots) {
    slots_ = slots;
    shrink();
  }
  Set experts() const { return {list_.begin(), list_.end()}; }

 private:
  void shrink() {
    while (list_.size() > slots_) list_.pop_back();
  }
  size_t slots_;
  std::list<uint32_t> list_;
};

TEST(ExpertCache, MatchesATextbookLruAsLongAsSlotsDoNotGrow) {
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    Random random(seed);
    uint32_t slots = 12;
    ExpertCache cache(oneLayer(24, slots));
    NaiveLru naive(slots);
    for (int i = 0; i < 2000; ++i) {
      if (random.below(200) == 0 && slots > 3) {
        slots -= 1 + random.below(2);
        std::vector<SlotMove> moved;
        cache.setSlots(0, slots, moved);
        naive.setSlots(slots);
      }
      const uint32_t expert = std::min(random.below(24), random.below(24));  // some more often
      const bool hit = naive.use(expert);
      ASSERT_EQ(step(cache, {expert}), hit ? 0u : 1u);
      ASSERT_EQ(held(cache), naive.experts());
    }
  }
}

// Whatever is asked of it in whatever order: slots hold different experts, what is on the way stays, and what
// the step uses stays.
TEST(ExpertCache, KeepsItsPromisesUnderRandomUse) {
  for (const CachePolicy policy : kRealPolicies) {
    for (uint64_t seed = 1; seed <= 5; ++seed) {
      Random random(seed);
      ExpertCache cache({.experts = 20, .slots = {6, 0, 9}, .policy = policy, .topK = 4});
      std::vector<ExpertMove> flying;
      for (int i = 0; i < 3000; ++i) {
        const uint32_t layer = random.below(3);
        cache.beginStep();
        std::vector<uint32_t> ids(4 * (1 + random.below(3)));
        for (uint32_t& id : ids) id = random.below(10) == 0 ? kNoExpert : random.below(20);
        cache.used(layer, ids, 4);
        const bool inside = random.below(2) == 0;
        if (!inside) cache.endStep();
        const auto protectedFrom = inside ? ids.begin() : ids.end() - 4;
        const Set inUse(protectedFrom, ids.end());
        ExpertMove moves[3];
        const uint32_t count = cache.propose(layer, moves);
        for (const ExpertMove& move : std::span(moves).first(count)) {
          ASSERT_LT(move.slot, cache.slots(layer));
          ASSERT_EQ(cache.expertIn(layer, move.slot), move.victim);
          ASSERT_FALSE(inUse.contains(move.victim) && move.victim != kNoExpert);
          for (const ExpertMove& f : flying) {
            ASSERT_FALSE(f.layer == layer && (f.slot == move.slot || f.expert == move.expert));
          }
          cache.begin(move);
          flying.push_back(move);
        }
        if (inside) cache.endStep();
        while (flying.size() > random.below(6)) {
          const ExpertMove move = flying.front();
          flying.erase(flying.begin());
          random.below(10) == 0 ? cache.abandon(move) : cache.finish(move);
        }
        const bool atRest =
            std::none_of(flying.begin(), flying.end(), [&](const ExpertMove& f) { return f.layer == layer; });
        if (random.below(20) == 0 && atRest) {
          std::vector<SlotMove> moved;
          cache.setSlots(layer, random.below(21), moved);
          for (const SlotMove& m : moved) {
            ASSERT_LT(m.to, cache.slots(layer));
            ASSERT_GE(m.from, cache.slots(layer));
            if (random.below(2) == 0) cache.drop(layer, m.expert);
          }
        }
        std::map<uint32_t, uint32_t> expertOf;
        for (uint32_t e = 0; e < 20; ++e) {
          const uint32_t slot = cache.slotOf(layer, e);
          if (slot == kNoSlot) continue;
          ASSERT_LT(slot, cache.slots(layer));
          ASSERT_TRUE(expertOf.emplace(slot, e).second);
          ASSERT_EQ(cache.expertIn(layer, slot), e);
        }
      }
    }
  }
}

}  // namespace
}  // namespace hearth
