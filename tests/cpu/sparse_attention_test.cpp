// Sparse attention on the CPU against the scalar oracle. The indexer's numbers are small integers, so that
// its scores are exact everywhere, with many equal ones, and both sides must choose the same positions.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include <hwy/highway.h>
#include <hwy/targets.h>

#include "runtime/cpu/cpu_ops.h"
#include "runtime/cpu/cpu_sparse_attention.h"
#include "tests/support/random_data.h"
#include "tests/support/reference_ops.h"

namespace hearth {
namespace {

using test::Random;

constexpr double kEpsilon = std::numeric_limits<float>::epsilon();

std::vector<float> smallIntegers(Random& random, size_t count) {
  std::vector<float> numbers(count);
  for (float& n : numbers) n = static_cast<float>(random.below(7)) - 3;
  return numbers;
}

// ---- The largest -----------------------------------------------------------------------------------------

std::vector<uint32_t> largest(std::span<const float> scores, uint32_t k) {
  std::vector<uint32_t> order(scores.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return scores[a] > scores[b]; });
  order.resize(k);
  std::sort(order.begin(), order.end());
  return order;
}

std::vector<uint32_t> selected(std::span<const float> scores, uint32_t k) {
  std::vector<uint32_t> positions(k);
  cpu::selectLargest(scores, k, positions.data());
  return positions;
}

TEST(SelectLargest, AgreesWithSorting) {
  Random random(1);
  const std::vector<float> scores = random.normals(3000, 100);
  for (const uint32_t k : {1u, 2u, 100u, 2048u, 2999u, 3000u}) {
    EXPECT_EQ(selected(scores, k), largest(scores, k)) << k;
  }
}

TEST(SelectLargest, TakesTheEarlierOfEquals) {
  Random random(2);
  std::vector<float> scores = smallIntegers(random, 500);
  for (const uint32_t k : {1u, 70u, 71u, 72u, 300u, 499u}) {
    EXPECT_EQ(selected(scores, k), largest(scores, k)) << k;
  }
}

TEST(SelectLargest, OrdersZerosInfinitiesAndNumbersThatAreNone) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const std::vector<float> scores{-1, -0.0f, 0.0f, kInfinity, -kInfinity, NAN, 1e-45f, 3e38f};
  const std::vector<std::vector<uint32_t>> best{
      {5}, {3, 5}, {3, 5, 7}, {3, 5, 6, 7}, {1, 3, 5, 6, 7}, {1, 2, 3, 5, 6, 7}, {0, 1, 2, 3, 5, 6, 7}};
  for (uint32_t k = 1; k <= best.size(); ++k) EXPECT_EQ(selected(scores, k), best[k - 1]) << k;
}

// ---- Against the oracle ----------------------------------------------------------------------------------

struct Case {
  uint32_t heads, rank, ropeDim, indexHeads, indexDim, topK, before, rows;
};

// Earlier positions come in one append, the batch in another; attention of the batch to what was chosen.
std::vector<float> attended(Ops& ops, const Case& c, KvForm form, std::span<const uint32_t> pages = {}) {
  const Scope scope(ops);
  Random random(3);
  const uint32_t context = c.before + c.rows, width = c.rank + c.ropeDim;
  const auto cache = ops.makeCache({.layers = 2,
                                    .positions = 2 * kvPages(context) * kKvPagePositions,
                                    .keyWidth = width,
                                    .valueWidth = 0,
                                    .form = form,
                                    .indexWidth = c.indexDim});
  CHECK(cache);
  const std::vector<int32_t> tokens(context);
  for (const auto& [first, rows] : {std::pair{0u, c.before}, std::pair{c.before, c.rows}}) {
    if (rows == 0) continue;
    const Batch batch{std::span(tokens).first(rows), first, pages};
    ops.appendLatent(**cache, 1, batch, ops.upload(smallIntegers(random, size_t{rows} * width), rows, width));
    ops.appendIndex(**cache, 1, batch,
                    ops.upload(smallIntegers(random, size_t{rows} * c.indexDim), rows, c.indexDim));
  }
  const Batch batch{std::span(tokens).first(c.rows), c.before, pages};
  const uint32_t indexCols = c.indexHeads * c.indexDim, headDim = 8 + c.ropeDim;
  const Act q = ops.upload(smallIntegers(random, size_t{c.rows} * indexCols), c.rows, indexCols);
  const Act weights = ops.upload(smallIntegers(random, size_t{c.rows} * c.indexHeads), c.rows, c.indexHeads);
  const Positions chosen = ops.choosePositions(q, weights, **cache, 1, batch, c.topK);
  const Act qLatent = ops.upload(random.normals(size_t{c.rows} * c.heads * c.rank), c.rows, c.heads * c.rank);
  const Act qRotated =
      ops.upload(random.normals(size_t{c.rows} * c.heads * headDim), c.rows, c.heads * headDim);
  const Parts rotated{.count = c.heads, .stride = headDim, .offset = 8, .width = c.ropeDim};
  const float scale = 0.5f / std::sqrt(static_cast<float>(width));
  const Act out = ops.attendChosen(qLatent, qRotated, rotated, chosen, **cache, 1, batch, scale);
  std::vector<float> numbers(size_t{out.rows} * out.cols);
  ops.download(out, numbers);
  return numbers;
}

class SparseAttention : public testing::TestWithParam<std::tuple<Case, int64_t>> {
 protected:
  void SetUp() override { hwy::SetSupportedTargetsForTest(std::get<1>(GetParam())); }
  void TearDown() override { hwy::SetSupportedTargetsForTest(0); }

  std::vector<float> onCpu(KvForm form, uint32_t threads, std::span<const uint32_t> pages = {}) {
    const Case& c = std::get<0>(GetParam());
    ThreadPool pool(threads);
    const auto ops = makeCpuOps(pool);
    const auto planned = ops->plan([&] { attended(*ops, c, form, pages); });
    CHECK(planned);
    return attended(*ops, c, form, pages);
  }
};

// Small integers are exact as halves too. A score errs by `width` epsilons of its terms (numbers up to 3
// times normal ones, scaled: about 3 width^1/2), which is a weight's relative error; `topK` weighted values
// follow.
TEST_P(SparseAttention, MeetsThePositionsThatTheFormulaChooses) {
  const Case& c = std::get<0>(GetParam());
  const auto expected = attended(*test::makeReferenceOps(), c, KvForm::Float);
  const uint32_t width = c.rank + c.ropeDim;
  const double tolerance = (3 * width * std::sqrt(width) + c.topK) * kEpsilon * 3;
  for (const KvForm form : {KvForm::Float, KvForm::Half}) {
    const auto actual = onCpu(form, 3);
    ASSERT_EQ(actual.size(), expected.size());
    for (size_t i = 0; i < actual.size(); ++i) ASSERT_NEAR(actual[i], expected[i], tolerance) << "at " << i;
  }
}

TEST_P(SparseAttention, DoesNotDependOnTheNumberOfThreads) {
  EXPECT_EQ(onCpu(KvForm::Half, 1), onCpu(KvForm::Half, 4));
}

// Every other page, from the last to the first.
TEST_P(SparseAttention, FindsPagesWhereverTheyLie) {
  const Case& c = std::get<0>(GetParam());
  std::vector<uint32_t> pages;
  for (uint32_t page = kvPages(c.before + c.rows); page-- > 0;) pages.push_back(2 * page + 1);
  EXPECT_EQ(onCpu(KvForm::Half, 2, pages), onCpu(KvForm::Half, 2));
}

std::string nameOf(const testing::TestParamInfo<SparseAttention::ParamType>& which) {
  const auto& [c, target] = which.param;
  return std::to_string(c.rows) + "RowsAfter" + std::to_string(c.before) + "_" + std::to_string(c.heads) +
         "Heads_" + hwy::TargetName(target);
}

INSTANTIATE_TEST_SUITE_P(
    ShapesAndTargets, SparseAttention,
    testing::Combine(testing::Values(Case{4, 16, 4, 16, 16, 8, 0, 1},         // the first token
                                     Case{4, 16, 4, 16, 16, 8, 40, 1},        // decode
                                     Case{4, 16, 4, 16, 16, 8, 3, 30},        // a prompt that grows beyond
                                     Case{16, 48, 16, 64, 128, 300, 700, 1},  // split over the list
                                     Case{130, 32, 16, 70, 24, 100, 150, 3},  // more heads than a block
                                     Case{3, 20, 6, 3, 7, 50, 60, 90}),       // odd widths, several blocks
                     testing::ValuesIn(hwy::SupportedAndGeneratedTargets())),
    nameOf);

// ---- Layer norm ------------------------------------------------------------------------------------------

TEST(LayerNorm, MatchesTheFormulaFarFromZero) {
  for (const auto& [rows, cols] : {std::pair{1u, 128u}, std::pair{40u, 37u}, std::pair{3u, 1000u}}) {
    Random random(4);
    auto x = random.normals(size_t{rows} * cols);
    for (float& v : x) v += 20;
    const auto gain = random.normals(cols), shift = random.normals(cols);
    const auto normed = [&, rows = rows, cols = cols](Ops& ops) {
      std::vector<float> y(x.size());
      ops.download(ops.layerNorm(ops.upload(x, rows, cols), gain, shift, 1e-6f), y);
      return y;
    };
    ThreadPool pool(2);
    const auto ops = makeCpuOps(pool);
    ASSERT_TRUE(ops->plan([&] { normed(*ops); }));
    const auto actual = normed(*ops), expected = normed(*test::makeReferenceOps());
    // The mean of numbers near 20 errs by as many epsilons of 20 as are added; gains are below 5.
    const double tolerance = (cols / 4.0 + 4) * 20 * kEpsilon * 5;
    for (size_t i = 0; i < actual.size(); ++i) ASSERT_NEAR(actual[i], expected[i], tolerance) << "at " << i;
  }
}

}  // namespace
}  // namespace hearth
