#include "tests/vulkan/gpu_model.h"

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
  decoder_ = must(Decoder::create(model, *ops_, options.context,
                                  {.cacheForm = options.form, .maxBatch = options.maxBatch}));
}

}  // namespace hearth::vulkan::test
