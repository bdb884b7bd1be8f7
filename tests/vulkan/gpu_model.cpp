#include "tests/vulkan/gpu_model.h"

#include <algorithm>

#include "tests/support/random_data.h"

namespace hearth::vulkan::test {

namespace {

template <class T>
T must(Result<T> result) {
  if (!result) std::fprintf(stderr, "unexpected: %s\n", result.error().what().c_str());
  CHECK(result);
  return std::move(*result);
}

constexpr size_t kStagingBytes = size_t{1} << 20;

}  // namespace

std::vector<int32_t> randomTokens(uint32_t count, uint32_t vocab, uint64_t seed) {
  hearth::test::Random random(seed);
  std::vector<int32_t> tokens(count);
  for (int32_t& token : tokens) token = static_cast<int32_t>(random.below(vocab));
  return tokens;
}

std::vector<float> logitsOf(Decoder& decoder, std::span<const int32_t> tokens, uint32_t vocab,
                            uint32_t chunk) {
  std::vector<float> logits(tokens.size() * vocab);
  for (uint32_t first = 0; first < tokens.size(); first += chunk) {
    const auto count = std::min<uint32_t>(chunk, static_cast<uint32_t>(tokens.size()) - first);
    const auto evaluated =
        decoder.evaluate(tokens.subspan(first, count), first, LogitsFor::Every,
                         std::span(logits).subspan(size_t{first} * vocab, size_t{count} * vocab), nullptr);
    EXPECT_EQ(evaluated, Evaluated::Done) << decoder.failure();
  }
  return logits;
}

GpuModel::GpuModel(Gpu& gpu, const Model& model, ThreadPool& pool, const GpuModelOptions& options) {
  uploader_ = must(Uploader::create(gpu.memory(), gpu.device(), kStagingBytes));
  const uint32_t layers = model.config.layers;
  weights_ = must(
      DeviceWeights::upload(gpu.memory(), *uploader_, DeviceWeights::piecesOf(model, {0, layers, true})));
  parts_.memory = &gpu.memory();
  parts_.pipelines = &gpu.pipelines();
  parts_.weights = &weights_;
  if (model.config.routing) {
    source_ = makeMappedSource(model);
    hostExperts_ = must(cpu::makeHostExperts(pool, model, options.maxBatch, source_.get()));
    ExpertSlotsOptions slots{.endLayer = layers, .passingSlots = options.passingSlots};
    size_t slotBytes = 0;
    for (const LayerWeights& layer : model.layers) {
      const auto count = static_cast<uint32_t>(options.residentShare * model.config.routing->experts);
      slots.slots.push_back(layer.moe ? count : 0);
      if (layer.moe) slotBytes = ExpertSlots::layoutOf(*layer.moe, model.config.width).bytes;
    }
    costs_ = std::make_unique<CostModel>(slotBytes);
    slots_ = must(ExpertSlots::create(gpu.memory(), *uploader_, model, *source_, slots));
    if (options.filled) CHECK(slots_->fillUp({}));
    parts_.slots = slots_.get();
    parts_.hostExperts = hostExperts_.get();
    parts_.costs = costs_.get();
  }
  ops_ = must(makeVulkanOps(parts_));
  decoder_ = must(Decoder::create(
      model, *ops_, options.context,
      {.cacheForm = options.form, .cachePositions = options.cachePositions, .maxBatch = options.maxBatch}));
}

}  // namespace hearth::vulkan::test
