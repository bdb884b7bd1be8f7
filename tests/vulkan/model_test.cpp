// Whole models on the device against the CPU: the same logits within rounding, and the same greedy text, with
// any share of the experts on the device.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "runtime/cpu/cpu_ops.h"
#include "runtime/generate/sampler.h"
#include "runtime/generate/session.h"
#include "runtime/model/loader.h"
#include "tests/checkpoint/checkpoint_writer.h"
#include "tests/support/relative_error.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/tiny_models.h"
#include "tests/support/word_tokenizer.h"
#include "tests/vulkan/gpu_model.h"

namespace hearth::vulkan::test {
namespace {

using hearth::test::relativeError;
using hearth::test::TemporaryFolder;

std::unique_ptr<Model> loadOrDie(const std::string& path) {
  auto model = loadModel(path);
  CHECK(model);
  return std::move(*model);
}

struct Architecture {
  std::string name;
  std::function<hearth::test::GgufWriter()> model;
};

class TinyModel : public GpuTest, public testing::WithParamInterface<Architecture> {};

// Float32 sums and cache: nothing but the order of sums differs, through two layers.
void expectLogitsOfTheCpu(Gpu& gpu, const Model& model) {
  const uint32_t vocab = model.config.vocabSize;
  const auto tokens = randomTokens(60, vocab, 1);
  ThreadPool pool(2);
  const auto cpuOps = makeCpuOps(pool);
  const auto cpu = Decoder::create(model, *cpuOps, 64, {.cacheForm = KvForm::Float});
  ASSERT_TRUE(cpu);
  const auto expected = logitsOf(**cpu, tokens, vocab, 60);
  GpuModel gpuModel(gpu, model, pool, {.context = 64, .maxBatch = 40, .form = KvForm::Float});
  for (const uint32_t chunk : {1u, 5u, 40u}) {
    EXPECT_LT(relativeError(logitsOf(gpuModel.decoder(), tokens, vocab, chunk), expected), 1e-5)
        << "in chunks of " << chunk;
  }
}

TEST_P(TinyModel, GivesTheLogitsOfTheCpu) {
  TemporaryFolder folder;
  const auto model = loadOrDie(folder.write("model.gguf", GetParam().model().bytes()));
  expectLogitsOfTheCpu(gpu(), *model);
}

// Weights of eight bits with factors, experts in a tensor each, edges of blocks in both directions.
TEST_F(GpuTest, GivesTheLogitsOfTheCpuForACheckpointOfEightBits) {
  TemporaryFolder folder;
  hearth::test::tinyFp8Deepseek().write(folder.path().string());
  expectLogitsOfTheCpu(gpu(), *loadOrDie(folder.path().string()));
}

INSTANTIATE_TEST_SUITE_P(
    Architectures, TinyModel,
    testing::Values(
        Architecture{"llama", [] { return hearth::test::tinyLlama(); }},
        Architecture{"qwen2", [] { return hearth::test::tinyQwen2(); }},
        Architecture{"qwen3", [] { return hearth::test::tinyQwen3(); }},
        Architecture{"qwen3moe", [] { return hearth::test::tinyQwen3Moe(); }},
        Architecture{"deepseekV2",
                     [] { return hearth::test::tinyDeepseekV2(hearth::test::MlaLayout::Split); }},
        Architecture{"deepseekV3",
                     [] { return hearth::test::tinyDeepseekV3(hearth::test::MlaLayout::Legacy); }},
        Architecture{"deepseekV32", [] { return hearth::test::tinyDeepseekV32(); }},
        Architecture{"deepseekV32WithTopK50", [] { return hearth::test::tinyDeepseekV32(2, 50); }}),
    [](const auto& which) { return which.param.name; });

// hearth-tiny on both devices.
class HearthTinyOnGpu : public GpuTest {
 protected:
  void SetUp() override {
    GpuTest::SetUp();
    if (IsSkipped()) return;
    model_ = loadOrDie(HEARTH_RESOURCES "/models/hearth-tiny/hearth-tiny-q4_k.gguf");
    cpuOps_ = makeCpuOps(pool_);
    auto cpu = Decoder::create(*model_, *cpuOps_, 512);
    CHECK(cpu);
    cpu_ = std::move(*cpu);
  }
  uint32_t vocab() const { return model_->config.vocabSize; }

  std::unique_ptr<Model> model_;
  ThreadPool pool_{3};
  std::unique_ptr<Ops> cpuOps_;
  std::unique_ptr<Decoder> cpu_;
};

TEST_F(HearthTinyOnGpu, AnyMixOfHotAndColdExpertsGivesTheLogitsOfTheCpu) {
  const auto tokens = randomTokens(100, vocab(), 2);
  const auto expected = logitsOf(*cpu_, tokens, vocab(), 100);
  for (const double share : {0.0, 0.1, 0.5, 1.0}) {
    for (const uint32_t passing : {0u, 2u}) {
      GpuModel gpuModel(gpu(), *model_, pool_,
                        {.maxBatch = 100, .residentShare = share, .passingSlots = passing});
      EXPECT_LT(relativeError(logitsOf(gpuModel.decoder(), tokens, vocab(), 80), expected), 2e-2)
          << share << " in long batches, " << passing << " passing slots";
      EXPECT_LT(relativeError(logitsOf(gpuModel.decoder(), std::span(tokens).first(40), vocab(), 1),
                              std::span(expected).first(40 * vocab())),
                2e-2)
          << share << " token by token";
    }
  }
}

// The tokens of an answer, from the best logits where the settings allow it, or always from all.
enum class Reading { Best, All };
std::vector<TokenId> answer(Decoder& decoder, const Tokenizer& tokenizer, const SamplingOptions& options,
                            Reading reading) {
  constexpr uint32_t kTokens = 40;
  DecoderEvaluator evaluator(decoder, tokenizer.vocabSize());
  Session session(evaluator);
  Sampler sampler(options, tokenizer);
  const auto prompt = randomTokens(12, tokenizer.vocabSize(), 4);
  for (const TokenId token : prompt) sampler.accept(token);
  std::vector<TokenId> tokens;
  uint32_t few = 0;
  while (tokens.size() < kTokens) {
    session.wantBest(reading == Reading::Best ? sampler.bestNeeded() : 0);
    const auto evaluated =
        tokens.empty() ? session.prefill(prompt, {}, nullptr) : session.append(tokens.back(), {}, nullptr);
    EXPECT_EQ(evaluated, Evaluated::Done) << decoder.failure();
    few += session.logits().best.empty() ? 0 : 1;
    const auto token = sampler.sample(session.logits());
    EXPECT_TRUE(token) << token.error().what();
    if (evaluated != Evaluated::Done || !token) return tokens;
    sampler.accept(*token);
    tokens.push_back(*token);
  }
  EXPECT_EQ(few, reading == Reading::Best ? kTokens : 0u);
  return tokens;
}

TEST_F(HearthTinyOnGpu, TheBestLogitsGiveTheTextOfAllLogits) {
  const auto tokenizer = hearth::test::numberedWords(vocab());
  SamplingOptions greedy, chat, penalised;
  greedy.temperature = 0;
  chat.topK = 40;
  chat.seed = 5;
  penalised.topK = 20;
  penalised.repetitionPenalty = 1.3f;
  penalised.dryMultiplier = 0.8f;
  penalised.logitBias = {{7, -3.0f}};
  penalised.seed = 6;
  const KernelChoice chosen = gpu().pipelines().choice();
  for (const bool onHost : {false, true}) {
    KernelChoice choice = chosen;
    if (onHost) choice.vetoes["top_logits"] = "to see the host choose";
    gpu().pipelines().choose(std::move(choice));
    GpuModel gpuModel(gpu(), *model_, pool_, {.residentShare = 0.5});
    for (const SamplingOptions& options : {greedy, chat, penalised}) {
      EXPECT_EQ(answer(gpuModel.decoder(), tokenizer, options, Reading::Best),
                answer(gpuModel.decoder(), tokenizer, options, Reading::All))
          << "top_k " << options.topK << (onHost ? ", chosen by the host" : "");
    }
  }
  gpu().pipelines().choose(chosen);
}

}  // namespace
}  // namespace hearth::vulkan::test
