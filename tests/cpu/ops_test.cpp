// Each verb on the CPU against the scalar oracle in double precision, on random input.
#include <gtest/gtest.h>

#include <hwy/highway.h>
#include <hwy/targets.h>

#include "tests/cpu/passes.h"

namespace hearth {
namespace {

using test::expectSame;
using test::kEpsilon;
using test::numbersOf;
using test::Random;
using test::sumTolerance;
using test::Weights;

TEST(CpuOps, LinearAddsTheBiasForOneRowAndMany) {
  for (const uint32_t rows : {1u, 5u, 70u}) {
    Random random(1);
    const Weights weights(200, 96, 1 / std::sqrt(96), random);
    const Linear w{weights.view(), random.normals(200)};
    const auto x = random.normals(size_t{rows} * 96);
    expectSame([&](Ops& ops) { return numbersOf(ops, ops.linear(ops.upload(x, rows, 96), w)); },
               sumTolerance(96));
  }
}

// Small quantised matrices get inputs of 15 bits: 127 steps of 127 steps to a block's largest number, of
// which half a step is lost. A block's largest is below 5 deviations here.
TEST(CpuOps, LinearKeepsFifteenBitsOfTheInputOfSmallQuantisedMatrices) {
  for (const uint32_t rows : {1u, 40u}) {
    Random random(2);
    const Weights weights(160, 256, 1 / 16.0, random, DType::Q8_0);
    const auto x = random.normals(size_t{rows} * 256);
    const double weightMost = 2 / 16.0, lost = 5.0 / 127 / 127 / 2;
    // The products' signs are independent: eight deviations of a sum of 256 uniform errors are out of reach.
    const double tolerance = 8 * std::sqrt(256 / 3.0) * lost * weightMost + sumTolerance(256);
    expectSame(
        [&](Ops& ops) { return numbersOf(ops, ops.linear(ops.upload(x, rows, 256), weights.linear())); },
        tolerance);
  }
}

// 2^20 weights and more: one int8 per number.
TEST(CpuOps, LinearRoundsTheInputOfLargeQuantisedMatrices) {
  Random random(3);
  const Weights weights(4112, 256, 1 / 16.0, random, DType::Q8_0);
  const auto x = random.normals(2 * 256);
  const double tolerance = 8 * std::sqrt(256 / 3.0) * (5.0 / 127 / 2) * (2 / 16.0);
  expectSame([&](Ops& ops) { return numbersOf(ops, ops.linear(ops.upload(x, 2, 256), weights.linear())); },
             tolerance);
}

// Matrices of one input share its packed form; an input that changed in between must be packed anew.
TEST(CpuOps, LinearSeesAnInputThatChanged) {
  Random random(4);
  const Weights weights(64, 64, 1 / 8.0, random);
  const auto x = random.normals(3 * 64), y = random.normals(3 * 64);
  const auto gain = random.normals(64);
  expectSame(
      [&](Ops& ops) {
        const Act a = ops.upload(x, 3, 64);
        const Act before = ops.linear(a, weights.linear());
        ops.addTo(a, before);
        const Act b = ops.upload(y, 3, 64);
        ops.addTo(a, b);
        ops.rmsNormParts(a, {.count = 1, .stride = 64, .offset = 0, .width = 64}, gain, 1e-6f);
        return numbersOf(ops, ops.linear(a, weights.linear()));
      },
      3 * sumTolerance(64) * 5);  // norms divide by about 1.7, gains are below 5
}

TEST(CpuOps, SeveralMatricesOfOneInputMatchOneAfterAnother) {
  Random random(5);
  const Weights q(96, 64, 1 / 8.0, random), k(40, 64, 1 / 8.0, random, DType::Q8_0),
      v(8, 64, 1 / 8.0, random);
  const auto x = random.normals(4 * 64);
  ThreadPool pool(2);
  const auto ops = makeCpuOps(pool);
  const auto pass = [&](bool together) {
    std::vector<float> all;
    const Scope scope(*ops);
    const Act a = ops->upload(x, 4, 64);
    std::array<Act, 3> out;
    if (together) {
      out = ops->linear(a, q.linear(), k.linear(), v.linear());
    } else {
      out[0] = ops->linear(a, q.linear());
      out[1] = ops->linear(a, k.linear());
      out[2] = ops->linear(a, v.linear());
    }
    for (const Act& y : out) {
      const auto values = numbersOf(*ops, y);
      all.insert(all.end(), values.begin(), values.end());
    }
    return all;
  };
  ASSERT_TRUE(ops->plan([&] { pass(true); }));
  ASSERT_TRUE(ops->plan([&] { pass(false); }));
  EXPECT_EQ(pass(true), pass(false));
}

TEST(CpuOps, NormsMatch) {
  for (const uint32_t rows : {1u, 33u}) {
    Random random(6);
    const auto x = random.normals(size_t{rows} * 320), gain = random.normals(320),
               partGain = random.normals(48);
    const double tolerance = 320 * kEpsilon * 5 * 5;  // numbers and gains are below 5 each
    expectSame([&](Ops& ops) { return numbersOf(ops, ops.rmsNorm(ops.upload(x, rows, 320), gain, 1e-5f)); },
               tolerance);
    expectSame(
        [&](Ops& ops) {
          const Act a = ops.upload(x, rows, 320);
          ops.rmsNormParts(a, {.count = 4, .stride = 80, .offset = 16, .width = 48}, partGain, 1e-6f);
          return numbersOf(ops, a);
        },
        tolerance);
  }
}

TEST(CpuOps, SiluMulMatchesAlsoForLongRows) {
  for (const auto& [rows, cols] : {std::pair{1u, 20000u}, std::pair{9u, 37u}}) {
    Random random(7);
    const auto gate = random.normals(size_t{rows} * cols, 3), up = random.normals(size_t{rows} * cols);
    expectSame(
        [&](Ops& ops) {
          const Act a = ops.upload(gate, rows, cols);
          return numbersOf(ops, ops.siluMul(a, ops.upload(up, rows, cols)));
        },
        16 * kEpsilon * 15 * 5);  // 15 x 5 at most; the exponential errs by a few units in the last place
  }
}

TEST(CpuOps, RopeTurnsBothPairingsFarOut) {
  for (const RopePairing pairing : {RopePairing::Neighbours, RopePairing::Halves}) {
    Random random(8);
    Rope rope{.pairing = pairing, .dims = 16, .inverseFrequencies = {}, .magnitude = 1.25f};
    for (int i = 0; i < 8; ++i)
      rope.inverseFrequencies.push_back(static_cast<float>(std::pow(1e4, -i / 8.0)));
    const std::vector<int32_t> tokens(5, 0);
    const Batch batch{tokens, 130000};
    const auto x = random.normals(5 * 3 * 24);
    expectSame(
        [&](Ops& ops) {
          const Act turn = ops.rotation(batch, rope);
          const Act a = ops.upload(x, 5, 3 * 24);
          ops.rope(a, {.count = 3, .stride = 24, .offset = 8, .width = 16}, turn, pairing);
          return numbersOf(ops, a);
        },
        8 * kEpsilon * 5 * 1.25);
  }
}

TEST(CpuOps, EmbedLastRowAndHeadMatch) {
  Random random(9);
  const Weights table(50, 64, 1, random, DType::Q8_0), head(50, 64, 1 / 8.0, random);
  const std::vector<int32_t> tokens{3, 49, 0};
  expectSame(
      [&](Ops& ops) {
        const Act x = ops.embed({tokens, 7}, table.view());
        std::vector<float> logits(50);
        ops.head(ops.lastRow(x), head.view(), logits);
        return logits;
      },
      4 * sumTolerance(64));  // embeddings reach 2
}

TEST(CpuOps, LinearPartsUsesOneMatrixPerPart) {
  for (const uint32_t rows : {1u, 20u}) {
    Random random(10);
    const Weights stack(6 * 40, 32, 1 / std::sqrt(32), random);
    const auto x = random.normals(size_t{rows} * 6 * 48);
    expectSame(
        [&](Ops& ops) {
          const Parts parts{.count = 6, .stride = 48, .offset = 8, .width = 32};
          return numbersOf(ops, ops.linearParts(ops.upload(x, rows, 6 * 48), parts, stack.view()));
        },
        sumTolerance(32));
  }
}

// Rows, format of gate and down, format of up: files may mix them. On every instruction set this machine has.
class Experts : public testing::TestWithParam<std::tuple<uint32_t, DType, DType, int64_t>> {
 protected:
  void SetUp() override { hwy::SetSupportedTargetsForTest(std::get<3>(GetParam())); }
  void TearDown() override { hwy::SetSupportedTargetsForTest(0); }
};

TEST_P(Experts, WeightedSumOfChosenExpertsMatches) {
  const auto [rows, type, upType, target] = GetParam();
  Random random(30);
  constexpr uint32_t kWidth = 64, kFfn = 96, kExperts = 12;
  const Weights router(kExperts, kWidth, 1 / 8.0, random);
  const Weights gate(kExperts * kFfn, kWidth, 1 / 8.0, random, type),
      up(kExperts * kFfn, kWidth, 1 / 8.0, random, upType);
  const Weights down(kExperts * kWidth, kFfn, 1 / std::sqrt(kFfn), random, type);
  MoeWeights w;
  w.gate = {gate.view(), kExperts};
  w.up = {up.view(), kExperts};
  w.down = {down.view(), kExperts};
  w.expertWidth = kFfn;
  const Routing rule{.experts = kExperts, .topK = 3, .gating = Gating::Sigmoid, .normalizeWeights = true};
  const auto h = random.normals(size_t{rows} * kWidth);
  // Two products and a gate between: activations stay below 10; 15-bit inputs where weights are quantised.
  const double rounding = type == DType::F32 && upType == DType::F32
                              ? 0
                              : 8 * std::sqrt(kFfn / 3.0) * (10.0 / 127 / 127 / 2) * (2 / 8.0);
  expectSame(
      [&, rows = rows](Ops& ops) {
        const Act a = ops.upload(h, rows, kWidth);
        const Act scores = ops.linear(a, router.view());
        const Choice choice = ops.route(scores, rule, {}, 0);
        const Pending elsewhere = ops.beginElsewhere(a, choice, w);
        const Act sum = ops.resident(a, choice, w);
        ops.addWhenDone(sum, elsewhere);
        return numbersOf(ops, sum);
      },
      3 * rounding + 10 * (sumTolerance(kWidth) + sumTolerance(kFfn)));
}

std::string expertsName(const testing::TestParamInfo<Experts::ParamType>& info) {
  const auto [rows, type, upType, target] = info.param;
  return std::to_string(rows) + "Rows_" + std::string(layoutOf(type).name) + "_" +
         std::string(layoutOf(upType).name) + "_" + hwy::TargetName(target);
}

INSTANTIATE_TEST_SUITE_P(RowsAndFormats, Experts,
                         testing::Combine(testing::Values(1u, 2u, 5u, 75u),
                                          testing::Values(DType::F32, DType::Q8_0),
                                          testing::Values(DType::F32, DType::Q8_0),
                                          testing::ValuesIn(hwy::SupportedAndGeneratedTargets())),
                         expertsName);

}  // namespace
}  // namespace hearth
