// When sparse attention is dense: exactly the model without an indexer while topK positions are all there
// are, another one after that.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "runtime/cpu/cpu_ops.h"
#include "runtime/forward/decoder.h"
#include "runtime/model/loader.h"
#include "tests/support/random_data.h"
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
