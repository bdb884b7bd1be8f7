#include "runtime/engine/gpu_side.h"

#include <algorithm>
#include <chrono>
#include <set>

#include "runtime/cpu/host_experts.h"
#include "runtime/vulkan/self_check.h"

namespace hearth {

namespace {

using Clock = std::chrono::steady_clock;

// An automatic budget grows only when that is worth the copies.
constexpr double kGrowthWorth = 1.1;

// The number formats that the card will multiply with.
std::vector<DType> formatsOf(const Model& model) {
  std::set<DType> formats{model.head.type()};
  const auto note = [&](const TensorView& w) {
    if (!w.empty()) formats.insert(w.type());
  };
  for (const LayerWeights& layer : model.layers) {
    if (layer.gqa) {
      for (const Linear* w : {&layer.gqa->q, &layer.gqa->k, &layer.gqa->v, &layer.gqa->out}) note(w->weight);
    }
    if (layer.mla) {
      const MlaWeights& m = *layer.mla;
      for (const Linear* w : {&m.q, &m.qDown, &m.qUp, &m.kvDown, &m.out}) note(w->weight);
      for (const TensorView* w : {&m.keyAbsorb, &m.keyUp, &m.valueUp}) note(*w);
      if (m.indexer) {
        for (const Linear* w : {&m.indexer->qUp, &m.indexer->key, &m.indexer->headWeights}) note(w->weight);
      }
    }
    if (layer.moe) {
      note(layer.moe->router);
      for (const ExpertStack* w : {&layer.moe->gate, &layer.moe->up, &layer.moe->down})
        formats.insert(w->type());
    }
    const SwigluWeights* dense = layer.dense ? &*layer.dense : nullptr;
    if (layer.moe && layer.moe->shared) dense = &*layer.moe->shared;
    if (dense == nullptr) continue;
    for (const Linear* w : {&dense->gate, &dense->up, &dense->down}) note(w->weight);
  }
  return {formats.begin(), formats.end()};
}

}  // namespace

Result<std::unique_ptr<GpuSide>> GpuSide::open(const Model& model, ThreadPool& pool, ExpertSource* source,
                                               const KvShape& wholeCache, const GpuOptions& options) {
  std::unique_ptr<GpuSide> side(new GpuSide(model, pool, source));
  auto instance = vulkan::Instance::create({.onValidation = options.onValidation});
  if (!instance) return std::move(instance).error();
  side->instance_ = std::move(*instance);
  const auto pick = vulkan::pickDevice(side->instance_->devices(), options.device);
  if (!pick) return pick.error();
  auto device = vulkan::Device::open(*side->instance_, pick->index, options.faults);
  if (!device) return std::move(device).error();
  side->device_ = std::move(*device);
  side->memory_ = std::make_unique<vulkan::Memory>(*side->device_);

  const auto before = side->memory_->report();
  side->expertPolicy_ = options.expertPolicy;
  side->lookInterval_ = options.lookInterval;
  side->looksBeforeGrowth_ = options.looksBeforeGrowth;
  side->wantedBytes_ = options.memoryBytes;
  side->budget_ = options.memoryBytes > 0 ? std::min<size_t>(options.memoryBytes, before.total)
                                          : automaticGpuBudget(before.total, before.others);
  side->memory_->setBudget(std::max<size_t>(side->budget_, 1));
  // Where the card's memory is the processor's own, what only passes through counts as well.
  const size_t staging = stagingBytes(side->budget_);
  const size_t aside =
      side->device_->can().unifiedMemory ? staging + wholeCache.pageBytes() + vulkan::kCheckBytes : 0;
  if (place(needs(model, wholeCache, aside), side->budget_).firstLayer == model.config.layers) {
    return Error("the memory that Hearth may use on the " + side->facts().name +
                 " does not hold a layer of this model");
  }

  const std::string cacheFile =
      options.cacheFolder.empty() ? std::string() : options.cacheFolder + "/pipelines.bin";
  auto pipelines = vulkan::Pipelines::create(*side->memory_, cacheFile);
  if (!pipelines) return std::move(pipelines).error();
  side->pipelines_ = std::move(*pipelines);
  const std::string recordFile =
      options.cacheFolder.empty() ? std::string() : options.cacheFolder + "/kernels.bin";
  auto checks = vulkan::matrixChecks(formatsOf(model));
  for (auto& check : vulkan::rowChecks(wholeCache.form)) checks.push_back(std::move(check));
  if (model.config.indexer) {
    for (auto& check : vulkan::sparseChecks(wholeCache.indexForm())) checks.push_back(std::move(check));
  }
  auto vetoed = vulkan::checkKernels(*side->memory_, *side->pipelines_, checks, recordFile);
  if (!vetoed) return std::move(vetoed).error();
  side->notes_ = std::move(*vetoed);
  side->speed_ = vulkan::measureSpeed(*side->memory_, *side->pipelines_);
  if (side->device_->failed()) return *side->device_->failure();
  if (side->speed_.multiplyAddsPerSecond > 0) {
    side->device_->setWorkPerDispatch(vulkan::workPerDispatchFor(side->speed_));
  }
  auto uploader = vulkan::Uploader::create(*side->memory_, *side->device_, staging);
  if (!uploader) return std::move(uploader).error();
  side->uploader_ = std::move(*uploader);
  if (auto made = side->makeOps(); !made) return std::move(made).error();
  return side;
}

GpuSide::~GpuSide() {
  // Also after a failure earlier submissions run on, and what they use must not go before.
  if (device_) settle();
}

Result<void> GpuSide::makeOps() {
  ops_.reset();
  weights_ = std::make_unique<vulkan::DeviceWeights>();
  parts_.memory = memory_.get();
  parts_.pipelines = pipelines_.get();
  parts_.weights = weights_.get();
  auto ops = vulkan::makeVulkanOps(parts_);
  if (!ops) return std::move(ops).error();
  ops_ = std::move(*ops);
  return {};
}

PlacementNeeds GpuSide::needs(const Model& model, const KvShape& wholeCache, size_t computeBytes) {
  using vulkan::DeviceWeights;
  const ModelConfig& c = model.config;
  PlacementNeeds needs;
  needs.computeBytes = computeBytes;
  needs.headBytes = DeviceWeights::bytesOf(DeviceWeights::piecesOf(model, {c.layers, c.layers, true}));
  const size_t cacheEach = wholeCache.bytes() / std::max(1u, c.layers);
  for (uint32_t layer = 0; layer < c.layers; ++layer) {
    const auto pieces = DeviceWeights::piecesOf(model, {layer, layer + 1, false});
    needs.layerBytes.push_back(DeviceWeights::bytesOf(pieces) + cacheEach);
    const auto& moe = model.layers[layer].moe;
    const auto layout = moe ? vulkan::ExpertSlots::layoutOf(*moe, c.width) : vulkan::ExpertLayout{};
    needs.slotBytes.push_back(layout.bytes);
    needs.slotsPerChunk.push_back(moe ? vulkan::ExpertSlots::slotsPerChunk(layout, c.routing->experts) : 1);
  }
  needs.experts = c.routing ? c.routing->experts : 0;
  return needs;
}

Result<void> GpuSide::fill(const Placement& placement, uint32_t maxBatch,
                           const std::function<bool(float)>& onProgress) {
  const ModelConfig& c = model_.config;
  // Weights are the first half of the way, experts the second.
  const auto half = [&](float from) {
    return [&onProgress, from](float share) { return !onProgress || onProgress(from + share / 2); };
  };
  auto weights = vulkan::DeviceWeights::upload(
      *memory_, *uploader_, vulkan::DeviceWeights::piecesOf(model_, {placement.firstLayer, c.layers, true}),
      half(0));
  if (!weights) return std::move(weights).error();
  *weights_ = std::move(*weights);
  if (!c.routing) return {};

  auto host = cpu::makeHostExperts(pool_, model_, maxBatch, source_);
  if (!host) return std::move(host).error();
  hostExperts_ = std::move(*host);
  vulkan::ExpertSlotsOptions options;
  options.firstLayer = placement.firstLayer;
  options.endLayer = c.layers;
  options.slots = placement.slots;
  options.policy = expertPolicy_;
  options.passingSlots = placement.passingSlots;
  auto slots = vulkan::ExpertSlots::create(*memory_, *uploader_, model_, *source_, options);
  if (!slots) return std::move(slots).error();
  slots_ = std::move(*slots);
  size_t slotBytes = 0;
  uint32_t moeLayer = c.layers;
  for (uint32_t layer = placement.firstLayer; layer < c.layers; ++layer) {
    if (!model_.layers[layer].moe) continue;
    slotBytes = std::max(slotBytes, slots_->layout(layer).bytes);
    moeLayer = layer;
  }
  costs_ = std::make_unique<CostModel>(std::max<size_t>(slotBytes, 1));
  parts_.slots = slots_.get();
  parts_.hostExperts = hostExperts_.get();
  parts_.costs = costs_.get();
  if (slots_->bytes() > 0) {
    if (auto filled = slots_->fillUp(half(0.5f)); !filled) return filled;
  }
  if (moeLayer < c.layers && !slots_->complete()) calibrate(moeLayer);
  return {};
}

// What a missing expert costs here, as measured at load: computing a few on the host, the bus, and what the
// card's speed makes of it. Passes then keep it up to date.
void GpuSide::calibrate(uint32_t layer) {
  const ModelConfig& c = model_.config;
  const uint32_t topK = c.routing->topK, experts = c.routing->experts;
  const auto seconds = [&](uint32_t rows, uint32_t perRow) {
    std::vector<float> h(size_t{rows} * c.width, 0.5f), out(h.size());
    std::vector<uint32_t> ids(size_t{rows} * perRow);
    for (size_t i = 0; i < ids.size(); ++i) ids[i] = static_cast<uint32_t>(i % perRow) % experts;
    const std::vector<float> weights(ids.size(), 1.0f);
    double best = 0;
    for (int round = 0; round < 3; ++round) {
      const auto began = Clock::now();
      if (!hostExperts_->run(layer, h.data(), rows, perRow, ids.data(), weights.data(), out.data()))
        return 0.0;
      const double took = std::chrono::duration<double>(Clock::now() - began).count();
      best = round == 0 ? took : std::min(best, took);
    }
    return best / std::min(perRow, experts);
  };
  const RowsAndSeconds measured[] = {{1, seconds(1, topK)}, {8, seconds(8, topK)}, {32, seconds(32, topK)}};
  costs_->calibrateHost(measured);
  if (uploader_->bytesPerSecond() > 0) costs_->calibrateBus(uploader_->bytesPerSecond());
  uploader_->takeCopied();  // that was in it
  // The card reads an expert's weights once, however many rows, and multiplies as it did when it was
  // measured.
  if (speed_.bytesPerSecond == 0 || speed_.multiplyAddsPerSecond == 0) return;
  const auto& moe = *model_.layers[layer].moe;
  const double read = static_cast<double>(slots_->layout(layer).bytes) / speed_.bytesPerSecond;
  const double multiply = 3.0 * c.width * moe.expertWidth / speed_.multiplyAddsPerSecond;  // of one row
  std::vector<RowsAndSeconds> onDevice;
  for (const uint32_t rows : {1u, 8u, 32u, 128u, 512u})
    onDevice.push_back({rows, std::max(read, rows * multiply)});
  costs_->calibrateDevice(onDevice);
}

size_t GpuSide::roomForSlots() const {
  const size_t others = memory_->report().ours - (slots_ ? slots_->bytes() : 0);
  return budget_ > others ? budget_ - others : 0;
}

bool GpuSide::fitSlots(size_t growth) {
  memory_->setBudget(std::max<size_t>(budget_, 1));
  if (slots_) {
    const size_t room = roomForSlots();
    const size_t wanted = std::min(room, std::max(growth, slots_->bytes()));
    if (wanted != slots_->bytes()) slots_->resize(wanted);
  }
  return memory_->report().ours <= budget_;
}

bool GpuSide::setBudget(uint64_t bytes) {
  wantedBytes_ = bytes;
  looksWithRoom_ = 0;
  const auto report = memory_->report();
  budget_ =
      bytes > 0 ? std::min<size_t>(bytes, report.total) : automaticGpuBudget(report.total, report.others);
  return fitSlots(budget_);
}

bool GpuSide::breathe() {
  const auto now = Clock::now();
  if (wantedBytes_ > 0 || now - lastLook_ < lookInterval_) return false;
  lastLook_ = now;
  const auto report = memory_->report();
  budget_ = automaticGpuBudget(report.total, report.others);
  const size_t before = slots_ ? slots_->bytes() : 0, room = roomForSlots();
  size_t growth = 0;
  if (!slots_ || slots_->full() || static_cast<double>(room) <= kGrowthWorth * static_cast<double>(before)) {
    looksWithRoom_ = 0;
  } else {
    leastRoom_ = looksWithRoom_ == 0 ? room : std::min(leastRoom_, room);
    if (++looksWithRoom_ >= looksBeforeGrowth_) {
      looksWithRoom_ = 0;
      growth = leastRoom_;
    }
  }
  looksCrowded_ = fitSlots(growth) ? 0 : looksCrowded_ + 1;
  return slots_ && slots_->bytes() != before;
}

}  // namespace hearth
