#include "runtime/engine/fit.h"

#include <gtest/gtest.h>

#include "runtime/engine/backend.h"
#include "runtime/experts/mapped_source.h"
#include "runtime/model/loader.h"
#include "tests/engine/shape_files.h"
#include "tests/support/fit_computer.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_device.h"

namespace hearth {
namespace {

constexpr uint64_t kGiB = uint64_t{1} << 30;
const std::string kTiny = HEARTH_RESOURCES "/models/hearth-tiny/hearth-tiny-q4_k.gguf";

FitShape shapeOf(const std::string& path, Derived derived) {
  auto model = loadModel(path, {.derived = derived, .onProgress = {}});
  if (!model) {
    ADD_FAILURE() << model.error().what();
    return {};
  }
  return fitShapeOf(**model);
}

// ---- The verdict is what happens -----------------------------------------------------------------------

class FitAgainstBackend : public testing::TestWithParam<uint64_t> {};

TEST_P(FitAgainstBackend, PlacesTheBundledModelAsLoadingDoes) {
  constexpr uint32_t kContext = 192;
  const auto instance = vulkan::Instance::create();
  if (!instance) GTEST_SKIP() << instance.error().what();
  const auto index = vulkan::test::deviceToTest(**instance);
  if (!index) GTEST_SKIP() << index.error().what();
  const test::TemporaryFolder cache;
  auto model = loadModel(kTiny);
  ASSERT_TRUE(model);
  const auto source = makeMappedSource(**model);
  ThreadPool pool(3);
  BackendOptions options;
  options.gpu.device = {.any = false, .index = *index};
  options.gpu.memoryBytes = GetParam();
  options.gpu.cacheFolder = cache.path();
  options.gpu.onValidation = vulkan::test::instanceOptions().onValidation;
  options.contextLength = kContext;
  auto backend = Backend::create(**model, pool, source.get(), options);
  ASSERT_TRUE(backend) << backend.error().what();
  const Hardware hardware = (*backend)->hardware();
  const bool unified = (*instance)->devices()[*index].capabilities.unifiedMemory;

  FitComputer computer;
  computer.gpu = hardware.gpu.empty() ? "card" : hardware.gpu;
  computer.gpuTotal = (*instance)->devices()[*index].memoryBytes;
  computer.gpuWanted = GetParam();
  computer.gpuUnified = unified;
  computer.memoryAvailable = 8 * kGiB;
  const Fit fit = fitOf(fitShapeOf(**model), computer, kContext);
  const uint32_t onGpu = fit.layers - fit.placement.firstLayer;
  EXPECT_EQ(onGpu, hardware.gpuLayers);
  uint64_t slots = 0, really = 0;
  for (const uint32_t each : fit.placement.slots) slots += each;
  for (const ExpertHeat& cell : hardware.cells) really += cell.tier == ExpertTier::Gpu ? 1 : 0;
  EXPECT_EQ(slots, really) << hardware.memory.compute << " bytes of compute and staging";
  const std::string sentence = (*backend)->placement();
  if (fit.placement.firstLayer < fit.layers) {
    EXPECT_EQ(fit.sentence.substr(0, sentence.size()), sentence);
  }
}

constexpr uint64_t kMiB = uint64_t{1} << 20;
INSTANTIATE_TEST_SUITE_P(Budgets, FitAgainstBackend,
                         testing::Values(1 * kMiB, 16 * kMiB, 24 * kMiB, 32 * kMiB, 64 * kMiB, 512 * kMiB));

// ---- Shapes of well-known models, without their bytes ----------------------------------------------------

class FitShapes : public testing::Test {
 protected:
  FitShape llama8b() {
    test::writeLlama8b(folder_.file("m.gguf"));
    return shapeOf(folder_.file("m.gguf"), Derived::Skip);
  }
  FitShape deepseek(const test::DeepseekShape& s) {
    test::writeDeepseek(folder_.file("m.gguf"), s);
    return shapeOf(folder_.file("m.gguf"), Derived::Skip);
  }
  test::TemporaryFolder folder_;
};

TEST_F(FitShapes, ADenseModelOfEightBillionFitsWhereItShould) {
  const FitShape shape = llama8b();
  EXPECT_NEAR(static_cast<double>(shape.fileBytes), 4.9e9, 0.3e9);  // as published files of this format
  EXPECT_EQ(fitOf(shape, fitComputer(12, 32), 8192).kind, FitKind::Gpu);
  EXPECT_EQ(fitOf(shape, fitComputer(4, 32), 8192).kind, FitKind::PartlyGpu);
  EXPECT_EQ(fitOf(shape, fitComputer(0, 32), 8192).kind, FitKind::Cpu);
  EXPECT_EQ(fitOf(shape, fitComputer(0, 4), 8192).kind, FitKind::No);
  // The same card holds fewer layers of a longer context: 128 KiB of it a token.
  EXPECT_EQ(shape.cacheBytesPerToken, 32u * 2 * 8 * 128 * 2);
  EXPECT_EQ(fitOf(shape, fitComputer(12, 32), 131072).kind, FitKind::PartlyGpu);
}

TEST_F(FitShapes, SpeedsFollowFromBandwidths) {
  const FitShape shape = llama8b();
  const Fit cpu = fitOf(shape, fitComputer(0, 32), 8192), gpu = fitOf(shape, fitComputer(12, 32), 8192);
  // A token reads all but the embedding: about 4.6 GB.
  EXPECT_NEAR(cpu.tokensPerSecondHigh, 60e9 / 4.6e9, 1);
  EXPECT_NEAR(gpu.tokensPerSecondHigh, 500e9 / 4.6e9, 8);
  EXPECT_LT(cpu.tokensPerSecondLow, cpu.tokensPerSecondHigh);
  FitComputer unmeasured = fitComputer(0, 32);
  unmeasured.memoryBytesPerSecond = 0;
  EXPECT_EQ(fitOf(shape, unmeasured, 8192).tokensPerSecondHigh, 0);
}

TEST_F(FitShapes, ASmallMixtureKeepsExpertsInMemoryWhereTheCardIsSmall) {
  const FitShape shape = deepseek(test::kV2Lite);
  EXPECT_EQ(fitOf(shape, fitComputer(16, 32), 8192).kind, FitKind::Gpu);
  const Fit partly = fitOf(shape, fitComputer(6, 32), 8192);
  EXPECT_EQ(partly.kind, FitKind::GpuAndRam);
  EXPECT_EQ(partly.placement.firstLayer, 0u);
  EXPECT_GT(partly.slotShare, 0.1);
  EXPECT_LT(partly.slotShare, 0.9);
  EXPECT_NE(partly.sentence.find("of its experts"), std::string::npos) << partly.sentence;
  EXPECT_EQ(fitOf(shape, fitComputer(6, 6), 8192).kind, FitKind::Disk);
}

TEST_F(FitShapes, AModelOf671BillionRunsFromTheDiskOnAGamingComputer) {
  const FitShape shape = deepseek(test::kV3);
  EXPECT_NEAR(static_cast<double>(shape.fileBytes), 404e9, 40e9);
  const Fit gaming = fitOf(shape, fitComputer(24, 60), 8192);
  EXPECT_EQ(gaming.kind, FitKind::Disk);
  EXPECT_GT(gaming.diskTierBytes, 20 * kGiB);
  EXPECT_LT(gaming.tokensPerSecondHigh, 2);
  EXPECT_GT(gaming.tokensPerSecondLow, 0.05);
  EXPECT_NE(gaming.sentence.find("disk"), std::string::npos) << gaming.sentence;
  const Fit server = fitOf(shape, fitComputer(24, 512), 8192);
  EXPECT_EQ(server.kind, FitKind::GpuAndRam);
  EXPECT_GT(server.tokensPerSecondLow, gaming.tokensPerSecondLow);
  EXPECT_EQ(fitOf(shape, fitComputer(0, 512), 8192).kind, FitKind::Cpu);
  EXPECT_EQ(fitOf(shape, fitComputer(0, 8), 8192).kind, FitKind::No);
}

TEST_F(FitShapes, MoreMemoryIsNeverSlower) {
  const FitShape shape = deepseek(test::kV2Lite);
  double before = 0;
  for (const uint64_t gib : {2, 4, 6, 8, 12, 16, 24}) {
    const Fit fit = fitOf(shape, fitComputer(gib, 32), 8192);
    // But for what the processor reads at the same time while some experts are left to it: 60 of 560 GB/s.
    EXPECT_GE(fit.tokensPerSecondHigh, before * (1 - 60.0 / 560)) << gib << " GiB: " << fit.sentence;
    EXPECT_LE(fit.gpuBytes, fit.gpuBudget);
    before = fit.tokensPerSecondHigh;
  }
}

TEST_F(FitShapes, WithoutAWishTheContextIsTheOneThatLoadingChooses) {
  const FitShape shape = llama8b();
  EXPECT_EQ(fitOf(shape, fitComputer(0, 32), 0).contextLength, 8192u);  // 128 KiB a token: the usual length
}

TEST_F(FitShapes, ThePlanAddsUpToWhatIsInUse) {
  const FitShape shape = llama8b();
  for (const uint32_t card : {4u, 12u}) {
    const Fit fit = fitOf(shape, fitComputer(card, 32), 8192);
    const Fit::Plan& plan = fit.plan;
    EXPECT_EQ(plan.gpuWeights + plan.gpuExperts + plan.gpuCache + plan.gpuWork, fit.gpuBytes) << fit.sentence;
    EXPECT_EQ(plan.memoryWeights + plan.memoryCache, fit.memoryBytes) << fit.sentence;
    EXPECT_GT(plan.gpuWork, 0u);
    EXPECT_NEAR(static_cast<double>(plan.gpuCache + plan.memoryCache), 8192.0 * 128 * 1024,
                64);  // 128 KiB a token
  }
}

TEST(Fit, PromisesOfTinyModelsStopAtAThousandTokens) {
  const Fit fit = fitOf(shapeOf(kTiny, Derived::Skip), fitComputer(0, 8), 192);
  EXPECT_GT(fit.tokensPerSecondLow, kTokensPerSecondSaid);
  EXPECT_NE(fit.sentence.find("Expect more than 1000 tokens per second."), std::string::npos) << fit.sentence;
}

// Latents of 8.5 bits instead of 16.
TEST(Fit, CountsTheCacheInItsForm) {
  auto model = loadModel(kTiny, {.derived = Derived::Skip, .onProgress = {}});
  ASSERT_TRUE(model) << model.error().what();
  const FitShape halves = fitShapeOf(**model), codes = fitShapeOf(**model, KvForm::Q8_0);
  EXPECT_EQ(halves.cacheBytesPerToken, kvShapeOf((*model)->config, 1, KvForm::Half).bytesPerToken());
  EXPECT_EQ(codes.cacheBytesPerToken, kvShapeOf((*model)->config, 1, KvForm::Q8_0).bytesPerToken());
  EXPECT_LT(codes.cacheBytesPerToken * 16, halves.cacheBytesPerToken * 9);
}

TEST(Fit, CountsTheLayerThatGuessesAhead) {
  auto model = loadModel(kTiny, {.derived = Derived::Skip, .onProgress = {}});
  ASSERT_TRUE(model) << model.error().what();
  ASSERT_EQ((*model)->nextn.size(), 1u);
  const FitShape shape = fitShapeOf(**model);
  EXPECT_EQ(shape.nextnCacheBytesPerToken * (*model)->config.layers, shape.cacheBytesPerToken);
  EXPECT_GT(shape.nextnBytes, (*model)->nextn[0].ehProj.weight.bytes().size());
  EXPECT_LT(shape.nextnBytes, shape.fileBytes / 2);
  FitShape without = shape;
  without.nextnBytes = without.nextnCacheBytesPerToken = 0;
  constexpr uint32_t kContext = 192;
  const uint64_t cache = kContext * shape.nextnCacheBytesPerToken;
  // On the processor beside all else; and there alone, with a head to read, where a card holds all else.
  const FitComputer small = fitComputer(0, 8), large = fitComputer(24, 8);
  EXPECT_EQ(fitOf(shape, small, kContext).memoryBytes,
            fitOf(without, small, kContext).memoryBytes + shape.nextnBytes + cache);
  ASSERT_EQ(fitOf(shape, large, kContext).kind, FitKind::Gpu);
  EXPECT_EQ(fitOf(without, large, kContext).memoryBytes, 0u);
  EXPECT_EQ(fitOf(shape, large, kContext).memoryBytes, shape.nextnBytes + cache + shape.device.headBytes);
  EXPECT_EQ(fitOf(shape, large, kContext).gpuBytes, fitOf(without, large, kContext).gpuBytes);
}

TEST(Fit, LeavesOutTheLayerThatGuessesAheadWhereItIsNotLoaded) {
  auto model = loadModel(kTiny, {.derived = Derived::Skip, .onProgress = {}});
  ASSERT_TRUE(model) << model.error().what();
  const FitShape shape = fitShapeOf(**model);
  ASSERT_GT(shape.nextnBytes, 0u);
  FitShape without = shape;
  without.nextnBytes = without.nextnCacheBytesPerToken = 0;
  for (const FitComputer& computer : {fitComputer(0, 8), fitComputer(24, 8)}) {
    const Fit off = fitOf(shape, computer, 192, GuessesAhead::No), none = fitOf(without, computer, 192);
    EXPECT_EQ(off.memoryBytes, none.memoryBytes);
    EXPECT_EQ(off.gpuBytes, none.gpuBytes);
    EXPECT_EQ(off.tokensPerSecondHigh, none.tokensPerSecondHigh);
    EXPECT_LT(off.memoryBytes, fitOf(shape, computer, 192).memoryBytes);
  }
}

// DeepSeek-V3 as published: 671 billion parameters, 685 with the layer that guesses.
TEST(FitNumbers, CountTheLayerThatGuessesAhead) {
  FitNumbers numbers;
  numbers.parameters = 671'000'000'000;
  numbers.fileBytes = 671'000'000'000;
  numbers.layers = 61;
  numbers.denseLayers = 3;
  numbers.width = 7168;
  numbers.vocabulary = 129280;
  numbers.experts = 256;
  numbers.expertsUsed = 8;
  numbers.expertWidth = 2048;
  numbers.cacheNumbersPerLayer = 576;
  numbers.trainedContext = 163840;
  const FitShape without = fitShapeOf(numbers);
  EXPECT_EQ(without.nextnBytes, 0u);
  EXPECT_EQ(without.nextnCacheBytesPerToken, 0u);
  numbers.nextnLayers = 1;
  numbers.parameters = numbers.fileBytes = 682'600'000'000;  // 685 less embedding and head, which are shared
  const FitShape with = fitShapeOf(numbers);
  EXPECT_NEAR(static_cast<double>(with.nextnBytes), 11.5e9, 0.3e9);
  EXPECT_EQ(with.nextnCacheBytesPerToken, 576u * 2);
  EXPECT_EQ(with.cacheBytesPerToken, without.cacheBytesPerToken);
  EXPECT_EQ(with.expertBytes, without.expertBytes);
  // The layers themselves are what they were: the layer beyond them took what was added.
  EXPECT_NEAR(static_cast<double>(with.device.layerBytes[10]),
              static_cast<double>(without.device.layerBytes[10]),
              0.03 * static_cast<double>(without.device.layerBytes[10]));
  const FitComputer server = fitComputer(0, 1024);
  EXPECT_EQ(fitOf(with, server, 8192).memoryBytes - fitOf(with, server, 8192, GuessesAhead::No).memoryBytes,
            with.nextnBytes + 8192u * 576 * 2);
}

TEST(Fit, SkippingWhatLoadDerivesChangesNoVerdict) {
  const FitShape made = shapeOf(kTiny, Derived::Make), skipped = shapeOf(kTiny, Derived::Skip);
  for (size_t layer = 0; layer < made.device.layerBytes.size(); ++layer) {
    const auto bytes = static_cast<double>(made.device.layerBytes[layer]);
    EXPECT_NEAR(static_cast<double>(skipped.device.layerBytes[layer]), bytes, 0.15 * bytes);
  }
  EXPECT_EQ(made.device.slotBytes, skipped.device.slotBytes);
}

}  // namespace
}  // namespace hearth
