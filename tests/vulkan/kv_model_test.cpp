// A whole model over the cache: every form on the device as on the processor, and sequences in pages.
#include <algorithm>

#include "runtime/cpu/cpu_ops.h"
#include "runtime/model/loader.h"
#include "tests/support/relative_error.h"
#include "tests/vulkan/attention_support.h"
#include "tests/vulkan/gpu_model.h"

namespace hearth::vulkan::test {
namespace {

using hearth::test::relativeError;

constexpr uint32_t kContext = 256;

class CacheOfHearthTiny : public GpuTest {
 protected:
  void SetUp() override {
    GpuTest::SetUp();
    if (IsSkipped()) return;
    auto model = loadModel(HEARTH_RESOURCES "/models/hearth-tiny/hearth-tiny-q4_k.gguf");
    ASSERT_TRUE(model);
    model_ = std::move(*model);
    cpuOps_ = makeCpuOps(pool_);
  }
  uint32_t vocab() const { return model_->config.vocabSize; }
  std::unique_ptr<Decoder> onCpu(KvForm form) {
    auto decoder = Decoder::create(*model_, *cpuOps_, kContext, {.cacheForm = form});
    EXPECT_TRUE(decoder);
    return std::move(*decoder);
  }
  std::unique_ptr<GpuModel> onGpu(KvForm form, uint32_t positions = kContext) {
    return std::make_unique<GpuModel>(
        gpu(), *model_, pool_,
        GpuModelOptions{.context = kContext, .maxBatch = 100, .form = form, .cachePositions = positions});
  }
  // Logits after the last of some tokens.
  std::vector<float> lastOf(Decoder& decoder, std::span<const int32_t> tokens, uint32_t position) {
    std::vector<float> logits(vocab());
    EXPECT_EQ(decoder.evaluate(tokens, position, LogitsFor::Last, logits, nullptr), Evaluated::Done)
        << decoder.failure();
    return logits;
  }
  std::vector<float> next(Decoder& decoder, int32_t token, uint32_t position) {
    return lastOf(decoder, {&token, 1}, position);
  }

  std::unique_ptr<Model> model_;
  ThreadPool pool_{2};
  std::unique_ptr<Ops> cpuOps_;
};

// A sequence begun on one device goes on on the other. The bound is that of model_test.cpp, of activations
// that both round to 8 bits, each in its own order.
TEST_F(CacheOfHearthTiny, PagesOfOneDeviceAreReadOnTheOther) {
  const auto tokens = randomTokens(101, vocab(), 31);
  const std::span prompt = std::span(tokens).first(100);
  for (const KvForm form : kAllForms) {
    const auto cpu = onCpu(form);
    const auto gpuModel = onGpu(form);
    Decoder& gpuDecoder = gpuModel->decoder();
    ASSERT_EQ(cpu->pageBytes(), gpuDecoder.pageBytes());
    std::vector<std::byte> page(cpu->pageBytes());
    lastOf(*cpu, prompt, 0);
    const auto expected = next(*cpu, tokens[100], 100);
    for (const uint32_t p : {0u, 1u}) {
      ASSERT_TRUE(cpu->readPage(p, page) && gpuDecoder.writePage(p, page));
    }
    EXPECT_LT(relativeError(next(gpuDecoder, tokens[100], 100), expected), 2e-2)
        << nameOf(form) << ", processor to GPU";

    lastOf(gpuDecoder, prompt, 0);
    const auto expectedOfGpu = next(gpuDecoder, tokens[100], 100);
    const auto other = onCpu(form);
    for (const uint32_t p : {0u, 1u}) {
      ASSERT_TRUE(gpuDecoder.readPage(p, page) && other->writePage(p, page));
    }
    EXPECT_LT(relativeError(next(*other, tokens[100], 100), expectedOfGpu), 2e-2)
        << nameOf(form) << ", GPU to processor";
  }
}

// Short batches are replayed, so that a recording meets changing tables; the first one is not recorded.
TEST_F(CacheOfHearthTiny, TwoSequencesInOneCacheAreAsTwoAlone) {
  constexpr uint32_t kBatches[] = {58, 1, 1, 1, 3, 3, 1, 1};  // past the first page
  constexpr uint32_t kTokens = 69;
  const std::vector<int32_t> texts[] = {randomTokens(kTokens, vocab(), 32),
                                        randomTokens(kTokens, vocab(), 33)};
  const std::vector<uint32_t> pages[] = {{5, 0}, {1, 4}};
  for (const KvForm form : {KvForm::Half, KvForm::Q8_0}) {
    const auto alone = onGpu(form), shared = onGpu(form, 2 * kContext);
    ASSERT_EQ(shared->decoder().cachePages(), 2 * kContext / kKvPagePositions);
    std::vector<float> expected[2];
    for (const size_t s : {0u, 1u}) {
      uint32_t first = 0;
      for (const uint32_t count : kBatches) {
        const auto logits = lastOf(alone->decoder(), std::span(texts[s]).subspan(first, count), first);
        expected[s].insert(expected[s].end(), logits.begin(), logits.end());
        first += count;
      }
    }
    uint32_t first = 0, batch = 0;
    for (const uint32_t count : kBatches) {
      for (const size_t s : {0u, 1u}) {
        shared->decoder().usePages(pages[s]);
        const auto logits = lastOf(shared->decoder(), std::span(texts[s]).subspan(first, count), first);
        ASSERT_TRUE(std::equal(logits.begin(), logits.end(), &expected[s][size_t{batch} * vocab()]))
            << nameOf(form) << ", sequence " << s << " from " << first;
      }
      first += count;
      ++batch;
    }
  }
}

// A common beginning is stored once: the page that both begin with, and a copy of the one that they part in.
TEST_F(CacheOfHearthTiny, SequencesShareAPageAndPartInACopy) {
  const auto tokens = randomTokens(80, vocab(), 34);
  const auto gpuModel = onGpu(KvForm::Q8_0, 2 * kContext);
  Decoder& decoder = gpuModel->decoder();
  const std::vector<uint32_t> first{6, 2}, second{6, 3};
  decoder.usePages(first);
  lastOf(decoder, tokens, 0);
  ASSERT_TRUE(decoder.copyPage(2, 3));
  decoder.usePages(second);
  const auto other = next(decoder, 11, 79);  // instead of the last token
  decoder.usePages(first);
  const auto again = next(decoder, 12, 80);
  decoder.usePages({});
  lastOf(decoder, tokens, 0);
  EXPECT_EQ(next(decoder, 12, 80), again);
  EXPECT_EQ(next(decoder, 11, 79), other);
}

}  // namespace
}  // namespace hearth::vulkan::test
