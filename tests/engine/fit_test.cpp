#include "runtime/engine/fit.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "runtime/engine/backend.h"
#include "runtime/experts/mapped_source.h"
#include "runtime/model/loader.h"
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

// A GGUF file whose header is complete and whose data is a hole.
class ShapeFile {
 public:
  ShapeFile& text(const std::string& key, const std::string& value) { return pair(key, 8, lengthAnd(value)); }
  ShapeFile& u32(const std::string& key, uint32_t value) { return pair(key, 4, raw(value)); }
  ShapeFile& f32(const std::string& key, float value) { return pair(key, 6, raw(value)); }
  ShapeFile& flag(const std::string& key, bool value) {
    return pair(key, 7, std::string(1, value ? '\1' : '\0'));
  }
  ShapeFile& tokens(uint32_t count) {
    std::string list = raw(uint32_t{8}) + raw(uint64_t{count});
    for (uint32_t i = 0; i < count; ++i) list += lengthAnd(std::to_string(i));
    return pair("tokenizer.ggml.tokens", 9, list);
  }
  ShapeFile& tensor(const std::string& name, DType type, std::vector<uint64_t> shape) {
    const BlockLayout layout = layoutOf(type);
    uint64_t bytes = shape[0] / layout.values * layout.bytes;
    directory_ += lengthAnd(name) + raw(static_cast<uint32_t>(shape.size()));
    for (size_t i = 0; i < shape.size(); ++i) {
      directory_ += raw(shape[i]);
      if (i > 0) bytes *= shape[i];
    }
    directory_ += raw(static_cast<uint32_t>(type)) + raw(dataBytes_);
    dataBytes_ += (bytes + 31) / 32 * 32;
    ++tensors_;
    return *this;
  }
  void write(const std::string& path) const {
    std::string header = "GGUF" + raw(uint32_t{3}) + raw(tensors_) + raw(pairs_) + keys_ + directory_;
    header.resize((header.size() + 31) / 32 * 32);
    std::ofstream(path, std::ios::binary) << header;
    std::filesystem::resize_file(path, header.size() + dataBytes_);
  }

 private:
  template <class T>
  static std::string raw(T value) {
    return std::string(reinterpret_cast<const char*>(&value), sizeof value);
  }
  static std::string lengthAnd(const std::string& text) { return raw(uint64_t{text.size()}) + text; }
  ShapeFile& pair(const std::string& key, uint32_t type, const std::string& value) {
    keys_ += lengthAnd(key) + raw(type) + value;
    ++pairs_;
    return *this;
  }
  std::string keys_, directory_;
  uint64_t pairs_ = 0, tensors_ = 0, dataBytes_ = 0;
};

std::string layerName(uint32_t layer, const char* tensor) {
  std::string name("blk.");
  return name.append(std::to_string(layer)).append(".").append(tensor).append(".weight");
}

// Llama 3.1 8B: 32 layers of width 4096, 8 key-value heads of 128, feed-forward 14336.
void writeLlama8b(const std::string& path) {
  ShapeFile file;
  file.text("general.architecture", "llama").u32("llama.block_count", 32).u32("llama.context_length", 131072);
  file.u32("llama.embedding_length", 4096).u32("llama.feed_forward_length", 14336);
  file.u32("llama.attention.head_count", 32).u32("llama.attention.head_count_kv", 8);
  file.f32("llama.attention.layer_norm_rms_epsilon", 1e-5f).f32("llama.rope.freq_base", 500000.f);
  file.u32("llama.rope.dimension_count", 128).tokens(128256);
  file.tensor("token_embd.weight", DType::Q4_K, {4096, 128256})
      .tensor("output.weight", DType::Q6_K, {4096, 128256});
  file.tensor("output_norm.weight", DType::F32, {4096});
  for (uint32_t i = 0; i < 32; ++i) {
    for (const char* norm : {"attn_norm", "ffn_norm"}) file.tensor(layerName(i, norm), DType::F32, {4096});
    file.tensor(layerName(i, "attn_q"), DType::Q4_K, {4096, 4096})
        .tensor(layerName(i, "attn_output"), DType::Q4_K, {4096, 4096});
    file.tensor(layerName(i, "attn_k"), DType::Q4_K, {4096, 1024})
        .tensor(layerName(i, "attn_v"), DType::Q6_K, {4096, 1024});
    file.tensor(layerName(i, "ffn_gate"), DType::Q4_K, {4096, 14336})
        .tensor(layerName(i, "ffn_up"), DType::Q4_K, {4096, 14336});
    file.tensor(layerName(i, "ffn_down"), DType::Q6_K, {14336, 4096});
  }
  file.write(path);
}

struct DeepseekShape {
  uint32_t layers, dense, width, heads, qRank, vocab, experts, used, shared, expertFfn, denseFfn, groups,
      groupsUsed;
  bool sigmoid;
};
constexpr DeepseekShape kV3{61, 3, 7168, 128, 1536, 129280, 256, 8, 1, 2048, 18432, 8, 4, true};
constexpr DeepseekShape kV2Lite{27, 1, 2048, 16, 0, 102400, 64, 6, 2, 1408, 10944, 1, 1, false};

void writeDeepseek(const std::string& path, const DeepseekShape& s) {
  const auto key = [](const char* name) { return std::string("deepseek2.").append(name); };
  constexpr uint32_t kRank = 512, kNope = 128, kRope = 64, kValue = 128;
  ShapeFile file;
  file.text("general.architecture", "deepseek2")
      .u32(key("block_count"), s.layers)
      .u32(key("context_length"), 163840);
  file.u32(key("embedding_length"), s.width).u32(key("feed_forward_length"), s.denseFfn);
  file.u32(key("attention.head_count"), s.heads).u32(key("attention.head_count_kv"), s.heads);
  file.u32(key("attention.kv_lora_rank"), kRank).u32(key("attention.key_length"), kNope + kRope);
  if (s.qRank > 0) file.u32(key("attention.q_lora_rank"), s.qRank);
  file.u32(key("attention.value_length"), kValue).u32(key("rope.dimension_count"), kRope);
  file.f32(key("attention.layer_norm_rms_epsilon"), 1e-6f).f32(key("rope.freq_base"), 10000.f);
  file.u32(key("leading_dense_block_count"), s.dense).u32(key("expert_count"), s.experts);
  file.u32(key("expert_used_count"), s.used).u32(key("expert_shared_count"), s.shared);
  file.u32(key("expert_feed_forward_length"), s.expertFfn).u32(key("expert_gating_func"), s.sigmoid ? 2 : 1);
  file.flag(key("expert_weights_norm"), s.sigmoid).f32(key("expert_weights_scale"), s.sigmoid ? 2.5f : 1.0f);
  file.u32(key("expert_group_count"), s.groups).u32(key("expert_group_used_count"), s.groupsUsed);
  file.tokens(s.vocab);
  const uint64_t w = s.width;
  file.tensor("token_embd.weight", DType::Q4_K, {w, s.vocab})
      .tensor("output.weight", DType::Q6_K, {w, s.vocab});
  file.tensor("output_norm.weight", DType::F32, {w});
  for (uint32_t i = 0; i < s.layers; ++i) {
    for (const char* norm : {"attn_norm", "ffn_norm"}) file.tensor(layerName(i, norm), DType::F32, {w});
    if (s.qRank > 0) {
      file.tensor(layerName(i, "attn_q_a"), DType::Q4_K, {w, s.qRank})
          .tensor(layerName(i, "attn_q_a_norm"), DType::F32, {s.qRank});
      file.tensor(layerName(i, "attn_q_b"), DType::Q4_K, {s.qRank, uint64_t{s.heads} * (kNope + kRope)});
    } else {
      file.tensor(layerName(i, "attn_q"), DType::Q4_K, {w, uint64_t{s.heads} * (kNope + kRope)});
    }
    file.tensor(layerName(i, "attn_kv_a_mqa"), DType::Q4_K, {w, kRank + kRope});
    file.tensor(layerName(i, "attn_kv_a_norm"), DType::F32, {kRank});
    file.tensor(layerName(i, "attn_kv_b"), DType::Q4_K, {kRank, uint64_t{s.heads} * (kNope + kValue)});
    file.tensor(layerName(i, "attn_output"), DType::Q4_K, {uint64_t{s.heads} * kValue, w});
    if (i < s.dense) {
      file.tensor(layerName(i, "ffn_gate"), DType::Q4_K, {w, s.denseFfn})
          .tensor(layerName(i, "ffn_up"), DType::Q4_K, {w, s.denseFfn});
      // 10944 is no multiple of 256: such rows are stored in blocks of 32.
      file.tensor(layerName(i, "ffn_down"), s.denseFfn % 256 == 0 ? DType::Q6_K : DType::Q8_0,
                  {s.denseFfn, w});
      continue;
    }
    file.tensor(layerName(i, "ffn_gate_inp"), DType::F32, {w, s.experts});
    if (s.sigmoid)
      file.tensor(std::string("blk.").append(std::to_string(i)).append(".exp_probs_b.bias"), DType::F32,
                  {s.experts});
    file.tensor(layerName(i, "ffn_gate_exps"), DType::Q4_K, {w, s.expertFfn, s.experts});
    file.tensor(layerName(i, "ffn_up_exps"), DType::Q4_K, {w, s.expertFfn, s.experts});
    const DType down = s.expertFfn % 256 == 0 ? DType::Q6_K : DType::Q8_0;
    file.tensor(layerName(i, "ffn_down_exps"), down, {s.expertFfn, w, s.experts});
    const uint64_t shared = uint64_t{s.expertFfn} * s.shared;
    file.tensor(layerName(i, "ffn_gate_shexp"), DType::Q4_K, {w, shared})
        .tensor(layerName(i, "ffn_up_shexp"), DType::Q4_K, {w, shared});
    file.tensor(layerName(i, "ffn_down_shexp"), down, {shared, w});
  }
  file.write(path);
}

class FitShapes : public testing::Test {
 protected:
  FitShape llama8b() {
    writeLlama8b(folder_.file("m.gguf"));
    return shapeOf(folder_.file("m.gguf"), Derived::Skip);
  }
  FitShape deepseek(const DeepseekShape& s) {
    writeDeepseek(folder_.file("m.gguf"), s);
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
  const FitShape shape = deepseek(kV2Lite);
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
  const FitShape shape = deepseek(kV3);
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
  const FitShape shape = deepseek(kV2Lite);
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
