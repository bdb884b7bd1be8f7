// Sparse attention on the device: the choice of positions exactly, on scores that are small integers (with
// many equal ones), and attention to chosen positions in double precision, wherever pages lie.
#include "runtime/vulkan/sparse_kernels.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "runtime/cpu/cpu_ops.h"
#include "runtime/model/loader.h"
#include "tests/support/kv_rows.h"
#include "tests/support/relative_error.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_models.h"
#include "tests/vulkan/attention_support.h"
#include "tests/vulkan/gpu_model.h"

namespace hearth::vulkan {
namespace {

using hearth::test::Random;
using test::Cache;
using test::GpuTest;
using test::kEps;

class SparseAttentionTest : public GpuTest {};

TEST_F(SparseAttentionTest, LayerNormMatchesTheFormulaFarFromZero) {
  Random random(1);
  for (const auto& [rows, cols] : {std::pair{1u, 128u}, {3u, 77u}, {40u, 16u}, {2u, 1000u}}) {
    auto x = random.normals(size_t{rows} * cols);
    for (float& v : x) v += 20;
    const auto gain = random.normals(cols), shift = random.normals(cols);
    const Buffer deviceX = upload(x), deviceGain = upload(gain), deviceShift = upload(shift),
                 y = room(x.size() * 4);
    run([&](Recorder& r) {
      layerNorm(r, {deviceX.address(), rows, cols}, deviceGain.address(), deviceShift.address(), 1e-6f,
                {y.address(), rows, cols});
    });
    const auto actual = read<float>(y, x.size());
    for (uint32_t row = 0; row < rows; ++row) {
      const float* from = &x[size_t{row} * cols];
      const double mean = std::accumulate(from, from + cols, 0.0) / cols;
      double squares = 0;
      for (uint32_t i = 0; i < cols; ++i) squares += (from[i] - mean) * (from[i] - mean);
      for (uint32_t i = 0; i < cols; ++i) {
        const double expected = (from[i] - mean) / std::sqrt(squares / cols + 1e-6) * gain[i] + shift[i];
        // The mean of numbers near 20 errs by as many epsilons of 20 as are added; gains are below 5.
        ASSERT_NEAR(actual[size_t{row} * cols + i], expected, (cols / 4.0 + 4) * 20 * kEps * 5) << cols;
      }
    }
  }
}

// ---- The choice ------------------------------------------------------------------------------------------

std::vector<float> smallIntegers(Random& random, size_t count) {
  std::vector<float> numbers(count);
  for (float& n : numbers) n = static_cast<float>(random.below(7)) - 3;
  return numbers;
}

struct ChoiceCase {
  std::string name;
  uint32_t heads = 16, dim = 16, topK = 8;
  uint32_t rows = 1, first = 0;
  KvForm form = KvForm::Half;
};

class ChoicesTest : public SparseAttentionTest {
 protected:
  struct Made {
    std::vector<float> q, weights, keys;
    Buffer deviceQ, deviceWeights, deviceKeys, step, scratch, chosen;
    IndexQuery query;
    ChosenAt at;
  };

  Made make(const ChoiceCase& c) {
    Random random(2);
    Made m;
    const uint32_t context = c.first + c.rows;
    const auto pages = test::shuffledPages(random, context);
    m.q = smallIntegers(random, size_t{c.rows} * c.heads * c.dim);
    m.weights = smallIntegers(random, size_t{c.rows} * c.heads);
    m.keys = smallIntegers(random, size_t{context} * c.dim);
    const uint32_t positions = (*std::max_element(pages.begin(), pages.end()) + 1) * kKvPagePositions;
    const size_t rowBytes = kvRowBytes(c.form, c.dim);
    std::vector<std::byte> bytes(positions * rowBytes, std::byte{0xFF});
    for (uint32_t p = 0; p < context; ++p) {
      const auto row = hearth::test::encodeKvRow(c.form, std::span(m.keys).subspan(size_t{p} * c.dim, c.dim));
      std::copy(row.begin(), row.end(), &bytes[test::placeOf(pages, p) * rowBytes]);
    }
    m.deviceQ = upload(m.q);
    m.deviceWeights = upload(m.weights);
    m.deviceKeys = uploadBytes(bytes);
    m.step = upload(test::stepOf(c.first, c.rows, pages));
    m.query.q = {m.deviceQ.address(), c.rows, c.heads * c.dim};
    m.query.headWeights = {m.deviceWeights.address(), c.rows, c.heads};
    m.query.keys = {m.deviceKeys.address(), c.dim, c.form, positions};
    m.query.step = m.step.address();
    m.query.contextMax = context + 3;
    m.scratch = room(choosePositionsScratchBytes(m.query));
    m.chosen = room(chosenBytes(c.rows, c.topK));
    m.at = chosenAt(m.chosen.address(), c.rows, c.topK);
    return m;
  }

  static std::vector<uint32_t> expectedOf(const ChoiceCase& c, const Made& m, uint32_t row) {
    std::vector<int> scores(c.first + row + 1);
    for (uint32_t p = 0; p < scores.size(); ++p) {
      for (uint32_t h = 0; h < c.heads; ++h) {
        const auto* q = &m.q[(size_t{row} * c.heads + h) * c.dim];
        const double product = std::inner_product(q, q + c.dim, &m.keys[size_t{p} * c.dim], 0.0);
        scores[p] += static_cast<int>(m.weights[row * c.heads + h] * std::max(0.0, product));
      }
    }
    std::vector<uint32_t> order(scores.size());
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(),
                     [&](uint32_t a, uint32_t b) { return scores[a] > scores[b]; });
    order.resize(std::min<size_t>(order.size(), c.topK));
    std::sort(order.begin(), order.end());
    return order;
  }

  void expectChosen(const ChoiceCase& c, const Made& m, uint32_t rowStep = 1) {
    for (uint32_t row = 0; row < c.rows; row += rowStep) {
      const auto expected = expectedOf(c, m, row);
      const auto actual = read<uint32_t>(m.chosen, expected.size(), size_t{row} * c.topK * 4);
      ASSERT_EQ(actual, expected) << c.name << ", row " << row;
      const auto count = static_cast<uint32_t>(expected.size());
      std::vector<uint32_t> told{count - 1, count};
      for (uint32_t page = 0; page < kvPages(c.topK); ++page) told.push_back(page);
      const size_t at = m.at.steps - m.at.positions + size_t{row} * m.at.stepWords() * 4;
      ASSERT_EQ(read<uint32_t>(m.chosen, told.size(), at), told) << c.name << ", row " << row;
    }
  }

  void expectMatches(const ChoiceCase& c, uint32_t rowStep = 1) {
    const Made m = make(c);
    run([&](Recorder& r) { choosePositions(r, m.query, m.scratch.address(), m.at); });
    expectChosen(c, m, rowStep);
  }
};

TEST_F(ChoicesTest, AreTheBestPositionsOfAllShapes) {
  const ChoiceCase cases[] = {
      {.name = "first token"},
      {.name = "as many as wanted", .first = 7},
      {.name = "one more", .first = 8},
      {.name = "a prompt", .rows = 30, .first = 3},
      {.name = "of the paper", .heads = 64, .dim = 128, .topK = 200, .rows = 2, .first = 900},
      {.name = "floats", .heads = 10, .dim = 12, .topK = 70, .first = 130, .form = KvForm::Float},
      {.name = "odd", .heads = 3, .dim = 7, .topK = 50, .rows = 4, .first = 99},
      {.name = "odd floats", .heads = 9, .dim = 5, .topK = 1, .rows = 2, .first = 63, .form = KvForm::Float},
      {.name = "long", .heads = 2, .dim = 4, .topK = 2048, .rows = 3, .first = 9000},
  };
  for (const ChoiceCase& c : cases) expectMatches(c);
}

// More scores than are kept at a time.
TEST_F(ChoicesTest, OfManyRowsFarOutComeInTurn) {
  expectMatches({.name = "far", .heads = 1, .dim = 4, .topK = 40, .rows = 70, .first = 130000}, 23);
}

TEST_F(ChoicesTest, AreTheSameFromManyDispatches) {
  const ChoiceCase c{.name = "cut", .rows = 5, .first = 200};
  const uint64_t before = device().workPerDispatch();
  device().setWorkPerDispatch(1);
  const Made m = make(c);
  run([&](Recorder& r) {
    choosePositions(r, m.query, m.scratch.address(), m.at);
    EXPECT_GT(r.dispatches(), 5u);
  });
  device().setWorkPerDispatch(before);
  expectChosen(c, m);
}

// ---- Attention -------------------------------------------------------------------------------------------

struct ChosenCase {
  std::string name;
  uint32_t heads = 16, rank = 512, ropeDim = 64, topK = 100;
  uint32_t rows = 1, first = 300;
  KvForm form = KvForm::Half;
};

// A random ascending list.
std::vector<uint32_t> someOf(Random& random, uint32_t count, uint32_t of) {
  std::vector<uint32_t> all(of);
  std::iota(all.begin(), all.end(), 0u);
  for (uint32_t i = 0; i < count; ++i) std::swap(all[i], all[i + random.below(of - i)]);
  all.resize(count);
  std::sort(all.begin(), all.end());
  return all;
}

TEST_F(SparseAttentionTest, AttentionMeetsTheChosenPositionsOnly) {
  const ChosenCase cases[] = {
      {.name = "decode"},
      {.name = "128 heads", .heads = 128, .topK = 70},
      {.name = "rows", .topK = 33, .rows = 10},
      {.name = "fewer than wanted", .heads = 4, .rank = 12, .ropeDim = 4, .rows = 12, .first = 93},
      {.name = "tiny floats", .heads = 4, .rank = 12, .ropeDim = 4, .topK = 8, .form = KvForm::Float},
      {.name = "odd pairs", .heads = 3, .rank = 10, .ropeDim = 6, .topK = 65, .rows = 2},
      {.name = "q8_0", .rank = 64, .ropeDim = 32, .rows = 3, .form = KvForm::Q8_0},
      {.name = "q4_0", .rank = 64, .ropeDim = 32, .rows = 3, .form = KvForm::Q4_0},
      {.name = "f8", .rank = 64, .ropeDim = 32, .rows = 3, .form = KvForm::F8},
  };
  for (const ChosenCase& c : cases) {
    Random random(3);
    const uint32_t context = c.first + c.rows, width = c.rank + c.ropeDim;
    const auto pages = test::shuffledPages(random, context);
    const Cache cache = test::makeCache(random, width, context, pages, c.form);
    const auto q0 = random.normals(size_t{c.rows} * c.heads * c.rank);
    const auto q1 = random.normals(size_t{c.rows} * c.heads * c.ropeDim);
    std::vector<std::vector<uint32_t>> lists;
    ChosenAt at = chosenAt(0, c.rows, c.topK);
    std::vector<uint32_t> words(chosenBytes(c.rows, c.topK) / 4);
    for (uint32_t row = 0; row < c.rows; ++row) {
      lists.push_back(someOf(random, std::min(c.topK, c.first + row + 1), c.first + row + 1));
      std::copy(lists[row].begin(), lists[row].end(), &words[size_t{row} * c.topK]);
      uint32_t* told = &words[at.steps / 4 + size_t{row} * at.stepWords()];
      told[0] = static_cast<uint32_t>(lists[row].size()) - 1;
      told[1] = static_cast<uint32_t>(lists[row].size());
      std::iota(told + 2, told + at.stepWords(), 0u);
    }
    const Buffer chosen = upload(words), keys = uploadBytes(cache.bytes), deviceQ0 = upload(q0),
                 deviceQ1 = upload(q1), step = upload(test::stepOf(c.first, c.rows, pages));
    Attention a;
    a.pieces[0] = {{deviceQ0.address(), c.rows, c.heads * c.rank}, 0, c.rank, c.rank};
    a.pieces[1] = {{deviceQ1.address(), c.rows, c.heads * c.ropeDim}, 0, c.ropeDim, c.ropeDim};
    a.heads = c.heads;
    a.kvHeads = 1;
    a.scale = 1 / std::sqrt(static_cast<float>(width));
    a.keys = a.values = {keys.address(), width, c.form, cache.positions};
    a.valueDim = c.rank;
    a.step = step.address();
    a.contextMax = context;
    const Buffer out = room(q0.size() * 4), scratch = room(attendChosenScratchBytes(a, c.topK));
    at = chosenAt(chosen.address(), c.rows, c.topK);
    run([&](Recorder& r) {
      attendChosen(r, a, at, scratch.address(), {out.address(), c.rows, c.heads * c.rank});
    });
    const auto actual = read<float>(out, q0.size());
    const uint32_t headStep = c.heads > 16 ? 37 : 1;
    for (uint32_t row = 0; row < c.rows; ++row) {
      for (uint32_t h = 0; h < c.heads; h += headStep) {
        const auto number = [&](uint32_t n, uint32_t d) {
          return double{cache.numbers[size_t{lists[row][n]} * width + d]};
        };
        const auto expected = test::attention(
            static_cast<uint32_t>(lists[row].size()), width, c.rank, double{a.scale},
            [&](uint32_t d) {
              return double{d < c.rank ? q0[(size_t{row} * c.heads + h) * c.rank + d]
                                       : q1[(size_t{row} * c.heads + h) * c.ropeDim + d - c.rank]};
            },
            number, number);
        for (uint32_t d = 0; d < c.rank; ++d) {
          ASSERT_NEAR(actual[(size_t{row} * c.heads + h) * c.rank + d], expected[d].value, expected[d].error)
              << c.name << ": row " << row << ", head " << h << ", number " << d;
        }
      }
    }
  }
}

// What page 0 of the processor's cache holds goes to the device's, is copied there, and a token goes on from
// the copy.
TEST_F(SparseAttentionTest, PagesOfTheProcessorServeOnTheDevice) {
  hearth::test::TemporaryFolder folder;
  auto model = loadModel(folder.write("model.gguf", hearth::test::tinyDeepseekV32().bytes()));
  ASSERT_TRUE(model);
  ThreadPool pool(2);
  const auto cpuOps = makeCpuOps(pool);
  auto cpu = Decoder::create(**model, *cpuOps, 256, {.cacheForm = KvForm::Float});
  ASSERT_TRUE(cpu);
  test::GpuModel gpuModel(gpu(), **model, pool, {.context = 256, .form = KvForm::Float});
  Decoder& device = gpuModel.decoder();
  std::vector<int32_t> tokens(40);
  std::iota(tokens.begin(), tokens.end(), 3);
  std::vector<float> expected((*model)->config.vocabSize), actual(expected.size());
  (*cpu)->evaluate(tokens, 0, LogitsFor::Last, {}, nullptr);
  std::vector<std::byte> page((*cpu)->pageBytes());
  ASSERT_TRUE((*cpu)->readPage(0, page));
  ASSERT_TRUE(device.writePage(3, page));
  ASSERT_TRUE(device.copyPage(3, 1));
  std::vector<std::byte> copied(page.size());
  ASSERT_TRUE(device.readPage(1, copied));
  EXPECT_EQ(copied, page);
  const std::vector<uint32_t> pages{1};
  device.usePages(pages);
  (*cpu)->evaluate(std::span(tokens).first(1), 40, LogitsFor::Last, expected, nullptr);
  device.evaluate(std::span(tokens).first(1), 40, LogitsFor::Last, actual, nullptr);
  // Float32 throughout: nothing but the order of sums differs.
  EXPECT_LT(hearth::test::relativeError(actual, expected), 1e-5);
}

}  // namespace
}  // namespace hearth::vulkan
