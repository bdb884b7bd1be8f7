// What a caller may rely on: chunks, overwriting, cancelling, memory.
#include <gtest/gtest.h>

#include <atomic>
#include <limits>
#include <numeric>

#include "runtime/cpu/cpu_ops.h"
#include "runtime/forward/attention_mla.h"
#include "runtime/forward/decoder.h"
#include "runtime/forward/ops.h"
#include "runtime/model/loader.h"
#include "tests/support/allocation_counter.h"
#include "tests/support/random_data.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_models.h"

namespace hearth {
namespace {

struct Shape {
  std::string name;
  std::function<test::GgufWriter()> model;
};

void PrintTo(const Shape& shape, std::ostream* out) { *out << shape.name; }

class DecoderTest : public testing::TestWithParam<Shape> {
 protected:
  static constexpr uint32_t kContext = 160;

  void SetUp() override {
    auto loaded = loadModel(folder_.write("model.gguf", GetParam().model().bytes()));
    ASSERT_TRUE(loaded) << loaded.error().what();
    model_ = std::move(*loaded);
    test::Random random(50);
    for (uint32_t i = 0; i < kContext; ++i) tokens_.push_back(static_cast<int32_t>(random.below(vocab())));
  }
  uint32_t vocab() const { return model_->config.vocabSize; }
  std::unique_ptr<Decoder> decoder(uint32_t maxBatch = 512) {
    auto made = Decoder::create(*model_, *ops_, kContext, {.cacheForm = KvForm::Float, .maxBatch = maxBatch});
    CHECK(made);
    return std::move(*made);
  }
  std::span<const int32_t> tokens(uint32_t first, uint32_t count) const {
    return std::span(tokens_).subspan(first, count);
  }
  // Evaluates all tokens in chunks; logits of every position.
  std::vector<float> inChunks(Decoder& decoder, uint32_t chunk) {
    std::vector<float> logits(size_t{kContext} * vocab());
    for (uint32_t first = 0; first < kContext; first += chunk) {
      const uint32_t count = std::min(chunk, kContext - first);
      decoder.evaluate(tokens(first, count), first, LogitsFor::Every,
                       std::span(logits).subspan(size_t{first} * vocab(), size_t{count} * vocab()), nullptr);
    }
    return logits;
  }

  // Two ways to the same logits (size about 3) through two layers differ by rounding: sums of at most 160
  // terms in another order, a few dozen times over, relative to the numbers' size.
  static constexpr float kTolerance = 160 * 32 * 3 * std::numeric_limits<float>::epsilon();

  test::TemporaryFolder folder_;
  std::unique_ptr<Model> model_;
  std::vector<int32_t> tokens_;
  ThreadPool pool_{2};
  std::unique_ptr<Ops> ops_ = makeCpuOps(pool_);
};

void expectNear(const std::vector<float>& a, const std::vector<float>& b, float tolerance) {
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) ASSERT_NEAR(a[i], b[i], tolerance) << "at " << i;
}

// Chunks take the expanded form of latent attention, single tokens and the last chunk of 12 the absorbed one.
TEST_P(DecoderTest, ChunksOfAnySizeGiveTheLogitsOfSingleTokens) {
  static_assert(latentFormFor(37, 37) == LatentForm::Expanded &&
                latentFormFor(12, 160) == LatentForm::Absorbed);
  const auto decoder = this->decoder();
  const auto single = inChunks(*decoder, 1);
  expectNear(inChunks(*decoder, kContext), single, kTolerance);
  expectNear(inChunks(*decoder, 37), single, kTolerance);
  expectNear(inChunks(*decoder, 80), single, kTolerance);
}

TEST_P(DecoderTest, LastLogitsAreTheLastOfEvery) {
  const auto decoder = this->decoder();
  const auto every = inChunks(*decoder, 80);
  std::vector<float> last(vocab());
  decoder->evaluate(tokens(0, 80), 0, LogitsFor::Last, last, nullptr);
  expectNear(last, {every.begin() + 79 * vocab(), every.begin() + 80 * vocab()}, kTolerance);
}

TEST_P(DecoderTest, BestLogitsAreTheBestOfAll) {
  const auto decoder = this->decoder();
  std::vector<float> all(vocab());
  std::vector<BestLogit> best(16), expected(16);
  decoder->evaluate(tokens(0, 40), 0, LogitsFor::Last, {}, nullptr);
  decoder->evaluate(tokens(40, 1), 40, LogitsFor::Last, all, nullptr);
  decoder->evaluate(tokens(40, 1), 40, LogitsFor::Last, std::span(best), nullptr);
  selectBest(all, expected);
  for (size_t i = 0; i < best.size(); ++i) {
    EXPECT_EQ(best[i].id, expected[i].id) << "place " << i;
    EXPECT_EQ(best[i].logit, expected[i].logit) << "place " << i;
  }
}

TEST_P(DecoderTest, GoingBackOverwritesWhatCameAfter) {
  const auto decoder = this->decoder();
  std::vector<float> expected(vocab()), actual(vocab());
  decoder->evaluate(tokens(0, 50), 0, LogitsFor::Last, expected, nullptr);
  std::vector<int32_t> other(tokens_.begin(), tokens_.begin() + 50);
  std::reverse(other.begin() + 20, other.end());
  decoder->evaluate(other, 0, LogitsFor::Last, {}, nullptr);
  decoder->evaluate(tokens(20, 30), 20, LogitsFor::Last, actual, nullptr);
  expectNear(actual, expected, kTolerance);
}

TEST_P(DecoderTest, CancellingLeavesTheEarlierCacheValid) {
  const auto decoder = this->decoder();
  std::vector<float> expected(vocab()), actual(vocab());
  decoder->evaluate(tokens(0, 41), 0, LogitsFor::Last, expected, nullptr);

  decoder->evaluate(tokens(0, 40), 0, LogitsFor::Last, {}, nullptr);
  const std::atomic<bool> cancel{true};
  EXPECT_EQ(decoder->evaluate(tokens(80, 30), 40, LogitsFor::Last, actual, &cancel), Evaluated::Cancelled);
  EXPECT_EQ(decoder->evaluate(tokens(40, 1), 40, LogitsFor::Last, actual, nullptr), Evaluated::Done);
  expectNear(actual, expected, kTolerance);
}

TEST_P(DecoderTest, EvaluatingAllocatesNothing) {
  const auto decoder = this->decoder(64);
  std::vector<float> logits(64 * vocab());
  std::vector<BestLogit> best(kBestLogitsMost);
  const uint64_t before = test::allocationCount();
  for (uint32_t first = 0; first < 128; first += 64) {
    decoder->evaluate(tokens(first, 64), first, LogitsFor::Every, logits, nullptr);
  }
  for (uint32_t p = 128; p < kContext; ++p) {
    decoder->evaluate(tokens(p, 1), p, LogitsFor::Last, std::span(logits).first(vocab()), nullptr);
    decoder->evaluate(tokens(p, 1), p, LogitsFor::Last, std::span(best), nullptr);
  }
  EXPECT_EQ(test::allocationCount() - before, 0u);
}

// Latent attention remembers the latent and the rotated key only, sparse attention its index key besides; the
// others keys and values of every key head.
TEST_P(DecoderTest, CacheHoldsWhatThePaperSays) {
  const ModelConfig& c = model_->config;
  const uint32_t numbers =
      (c.latent ? c.latent->kvLoraRank + c.latent->ropeDim : c.kvHeads * (c.keyDim + c.valueDim)) +
      (c.indexer ? c.indexer->dim : 0);
  EXPECT_EQ(decoder()->cacheBytesPerToken(), size_t{c.layers} * numbers * sizeof(float));
  auto half = Decoder::create(*model_, *ops_, 16);
  ASSERT_TRUE(half);
  EXPECT_EQ((*half)->cacheBytesPerToken(), size_t{c.layers} * numbers * 2);
}

TEST_P(DecoderTest, ContextThatDoesNotFitIsRefusedWithARemedy) {
  const auto refused = Decoder::create(*model_, *ops_, 4'000'000'000u);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().what().find("GiB"), std::string::npos) << refused.error().what();
  EXPECT_NE(refused.error().what().find("choose a context of at most"), std::string::npos);
}

// Models with routers, whose trace tells where the pass is.
class RoutedDecoderTest : public DecoderTest {};

// Cancelled in the middle: the first router pulls the brake.
TEST_P(RoutedDecoderTest, CancellingStopsBeforeTheNextLayer) {
  const auto decoder = this->decoder();
  std::atomic<bool> cancel{false};
  uint32_t layersSeen = 0;
  ops_->traceRouting([&](uint32_t, uint32_t row, std::span<const uint32_t>) {
    cancel = true;
    if (row == 0) ++layersSeen;
  });
  std::vector<float> logits(vocab());
  EXPECT_EQ(decoder->evaluate(tokens(0, 5), 0, LogitsFor::Last, logits, &cancel), Evaluated::Cancelled);
  ops_->traceRouting({});
  EXPECT_EQ(layersSeen, 1u);
}

const Shape kQwen2{"qwen2", [] { return test::tinyQwen2(); }};
const Shape kQwen3Moe{"qwen3moe", [] { return test::tinyQwen3Moe(3); }};
const Shape kDeepseekV3{"deepseek_v3", [] { return test::tinyDeepseekV3(test::MlaLayout::Split, 3); }};
// Chooses 8 of up to 160 positions.
const Shape kDeepseekV32{"deepseek_v32", [] { return test::tinyDeepseekV32(3); }};

std::string nameOf(const testing::TestParamInfo<Shape>& which) { return which.param.name; }
INSTANTIATE_TEST_SUITE_P(Architectures, DecoderTest,
                         testing::Values(kQwen2, kQwen3Moe, kDeepseekV3, kDeepseekV32), nameOf);
INSTANTIATE_TEST_SUITE_P(Architectures, RoutedDecoderTest,
                         testing::Values(kQwen3Moe, kDeepseekV3, kDeepseekV32), nameOf);

}  // namespace
}  // namespace hearth
