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

}  // namespace
}  // namespace hearth
