// Attention over every form of the cache, in pages that lie anywhere, against the oracle in double. Cached
// numbers are brought to their form beforehand, so that both see the same: what is left is what reading them
// costs.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <string>

#include <hwy/highway.h>
#include <hwy/targets.h>

#include "runtime/cpu/cpu_kv_cache.h"
#include "runtime/cpu/kernels/attention_codes.h"
#include "runtime/cpu/kernels/kv_forms.h"
#include "tests/cpu/passes.h"

namespace hearth {
namespace {

using test::expectSame;
using test::kEpsilon;
using test::numbersOf;
using test::Pass;
using test::Random;
using test::sumTolerance;
using test::Weights;

enum class Lie { InOrder, Anywhere };

struct Case {
  KvForm form;
  uint32_t heads, kvHeads, keyDim, valueDim, before, rows;
  uint32_t context() const { return before + rows; }
};

class CacheForms : public testing::TestWithParam<std::tuple<KvForm, Case, int64_t>> {
 protected:
  void SetUp() override { hwy::SetSupportedTargetsForTest(std::get<2>(GetParam())); }
  void TearDown() override { hwy::SetSupportedTargetsForTest(0); }
  Case shape() const {
    Case c = std::get<1>(GetParam());
    c.form = std::get<0>(GetParam());
    return c;
  }
};

// Normal numbers as the cache would give them back.
std::vector<float> cachedNormals(Random& random, KvForm form, uint32_t rows, uint32_t width) {
  std::vector<float> x = random.normals(size_t{rows} * width);
  std::vector<std::byte> row(kvRowBytes(form, width));
  for (uint32_t r = 0; r < rows; ++r) {
    cpu::encodeKvRow(form, &x[size_t{r} * width], width, row.data());
    cpu::decodeKvRow(form, row.data(), width, 0, width, &x[size_t{r} * width]);
  }
  return x;
}

// Normal numbers that a query may hold without being rounded: where the cache is in blocks of codes, queries
// may become such blocks, of 127 steps to their largest number, too.
std::vector<float> queryNormals(Random& random, KvForm form, size_t count) {
  std::vector<float> x = random.normals(count);
  for (size_t at = 0; form == KvForm::Q8_0 && at < count; at += kKvBlock) {
    const auto block = std::span(x).subspan(at, std::min<size_t>(kKvBlock, count - at));
    float most = 0;
    for (const float v : block) most = std::max(most, std::abs(v));
    for (float& v : block) v = std::round(v * 127 / most) * (most / 127);
  }
  return x;
}

// Pages for a context, three more in the cache than it needs.
struct Table {
  Table(uint32_t context, Lie lie) : positions((kvPages(context) + 3) * kKvPagePositions) {
    if (lie == Lie::InOrder) return;
    pages.resize(positions / kKvPagePositions);
    std::iota(pages.begin(), pages.end(), 0u);
    Random random(5);
    for (size_t i = pages.size(); i > 1; --i)
      std::swap(pages[i - 1], pages[random.below(static_cast<uint32_t>(i))]);
  }
  uint32_t positions;
  std::vector<uint32_t> pages;
};

Pass groupedPass(const Case& c, Lie lie) {
  return [c, lie](Ops& ops) {
    Random random(20);
    const Table table(c.context(), lie);
    const uint32_t keyWidth = c.kvHeads * c.keyDim, valueWidth = c.kvHeads * c.valueDim;
    const auto cache = ops.makeCache({.layers = 2,
                                      .positions = table.positions,
                                      .keyWidth = keyWidth,
                                      .valueWidth = valueWidth,
                                      .form = c.form});
    CHECK(cache);
    uint32_t first = 0;
    for (const uint32_t rows : {c.before, c.rows}) {
      const std::vector<int32_t> tokens(rows);
      const Act keys = ops.upload(cachedNormals(random, c.form, rows, keyWidth), rows, keyWidth);
      const Act values = ops.upload(cachedNormals(random, c.form, rows, valueWidth), rows, valueWidth);
      ops.append(**cache, 1, {tokens, first, table.pages}, keys, values);
      first += rows;
    }
    const std::vector<int32_t> tokens(c.rows);
    const Act q = ops.upload(queryNormals(random, c.form, size_t{c.rows} * c.heads * c.keyDim), c.rows,
                             c.heads * c.keyDim);
    const AttentionShape shape{c.heads, c.kvHeads, c.keyDim, c.valueDim,
                               1 / std::sqrt(static_cast<float>(c.keyDim))};
    return numbersOf(ops, ops.attend(q, **cache, 1, {tokens, c.before, table.pages}, shape));
  };
}

// Latent attention of rank 2 * valueDim, rotated parts of 32.
LatentAttention latentOf(const Case& c) {
  return {.qLoraRank = 0,
          .kvLoraRank = 2 * c.valueDim,
          .nopeDim = c.keyDim,
          .ropeDim = 32,
          .valueDim = c.valueDim};
}

struct FilledLatents {
  std::unique_ptr<KvCache> cache;
  Table table;
};
FilledLatents latentsFor(Ops& ops, const Case& c, Lie lie, Random& random) {
  const LatentAttention a = latentOf(c);
  const uint32_t width = a.kvLoraRank + a.ropeDim;
  FilledLatents filled{nullptr, Table(c.context(), lie)};
  auto cache = ops.makeCache(
      {.layers = 1, .positions = filled.table.positions, .keyWidth = width, .valueWidth = 0, .form = c.form});
  CHECK(cache);
  filled.cache = std::move(*cache);
  const std::vector<int32_t> tokens(c.context());
  ops.appendLatent(*filled.cache, 0, {tokens, 0, filled.table.pages},
                   ops.upload(cachedNormals(random, c.form, c.context(), width), c.context(), width));
  return filled;
}

Pass absorbedPass(const Case& c, Lie lie) {
  return [c, lie](Ops& ops) {
    Random random(21);
    const LatentAttention a = latentOf(c);
    const FilledLatents latents = latentsFor(ops, c, lie, random);
    const std::vector<int32_t> tokens(c.rows);
    const auto upload = [&](uint32_t cols) {
      return ops.upload(queryNormals(random, c.form, size_t{c.rows} * cols), c.rows, cols);
    };
    const Act qLatent = upload(c.heads * a.kvLoraRank);
    const Act q = upload(c.heads * (a.nopeDim + a.ropeDim));
    const Parts rotated{
        .count = c.heads, .stride = a.nopeDim + a.ropeDim, .offset = a.nopeDim, .width = a.ropeDim};
    const float scale = 1 / std::sqrt(static_cast<float>(a.kvLoraRank + a.ropeDim));
    return numbersOf(ops, ops.attendLatent(qLatent, q, rotated, *latents.cache, 0,
                                           {tokens, c.before, latents.table.pages}, scale));
  };
}

Pass expandedPass(const Case& c, Lie lie) {
  return [c, lie](Ops& ops) {
    Random random(22);
    const LatentAttention a = latentOf(c);
    const FilledLatents latents = latentsFor(ops, c, lie, random);
    const double deviation = 1 / std::sqrt(a.kvLoraRank);
    const Weights keyUp(c.heads * a.nopeDim, a.kvLoraRank, deviation, random);
    const Weights valueUp(c.heads * a.valueDim, a.kvLoraRank, deviation, random);
    const std::vector<int32_t> tokens(c.rows);
    const uint32_t queryDim = a.nopeDim + a.ropeDim;
    const Act q = ops.upload(random.normals(size_t{c.rows} * c.heads * queryDim), c.rows, c.heads * queryDim);
    const float scale = 1 / std::sqrt(static_cast<float>(queryDim));
    return numbersOf(ops, ops.attendExpanded(q, keyUp.view(), valueUp.view(), a, c.heads, *latents.cache, 0,
                                             {tokens, c.before, latents.table.pages}, scale));
  };
}

// As in ops_test.cpp: a score errs by keyDim epsilons of its terms, the sum by `context` of the largest
// value.
double floatTolerance(uint32_t keyDim, uint32_t context) {
  return (keyDim * std::sqrt(keyDim) + context) * kEpsilon * 5;
}

// What attention_codes.h states, of queries that need no rounding. Numbers are below 5 deviations: values err
// by 1/128 of a step of the largest scale, and each of a tile's 64 weights by half of 1/132104 of their sum.
double codesTolerance() { return 5 / 127.0 / 128 + 64 * 0.5 / 132104 * 5; }

double toleranceOf(const Case& c, uint32_t keyDim) {
  const bool codes = c.form == KvForm::Q8_0 && cpu::attendsCodes();
  return floatTolerance(keyDim, c.context()) + (codes ? codesTolerance() : 0);
}

TEST_P(CacheForms, GroupedQueriesMatchTheFormula) {
  expectSame(groupedPass(shape(), Lie::Anywhere), toleranceOf(shape(), shape().keyDim));
}

TEST_P(CacheForms, AbsorbedLatentMatchesTheFormula) {
  const LatentAttention a = latentOf(shape());
  expectSame(absorbedPass(shape(), Lie::Anywhere), toleranceOf(shape(), a.kvLoraRank + a.ropeDim));
}

TEST_P(CacheForms, ExpandedLatentMatchesTheFormula) {
  const Case c = shape();
  const double rebuilt = 2 * sumTolerance(2 * c.valueDim);
  expectSame(expandedPass(c, Lie::Anywhere),
             floatTolerance(3 * c.valueDim + c.keyDim + 32, c.context()) + rebuilt);
}

// Where pages lie changes addresses, not arithmetic.
TEST_P(CacheForms, PagesThatLieAnywhereGiveTheSameNumbers) {
  const Case c = shape();
  ThreadPool pool(2);
  const auto ops = makeCpuOps(pool);
  for (const auto& pass : {groupedPass, absorbedPass, expandedPass}) {
    std::vector<float> results[2];
    for (const Lie lie : {Lie::InOrder, Lie::Anywhere}) {
      const Scope scope(*ops);
      ASSERT_TRUE(ops->plan([&] { pass(c, lie)(*ops); }));
      results[lie == Lie::Anywhere] = pass(c, lie)(*ops);
    }
    EXPECT_EQ(results[0], results[1]);
  }
}

std::string caseName(const testing::TestParamInfo<CacheForms::ParamType>& info) {
  const auto& [form, c, target] = info.param;
  return std::string(nameOf(form)) + "_" + std::to_string(c.rows) + "RowsAfter" + std::to_string(c.before) +
         "_" + std::to_string(c.heads) + "Heads_" + hwy::TargetName(target);
}

INSTANTIATE_TEST_SUITE_P(
    FormsShapesAndTargets, CacheForms,
    testing::Combine(testing::ValuesIn(kKvForms),
                     testing::Values(Case{{}, 6, 2, 64, 64, 300, 1},    // decode, split over positions
                                     Case{{}, 16, 1, 96, 32, 700, 1},   // a whole panel of queries
                                     Case{{}, 20, 1, 64, 96, 130, 9},   // panels with empty lanes
                                     Case{{}, 9, 3, 32, 64, 61, 23},    // rows on both sides of a page's end
                                     Case{{}, 12, 2, 128, 96, 140, 1},  // six queries a key head, at once
                                     Case{{}, 5, 1, 96, 64, 70, 1},     // five
                                     Case{{}, 14, 2, 64, 128, 90, 1},   // seven: four and three
                                     Case{{}, 4, 2, 128, 64, 250, 66}),
                     testing::ValuesIn(hwy::SupportedAndGeneratedTargets())),
    caseName);

// One query that sees a single loud position beside 63 faint ones: weights of 16 bits keep the faint ones'
// share, which eight bits would lose.
TEST(CodesAttention, FaintPositionsKeepTheirShareBesideALoudOne) {
  const Case c{KvForm::Q8_0, 16, 1, 32, 32, 63, 1};
  expectSame(
      [c](Ops& ops) {
        const auto cache =
            ops.makeCache({.layers = 1, .positions = 64, .keyWidth = 32, .valueWidth = 32, .form = c.form});
        CHECK(cache);
        std::vector<float> keys(size_t{64} * 32, 0.0f), values(keys.size(), 1.0f);
        keys[5 * 32] = 127.0f / 16;
        std::fill_n(values.begin() + 5 * 32, 32, 0.0f);
        const std::vector<int32_t> tokens(64), last(1);
        ops.append(**cache, 0, {tokens, 0}, ops.upload(keys, 64, 32), ops.upload(values, 64, 32));
        const Act q = ops.upload(std::vector<float>(size_t{16} * 32, 1.0f), 1, 16 * 32);
        return numbersOf(ops, ops.attend(q, **cache, 0, {last, 63}, {16, 1, 32, 32, 0.8f}));
      },
      1e-3);  // of 0.10, the faint ones' share: 63 times half of 1/132104 of weights' rounding, and the
              // score's
}

// Queries of any numbers err by half a step of their block at most: of a block whose largest number is 4, by
// a deviation of 4 / 127 / sqrt(12). Scores, which are divided by the root of as many numbers as err, err by
// that deviation too, and sums of values by less, because a score's error moves weight between values of
// deviation 1.
TEST(CodesAttention, RoundsQueriesByHalfAStepOfTheirBlock) {
  constexpr uint32_t kHeads = 16, kWidth = 576, kLatent = 512, kContext = 12;
  const auto pass = [](Ops& ops) {
    Random random(31);
    const auto cache = ops.makeCache(
        {.layers = 1, .positions = 64, .keyWidth = kWidth, .valueWidth = 0, .form = KvForm::Q8_0});
    CHECK(cache);
    const std::vector<int32_t> tokens(kContext), last(1);
    ops.appendLatent(**cache, 0, {tokens, 0},
                     ops.upload(cachedNormals(random, KvForm::Q8_0, kContext, kWidth), kContext, kWidth));
    const Act qLatent = ops.upload(random.normals(kHeads * kLatent), 1, kHeads * kLatent);
    const Act q = ops.upload(random.normals(kHeads * 64), 1, kHeads * 64);
    return numbersOf(ops, ops.attendLatent(qLatent, q, {kHeads, 64, 0, 64}, **cache, 0, {last, kContext - 1},
                                           1 / std::sqrt(static_cast<float>(kWidth))));
  };
  ThreadPool pool(2);
  const auto cpu = makeCpuOps(pool);
  ASSERT_TRUE(cpu->plan([&] { pass(*cpu); }));
  const auto actual = pass(*cpu), expected = pass(*test::makeReferenceOps());
  double squares = 0;
  for (size_t i = 0; i < actual.size(); ++i)
    squares += (double{actual[i]} - expected[i]) * (double{actual[i]} - expected[i]);
  const double deviation = std::sqrt(squares / static_cast<double>(actual.size()));
  EXPECT_LT(deviation, 4 / 127.0 / std::sqrt(12));
  if (cpu::attendsCodes()) {
    EXPECT_GT(deviation, 1e-5);  // or the kernel was not the one that rounds
  }
  RecordProperty("deviation", std::to_string(deviation));
}

// Pages are written over and over: what an earlier text left behind the last position is no number's
// business.
TEST(CachePages, ShowNothingBehindTheLastPosition) {
  for (const KvForm form : kKvForms) {
    for (const uint32_t heads : {2u, 6u, 16u}) {
      std::vector<float> results[2];
      for (const uint8_t left : {uint8_t{0}, uint8_t{0xFF}}) {  // 0xFFFF is a half that is no number
        ThreadPool pool(2);
        const auto ops = makeCpuOps(pool);
        const auto pass = [&] {
          const KvShape shape{.layers = 1, .positions = 64, .keyWidth = 32, .valueWidth = 32, .form = form};
          const auto cache = ops->makeCache(shape);
          CHECK(cache);
          CHECK((*cache)->writePage(0, std::vector<std::byte>(shape.pageBytes(), std::byte{left})));
          Random random(3);
          const std::vector<int32_t> tokens(58), last(1);
          const auto rows = [&] { return ops->upload(random.normals(size_t{58} * 32), 58, 32); };
          const Act keys = rows(), values = rows();
          ops->append(**cache, 0, {tokens, 0}, keys, values);
          const Act q = ops->upload(random.normals(heads * 32), 1, heads * 32);
          return numbersOf(*ops, ops->attend(q, **cache, 0, {last, 57}, {heads, 1, 32, 32, 0.2f}));
        };
        const Scope scope(*ops);
        ASSERT_TRUE(ops->plan([&] { pass(); }));
        results[left != 0] = pass();
      }
      EXPECT_EQ(results[0], results[1]) << nameOf(form) << ", " << heads << " heads";
    }
  }
}

TEST(CachePages, AreCopiedWithinACacheAndAsBytesToAnother) {
  for (const KvForm form : kKvForms) {
    const KvShape shape{.layers = 2, .positions = 192, .keyWidth = 64, .valueWidth = 32, .form = form};
    auto one = cpu::CpuKvCache::create(shape), other = cpu::CpuKvCache::create(shape);
    ASSERT_TRUE(one && other);
    auto& cache = static_cast<cpu::CpuKvCache&>(**one);
    Random random(7);
    for (uint32_t layer = 0; layer < 2; ++layer) {
      const auto keys = random.normals(size_t{64} * 64), values = random.normals(size_t{64} * 32);
      cache.storeKeys(layer, {keys.data(), 64, 64});
      cache.storeValues(layer, {values.data(), 64, 64});
    }
    ASSERT_TRUE(cache.copyPage(1, 2));
    std::vector<std::byte> first(shape.pageBytes()), copied(first), arrived(first);
    ASSERT_TRUE(cache.readPage(1, first));
    ASSERT_TRUE(cache.readPage(2, copied));
    EXPECT_EQ(first, copied);
    ASSERT_TRUE((*other)->writePage(0, first));
    ASSERT_TRUE((*other)->readPage(0, arrived));
    EXPECT_EQ(first, arrived);
    const auto& target = static_cast<cpu::CpuKvCache&>(**other);
    const cpu::CachedRows values = target.values(1), original = cache.values(1);
    EXPECT_TRUE(std::equal(values.at(5), values.at(6), original.at(64 + 5)));
  }
}

}  // namespace
}  // namespace hearth
