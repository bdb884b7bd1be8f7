// Attention on the CPU, grouped and latent, against the scalar oracle in double precision.
#include <cmath>
#include <cstring>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>
#include <hwy/highway.h>
#include <hwy/targets.h>

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

struct AttentionCase {
  uint32_t heads, kvHeads, keyDim, valueDim, before, rows;
};

// On every instruction set this machine has.
class Attention : public testing::TestWithParam<std::tuple<AttentionCase, int64_t>> {
 protected:
  void SetUp() override { hwy::SetSupportedTargetsForTest(std::get<1>(GetParam())); }
  void TearDown() override { hwy::SetSupportedTargetsForTest(0); }
};

// A score errs by keyDim epsilons of its terms' absolute sum (about sqrt(keyDim) after scaling), which is the
// relative error of a weight; summing `context` weighted values adds another context epsilons of the largest.
double attentionTolerance(uint32_t keyDim, uint32_t context) {
  return (keyDim * std::sqrt(keyDim) + context) * kEpsilon * 5;
}

// Earlier positions come in one append, the batch in another, as in a conversation.
Pass groupedQueryPass(const AttentionCase& c, KvForm form) {
  return [c, form](Ops& ops) {
    Random random(20);
    const uint32_t context = c.before + c.rows;
    const uint32_t keyWidth = c.kvHeads * c.keyDim, valueWidth = c.kvHeads * c.valueDim;
    const auto cache = ops.makeCache(
        {.layers = 2, .positions = context, .keyWidth = keyWidth, .valueWidth = valueWidth, .form = form});
    CHECK(cache);
    uint32_t first = 0;
    for (const uint32_t rows : {c.before, c.rows}) {
      if (rows == 0) continue;
      const std::vector<int32_t> tokens(rows);
      const Act keys = ops.upload(random.normals(size_t{rows} * keyWidth), rows, keyWidth);
      const Act values = ops.upload(random.normals(size_t{rows} * valueWidth), rows, valueWidth);
      ops.append(**cache, 1, {tokens, first}, keys, values);
      first += rows;
    }
    const std::vector<int32_t> tokens(c.rows);
    const Act q = ops.upload(random.normals(size_t{c.rows} * c.heads * c.keyDim), c.rows, c.heads * c.keyDim);
    const AttentionShape shape{c.heads, c.kvHeads, c.keyDim, c.valueDim,
                               1 / std::sqrt(static_cast<float>(c.keyDim))};
    return numbersOf(ops, ops.attend(q, **cache, 1, {tokens, c.before}, shape));
  };
}

TEST_P(Attention, GroupedQueriesMatchTheFormula) {
  const AttentionCase c = std::get<0>(GetParam());
  expectSame(groupedQueryPass(c, KvForm::Float), attentionTolerance(c.keyDim, c.before + c.rows));
}

// Half precision keeps 11 bits: a key's error moves a score by 2^-12 of its terms (independent signs), a
// value's the sum by 2^-12 of the largest.
TEST_P(Attention, HalfPrecisionCacheCostsItsRoundingOnly) {
  const AttentionCase c = std::get<0>(GetParam());
  expectSame(groupedQueryPass(c, KvForm::Half), (8 + 1) * 0x1p-12 * 5);
}

// Latent attention with rank = valueDim * 2 and a rotated tail of 16, absorbed and expanded.
Pass latentPass(const AttentionCase& c, bool expanded) {
  return [c, expanded](Ops& ops) {
    Random random(21);
    const LatentAttention a{.qLoraRank = 0,
                            .kvLoraRank = 2 * c.valueDim,
                            .nopeDim = c.keyDim,
                            .ropeDim = 16,
                            .valueDim = c.valueDim};
    const uint32_t context = c.before + c.rows, width = a.kvLoraRank + a.ropeDim;
    const double deviation = 1 / std::sqrt(a.kvLoraRank);
    const Weights keyUp(c.heads * a.nopeDim, a.kvLoraRank, deviation, random);
    const Weights valueUp(c.heads * a.valueDim, a.kvLoraRank, deviation, random);
    const auto cache = ops.makeCache(
        {.layers = 1, .positions = context, .keyWidth = width, .valueWidth = 0, .form = KvForm::Float});
    CHECK(cache);
    const std::vector<int32_t> all(context), tokens(c.rows);
    ops.appendLatent(**cache, 0, {all, 0},
                     ops.upload(random.normals(size_t{context} * width), context, width));
    const uint32_t queryDim = a.nopeDim + a.ropeDim;
    const Act q = ops.upload(random.normals(size_t{c.rows} * c.heads * queryDim), c.rows, c.heads * queryDim);
    const Batch batch{tokens, c.before};
    const float scale = 1 / std::sqrt(static_cast<float>(queryDim));
    if (expanded) {
      return numbersOf(
          ops, ops.attendExpanded(q, keyUp.view(), valueUp.view(), a, c.heads, **cache, 0, batch, scale));
    }
    // W_UK transposed per head.
    std::vector<float> up(size_t{c.heads} * a.nopeDim * a.kvLoraRank), absorb(up.size());
    std::memcpy(up.data(), keyUp.view().data(), up.size() * sizeof(float));
    for (uint32_t h = 0; h < c.heads; ++h) {
      for (uint32_t n = 0; n < a.nopeDim; ++n) {
        for (uint32_t r = 0; r < a.kvLoraRank; ++r) {
          absorb[(size_t{h} * a.kvLoraRank + r) * a.nopeDim + n] =
              up[(size_t{h} * a.nopeDim + n) * a.kvLoraRank + r];
        }
      }
    }
    const TensorView keyAbsorb(std::as_bytes(std::span(absorb)), DType::F32, c.heads * a.kvLoraRank,
                               a.nopeDim);
    const Parts plain{.count = c.heads, .stride = queryDim, .offset = 0, .width = a.nopeDim};
    const Parts rotated{.count = c.heads, .stride = queryDim, .offset = a.nopeDim, .width = a.ropeDim};
    const Act qLatent = ops.linearParts(q, plain, keyAbsorb);
    const Act mixed = ops.attendLatent(qLatent, q, rotated, **cache, 0, batch, scale);
    const Parts perHead{.count = c.heads, .stride = a.kvLoraRank, .offset = 0, .width = a.kvLoraRank};
    return numbersOf(ops, ops.linearParts(mixed, perHead, valueUp.view()));
  };
}

double latentTolerance(const AttentionCase& c) {
  return attentionTolerance(2 * c.valueDim + c.keyDim + 16, c.before + c.rows) +
         2 * sumTolerance(2 * c.valueDim);
}

TEST_P(Attention, AbsorbedLatentMatchesTheFormula) {
  const AttentionCase c = std::get<0>(GetParam());
  expectSame(latentPass(c, false), latentTolerance(c));
}

TEST_P(Attention, ExpandedLatentMatchesTheFormula) {
  const AttentionCase c = std::get<0>(GetParam());
  expectSame(latentPass(c, true), latentTolerance(c));
}

TEST_P(Attention, AbsorbedAndExpandedLatentAgree) {
  const AttentionCase c = std::get<0>(GetParam());
  ThreadPool pool(2);
  const auto ops = makeCpuOps(pool);
  for (const bool expanded : {false, true}) {
    ASSERT_TRUE(ops->plan([&] {
      const Scope scope(*ops);
      latentPass(c, expanded)(*ops);
    }));
  }
  std::vector<float> forms[2];
  for (const bool expanded : {false, true}) {
    const Scope scope(*ops);
    forms[expanded] = latentPass(c, expanded)(*ops);
  }
  for (size_t i = 0; i < forms[0].size(); ++i) ASSERT_NEAR(forms[0][i], forms[1][i], 2 * latentTolerance(c));
}

// The same numbers whatever the number of threads: same model, seed and settings, same text.
TEST_P(Attention, DoesNotDependOnTheNumberOfThreads) {
  const AttentionCase c = std::get<0>(GetParam());
  std::vector<float> results[2];
  for (const uint32_t threads : {1u, 4u}) {
    ThreadPool pool(threads);
    const auto ops = makeCpuOps(pool);
    const auto pass = groupedQueryPass(c, KvForm::Half);
    ASSERT_TRUE(ops->plan([&] { pass(*ops); }));
    results[threads / 4] = pass(*ops);
  }
  EXPECT_EQ(results[0], results[1]);
}

std::string attentionName(const testing::TestParamInfo<Attention::ParamType>& info) {
  const auto& [shape, target] = info.param;
  return std::to_string(shape.rows) + "RowsAfter" + std::to_string(shape.before) + "_" +
         std::to_string(shape.heads) + "Heads_" + hwy::TargetName(target);
}

INSTANTIATE_TEST_SUITE_P(
    ShapesAndTargets, Attention,
    testing::Combine(
        testing::Values(AttentionCase{4, 4, 32, 32, 0, 1},     // the first token
                        AttentionCase{6, 2, 64, 64, 300, 1},   // decode, split over positions
                        AttentionCase{6, 2, 64, 64, 0, 70},    // a prompt
                        AttentionCase{20, 1, 24, 40, 130, 9},  // widths that are no multiple of 16
                        AttentionCase{3, 3, 10, 6, 37, 3}, AttentionCase{7, 7, 34, 22, 1000, 2},
                        AttentionCase{5, 1, 18, 14, 65, 17}, AttentionCase{16, 1, 48, 36, 1025, 1},
                        AttentionCase{4, 2, 128, 64, 600, 66}),  // later in a long prompt
        testing::ValuesIn(hwy::SupportedAndGeneratedTargets())),
    attentionName);

}  // namespace
}  // namespace hearth
