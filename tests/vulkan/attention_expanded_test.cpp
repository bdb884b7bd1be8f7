// Un-absorbed latent attention against its formula in double precision: k = [W_UK c | k_rope], v = W_UV c.
#include <algorithm>
#include <cmath>

#include "tests/support/random_data.h"
#include "tests/vulkan/attention_support.h"

namespace hearth::vulkan {
namespace {

using hearth::test::Random;

struct Case {
  std::string name;
  uint32_t heads = 2;
  LatentAttention latent;
  uint32_t rows = 1, first = 0;
  KvForm form = KvForm::Half;
};

class ExpandedAttentionTest : public test::GpuTest {
 protected:
  void expectMatches(const Case& c, uint64_t seed) {
    const LatentAttention& l = c.latent;
    const uint32_t context = c.first + c.rows, keyDim = l.nopeDim + l.ropeDim,
                   width = l.kvLoraRank + l.ropeDim;
    Random random(seed);
    const auto q = random.normals(size_t{c.rows} * c.heads * keyDim);
    const double weightSize = 1 / std::sqrt(static_cast<double>(l.kvLoraRank));  // keys and values of size 1
    const auto keyUp = random.normals(size_t{c.heads} * l.nopeDim * l.kvLoraRank, weightSize);
    const auto valueUp = random.normals(size_t{c.heads} * l.valueDim * l.kvLoraRank, weightSize);
    const std::vector<uint32_t> pages = test::shuffledPages(random, context);
    const test::Cache cache = test::makeCache(random, width, context, pages, c.form);
    const Buffer deviceQ = upload(q), deviceKeyUp = upload(keyUp), deviceValueUp = upload(valueUp);
    const Buffer deviceCache = uploadBytes(cache.bytes), step = upload(test::stepOf(c.first, c.rows, pages));
    const Buffer out = room(size_t{c.rows} * c.heads * l.valueDim * 4);
    const ExpandedAttention attention{
        .q = {deviceQ.address(), c.rows, c.heads * keyDim},
        .keyUp = {deviceKeyUp.address(), DType::F32, c.heads * l.nopeDim, l.kvLoraRank},
        .valueUp = {deviceValueUp.address(), DType::F32, c.heads * l.valueDim, l.kvLoraRank},
        .latent = l,
        .heads = c.heads,
        .scale = 1 / std::sqrt(static_cast<float>(keyDim)),
        .latents = {deviceCache.address(), width, c.form, cache.positions},
        .step = step.address(),
        .contextMax = context};
    const Buffer scratch = room(attendExpandedScratchBytes(attention));
    run([&](Recorder& r) {
      attendExpanded(r, attention, scratch.address(), {out.address(), c.rows, c.heads * l.valueDim});
    });
    const auto actual = read<float>(out, size_t{c.rows} * c.heads * l.valueDim);

    // Products of kvLoraRank summands err by as many epsilons of their summands' size.
    const auto product = [&](const std::vector<float>& matrix, size_t row, uint32_t position) {
      test::Bounded sum;
      for (uint32_t i = 0; i < l.kvLoraRank; ++i) {
        const double term =
            double{matrix[row * l.kvLoraRank + i]} * cache.numbers[size_t{position} * width + i];
        sum.value += term;
        sum.error += (l.kvLoraRank + 2) * test::kEps * std::abs(term);
      }
      return sum;
    };
    for (uint32_t h = 0; h < c.heads; ++h) {
      std::vector<test::Bounded> keys, values;  // [position, keyDim], [position, valueDim]
      for (uint32_t p = 0; p < context; ++p) {
        for (uint32_t d = 0; d < keyDim; ++d) {
          keys.push_back(
              d < l.nopeDim ? product(keyUp, h * l.nopeDim + d, p)
                            : test::Bounded{cache.numbers[size_t{p} * width + l.kvLoraRank + d - l.nopeDim]});
        }
        for (uint32_t d = 0; d < l.valueDim; ++d) values.push_back(product(valueUp, h * l.valueDim + d, p));
      }
      for (uint32_t row = 0; row < c.rows; ++row) {
        const float* query = &q[(size_t{row} * c.heads + h) * keyDim];
        const auto expected = test::attention(
            c.first + row + 1, keyDim, l.valueDim, double{attention.scale},
            [&](uint32_t d) { return double{query[d]}; },
            [&](uint32_t p, uint32_t d) { return keys[size_t{p} * keyDim + d]; },
            [&](uint32_t p, uint32_t d) { return values[size_t{p} * l.valueDim + d]; });
        for (uint32_t d = 0; d < l.valueDim; ++d) {
          ASSERT_NEAR(actual[(size_t{row} * c.heads + h) * l.valueDim + d], expected[d].value,
                      expected[d].error)
              << c.name << ": row " << row << ", head " << h << ", number " << d;
        }
      }
    }
  }
};

TEST_F(ExpandedAttentionTest, RebuildsKeysAndValuesOfEveryHead) {
  const LatentAttention lite{.kvLoraRank = 512, .nopeDim = 128, .ropeDim = 64, .valueDim = 128};
  expectMatches({.name = "V2-Lite", .heads = 2, .latent = lite, .rows = 20, .first = 60}, 1);
}

TEST_F(ExpandedAttentionTest, TinyAndOddShapes) {
  const LatentAttention tiny{.kvLoraRank = 32, .nopeDim = 12, .ropeDim = 4, .valueDim = 8};
  expectMatches({.name = "tiny", .heads = 4, .latent = tiny, .rows = 70, .first = 0}, 2);
  expectMatches({.name = "floats", .heads = 2, .latent = tiny, .rows = 3, .first = 80, .form = KvForm::Float},
                3);
  const LatentAttention odd{.kvLoraRank = 19, .nopeDim = 5, .ropeDim = 2, .valueDim = 7};
  expectMatches({.name = "odd", .heads = 3, .latent = odd, .rows = 9, .first = 30}, 4);
}

TEST_F(ExpandedAttentionTest, ReadsEveryFormInBlocks) {
  const LatentAttention shape{.kvLoraRank = 96, .nopeDim = 12, .ropeDim = 32, .valueDim = 8};
  for (const KvForm form : test::kBlockForms) {
    expectMatches({.name = std::string(nameOf(form)),
                   .heads = 3,
                   .latent = shape,
                   .rows = 20,
                   .first = 60,
                   .form = form},
                  6);
  }
}

TEST_F(ExpandedAttentionTest, StateCarriesFromBlockToBlock) {
  const LatentAttention tiny{.kvLoraRank = 16, .nopeDim = 8, .ropeDim = 4, .valueDim = 8};
  // Three blocks of positions; the first rows see only the first two.
  expectMatches({.name = "blocks", .heads = 2, .latent = tiny, .rows = 100, .first = 1980}, 5);
}

TEST_F(ExpandedAttentionTest, ScratchStaysBoundedForAnyContext) {
  const LatentAttention large{.kvLoraRank = 512, .nopeDim = 128, .ropeDim = 64, .valueDim = 128};
  ExpandedAttention a;
  a.q = {.at = 0, .rows = 2048, .cols = 128 * 192};
  a.latent = large;
  a.heads = 128;
  a.contextMax = 131072;
  EXPECT_LE(attendExpandedScratchBytes(a), size_t{256} << 20);
}

}  // namespace
}  // namespace hearth::vulkan
