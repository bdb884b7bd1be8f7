// When sparse attention is dense: exactly the model without an indexer while topK positions are all there
// are, another one after that.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "runtime/cpu/cpu_ops.h"
#include "runtime/forward/decoder.h"
#include "runtime/model/loader.h"
#include "tests/support/random_data.h"
#include "tests/support/reference_ops.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_models.h"

namespace hearth {
namespace {

constexpr uint32_t kTokens = 80;

class SparseModel : public testing::Test {
 protected:
  // Logits of every position, in chunks.
  std::vector<float> logitsOf(const test::GgufWriter& file, uint32_t chunk) {
    auto model = loadModel(folder_.write("model.gguf", file.bytes()));
    CHECK(model);
    ThreadPool pool(2);
    const auto ops = makeCpuOps(pool);
    auto decoder = Decoder::create(**model, *ops, kTokens);
    CHECK(decoder);
    test::Random random(5);
    const uint32_t vocab = (*model)->config.vocabSize;
    std::vector<int32_t> tokens(kTokens);
    for (int32_t& token : tokens) token = static_cast<int32_t>(random.below(vocab));
    std::vector<float> logits(size_t{kTokens} * vocab);
    for (uint32_t first = 0; first < kTokens; first += chunk) {
      (*decoder)->evaluate(std::span(tokens).subspan(first, chunk), first, LogitsFor::Every,
                           std::span(logits).subspan(size_t{first} * vocab, size_t{chunk} * vocab), nullptr);
    }
    return logits;
  }

  test::TemporaryFolder folder_;
};

TEST_F(SparseModel, IsTheDenseOneUpToTopK) {
  for (const uint32_t chunk : {1u, 16u, kTokens}) {
    EXPECT_EQ(logitsOf(test::tinyDeepseekV32(2, kTokens), chunk),
              logitsOf(test::tinyDeepseekV3(test::MlaLayout::Split), chunk))
        << "in chunks of " << chunk;
  }
}

TEST_F(SparseModel, LeavesTheDenseOneAtTheFirstPositionBeyondTopK) {
  constexpr uint32_t kTopK = 33;
  const auto sparse = logitsOf(test::tinyDeepseekV32(2, kTopK), 1);
  const auto dense = logitsOf(test::tinyDeepseekV3(test::MlaLayout::Split), 1);
  const auto border = static_cast<std::ptrdiff_t>(kTopK * (sparse.size() / kTokens));
  EXPECT_TRUE(std::equal(sparse.begin(), sparse.begin() + border, dense.begin()));
  // The 34th sees 33 of 34 positions in each layer; a logit that did not move at all would be no accident.
  EXPECT_NE(sparse[static_cast<size_t>(border)], dense[static_cast<size_t>(border)]);
}

// A prompt of 60 tokens, of which each sees 8, in llama.cpp 0.7.0 (Debian sid; -fa off -ctk f32 -ctv f32):
// the logarithms of the next token's probabilities, computed from the same file on 2026-11-22.
constexpr std::array<int32_t, 60> kPrompt{11, 39, 7,  19, 10, 34, 31, 33, 44, 27, 16, 9,  34, 4,  27,
                                          30, 41, 3,  47, 31, 20, 17, 40, 9,  23, 4,  4,  4,  44, 37,
                                          3,  27, 46, 16, 30, 4,  36, 17, 31, 34, 38, 17, 25, 17, 46,
                                          17, 32, 21, 4,  29, 38, 44, 9,  14, 43, 21, 10, 24, 35, 30};
constexpr std::array<double, 48> kLogProbabilities{
    -6.050847, -3.84279,  -4.795355, -5.389509, -4.40549,  -5.76963,  -3.151505, -5.472135,
    -3.973415, -6.142386, -4.550789, -3.451757, -5.029499, -4.013767, -4.098292, -4.728364,
    -3.619974, -2.870852, -3.218354, -4.276721, -1.890704, -3.602765, -4.616365, -3.585439,
    -3.113493, -3.246002, -5.425757, -6.569467, -3.262463, -4.755317, -4.844327, -3.9332,
    -4.109629, -3.746581, -2.64082,  -4.790358, -3.355849, -2.82815,  -5.093848, -5.707392,
    -5.032694, -4.166412, -5.139098, -5.367057, -5.096149, -4.978508, -6.111001, -8.365029};

TEST_F(SparseModel, GivesTheProbabilitiesOfLlamaCpp) {
  auto model = loadModel(folder_.write("model.gguf", test::tinyDeepseekV32().bytes()));
  ASSERT_TRUE(model);
  ThreadPool pool(2);
  const std::unique_ptr<Ops> both[] = {makeCpuOps(pool), test::makeReferenceOps()};
  for (const auto& ops : both) {
    auto decoder = Decoder::create(**model, *ops, 64, {.cacheForm = KvForm::Float});
    ASSERT_TRUE(decoder);
    std::vector<float> logits((*model)->config.vocabSize);
    ASSERT_EQ(logits.size(), kLogProbabilities.size());
    (*decoder)->evaluate(kPrompt, 0, LogitsFor::Last, logits, nullptr);
    double sum = 0;
    for (const float logit : logits) sum += std::exp(double{logit});
    // Logits of about 3 through two layers: sums of at most 60 terms in another order, a few dozen times
    // over.
    constexpr double kTolerance = 60 * 32 * 3 * std::numeric_limits<float>::epsilon();
    for (size_t i = 0; i < logits.size(); ++i) {
      EXPECT_NEAR(double{logits[i]} - std::log(sum), kLogProbabilities[i], kTolerance) << "token " << i;
    }
  }
}

// What page 0 holds goes to a cache of its own, is copied there, and a token goes on from the copy.
TEST_F(SparseModel, PagesMoveWithTheirIndexKeys) {
  auto model = loadModel(folder_.write("model.gguf", test::tinyDeepseekV32().bytes()));
  ASSERT_TRUE(model);
  ThreadPool pool(2);
  const auto ops = makeCpuOps(pool);
  const auto make = [&] {
    auto made = Decoder::create(**model, *ops, kKvPagePositions, {.cachePositions = 4 * kKvPagePositions});
    CHECK(made);
    return std::move(*made);
  };
  const auto first = make(), second = make();
  std::vector<int32_t> tokens(40);
  std::iota(tokens.begin(), tokens.end(), 3);
  std::vector<float> expected((*model)->config.vocabSize), actual(expected.size());
  first->evaluate(tokens, 0, LogitsFor::Last, {}, nullptr);
  std::vector<std::byte> page(first->pageBytes());
  ASSERT_TRUE(first->readPage(0, page));
  ASSERT_TRUE(second->writePage(3, page));
  ASSERT_TRUE(second->copyPage(3, 1));
  const std::vector<uint32_t> pages{1};
  second->usePages(pages);
  first->evaluate(std::span(tokens).first(1), 40, LogitsFor::Last, expected, nullptr);
  second->evaluate(std::span(tokens).first(1), 40, LogitsFor::Last, actual, nullptr);
  EXPECT_EQ(actual, expected);
}

}  // namespace
}  // namespace hearth
