#include "runtime/engine/backend.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "runtime/cpu/cpu_ops.h"
#include "runtime/cpu/kernels/kernels.h"
#include "runtime/cpu/memory_bandwidth.h"
#include "runtime/experts/profile_bytes.h"

namespace hearth {

namespace {

// A card that fails this often with one model is not asked again.
constexpr uint32_t kFailuresMost = 3;
// Shares of the budget to try when allocations fail although the budget grants them.
constexpr double kBudgetShares[] = {1.0, 0.7, 0.4};
// Batches to try, as far as the options allow; buffers of more than this part of the budget are too large.
constexpr uint32_t kBatches[] = {512, 128, 32};
constexpr size_t kComputeShare = 4;
// The heat of an expert halves with every so many tokens without a use.
constexpr double kHeatHalfLife = 24;

std::string withoutStop(std::string text) {
  if (text.ends_with('.')) text.pop_back();
  return text;
}

// Errors name the cause first, then, behind a semicolon, details and remedies that are not for a sentence.
std::string causeOf(const std::string& text) { return withoutStop(text.substr(0, text.find(';'))); }

}  // namespace

Backend::Backend(const Model& model, ThreadPool& pool, ExpertSource* source, const BackendOptions& options)
    : model_(model), pool_(pool), source_(source), options_(options) {}

Backend::~Backend() { drop(); }

// The decoder's context lies in the card's memory, which must be at rest before it goes.
void Backend::drop() {
  if (gpu_) gpu_->settle();
  decoder_.reset();
  gpu_.reset();
  firstGpuLayer_ = model_.config.layers;
}

Result<std::unique_ptr<Backend>> Backend::create(const Model& model, ThreadPool& pool, ExpertSource* source,
                                                 const BackendOptions& options,
                                                 const std::function<bool(float)>& onProgress) {
  CHECK(!model.config.routing || source != nullptr);
  std::unique_ptr<Backend> backend(new Backend(model, pool, source, options));
  backend->cpuOps_ = makeCpuOps(pool, source);
  backend->memoryBytesPerSecond_ = cpu::measureReadBandwidth(pool);
  if (auto built = backend->build(onProgress); !built) return std::move(built).error();
  return backend;
}

Result<void> Backend::build(const std::function<bool(float)>& onProgress) {
  drop();
  needsRemaking_ = false;
  if (options_.device == DeviceWish::Cpu) return buildOnCpu("you asked for it");
  if (failures_ >= kFailuresMost)
    return buildOnCpu("the graphics card failed " + std::to_string(failures_) + " times");
  std::string why;
  for (const double share : kBudgetShares) {
    const auto built = buildOnGpu(share, onProgress);
    if (built) {
      whyNotGpu_.clear();
      traceRouting(trace_);
      return {};
    }
    const bool tooSmall = gpu_ == nullptr;
    drop();
    if (why.empty()) why = built.error().what();
    if (onProgress && !onProgress(0)) return built.error();
    if (tooSmall) break;
  }
  if (options_.device == DeviceWish::Gpu && failures_ == 0) {
    return Error("the graphics card cannot be used: " + withoutStop(why) +
                 "; choose --device auto or cpu, or give it more memory");
  }
  return buildOnCpu(why);
}

Result<void> Backend::buildOnCpu(const std::string& why) {
  whyNotGpu_ = causeOf(why);
  auto decoder = Decoder::create(model_, *cpuOps_, options_.contextLength, {.maxBatch = options_.maxBatch});
  if (!decoder) return std::move(decoder).error();
  decoder_ = std::move(*decoder);
  traceRouting(trace_);
  return {};
}

// On failure gpu_ is null when trying with less memory is pointless.
Result<void> Backend::buildOnGpu(double budgetShare, const std::function<bool(float)>& onProgress) {
  const KvShape cache = kvShapeOf(model_.config, options_.contextLength, KvPrecision::Half);
  auto side = GpuSide::open(model_, pool_, source_, cache, options_.gpu);
  if (!side) return std::move(side).error();
  gpu_ = std::move(*side);
  const auto budget = static_cast<size_t>(budgetShare * static_cast<double>(gpu_->budget()));
  for (const uint32_t batch : kBatches) {
    if (batch > options_.maxBatch && batch != kBatches[std::size(kBatches) - 1]) continue;
    const bool smallest = batch == kBatches[std::size(kBatches) - 1];
    // How much the passes themselves take is known when they are planned; then the layers may change.
    Placement placement = place(GpuSide::needs(model_, cache, 0), budget);
    for (int round = 0; round < 3 && placement.firstLayer < model_.config.layers; ++round) {
      const uint32_t first = placement.firstLayer;
      if (!plan(first, std::min(batch, options_.maxBatch))) break;
      const size_t caches = cache.bytes() / model_.config.layers * (model_.config.layers - first);
      const size_t compute = gpu_->memoryReport().ours - caches;
      placement = place(GpuSide::needs(model_, cache, compute), budget);
      if (placement.firstLayer != first) continue;
      if (compute > budget / kComputeShare && first > 0 && !smallest) break;
      firstGpuLayer_ = first;
      return gpu_->fill(placement, decoder_->maxBatch(), onProgress);
    }
    gpu_->settle();
    decoder_.reset();
  }
  const std::string name = gpu_->facts().name;
  gpu_.reset();
  return Error("the memory that Hearth may use on the " + name + " does not hold a layer of this model");
}

// A decoder with layers [first, all) on the card; its cache and its working memory are allocated.
Result<void> Backend::plan(uint32_t first, uint32_t maxBatch) {
  gpu_->settle();
  decoder_.reset();
  if (auto fresh = gpu_->makeOps(); !fresh) return fresh;
  std::vector<Stage> stages;
  if (first > 0) stages.push_back({cpuOps_.get(), first});
  stages.push_back({&gpu_->ops(), model_.config.layers - first});
  auto decoder = Decoder::create(model_, stages, options_.contextLength, {.maxBatch = maxBatch});
  if (!decoder) return std::move(decoder).error();
  decoder_ = std::move(*decoder);
  return {};
}

Result<std::string> Backend::remake() {
  const bool lost = gpu_ != nullptr && !needsRemaking_;
  const std::string before = gpu_ ? gpu_->facts().name : std::string("processor");
  if (lost) ++failures_;
  if (gpu_ == nullptr && !needsRemaking_) return Error(decoder_->failure());
  const std::string profile = expertProfile();
  if (auto built = build({}); !built) return std::move(built).error();
  if (!profile.empty()) warmExperts(profile);  // what was hot is hot
  if (!lost) return "The memory granted on the " + before + " is too small for what was there.";
  return "The " + before + " stopped answering; " +
         (gpu_ ? "Hearth started it again and goes on." : "Hearth goes on with the processor.");
}

void Backend::breathe() {
  if (gpu_ && !gpu_->failed()) gpu_->breathe();
}

void Backend::setGpuMemory(uint64_t bytes) {
  options_.gpu.memoryBytes = bytes;
  // More may also bring back layers, or the card itself.
  needsRemaking_ = gpu_ ? !gpu_->setBudget(bytes) || firstGpuLayer_ > 0
                        : options_.device != DeviceWish::Cpu && failures_ < kFailuresMost;
}

void Backend::traceRouting(RoutingTrace trace) {
  trace_ = std::move(trace);
  cpuOps_->traceRouting(trace_);
  if (gpu_) gpu_->ops().traceRouting(trace_);
}

vulkan::ExpertSlots* Backend::choosingSlots() const {
  if (!gpu_ || gpu_->failed() || gpu_->slots() == nullptr) return nullptr;
  return gpu_->slots()->bytes() == 0 || gpu_->slots()->complete() ? nullptr : gpu_->slots();
}

std::string Backend::expertProfile() const {
  if (!model_.config.routing) return {};
  const uint32_t experts = model_.config.routing->experts;
  if (auto* slots = choosingSlots()) return toBytes(slots->cache().profile(), experts, identityOf(model_));
  if (options_.disk) return toBytes(options_.disk->profile(), experts, identityOf(model_));
  return {};
}

bool Backend::warmExperts(std::string_view profile) {
  if (!model_.config.routing) return false;
  const auto wanted =
      profileFrom(profile, model_.config.layers, model_.config.routing->experts, identityOf(model_));
  if (!wanted) return false;
  if (auto* slots = choosingSlots()) {
    slots->warm(*wanted, kLongestWarming);
  } else if (options_.disk) {
    options_.disk->warm(*wanted, kLongestWarming);
  } else {
    return false;
  }
  return true;
}

HitCount Backend::expertHits() const {
  return gpu_ && gpu_->slots() != nullptr ? gpu_->slots()->cache().total() : HitCount{};
}

std::string Backend::device() const {
  const std::string cpu = "CPU, " + std::string(cpu::instructionSet()) + ", " +
                          std::to_string(pool_.threadCount()) +
                          (pool_.threadCount() == 1 ? " thread" : " threads");
  return gpu_ ? gpu_->facts().name + " and " + cpu : cpu;
}

std::string Backend::placement() const {
  PlacementWords words;
  words.layers = model_.config.layers;
  words.whyNotGpu = whyNotGpu_;
  words.expertsFromDisk = options_.disk != nullptr;
  if (gpu_) {
    words.gpu = gpu_->facts().name;
    words.gpuLayers = words.layers - firstGpuLayer_;
    for (uint32_t layer = firstGpuLayer_; layer < words.layers; ++layer) {
      if (!model_.layers[layer].moe) continue;
      ++words.expertLayers;
      words.slots += gpu_->slots()->cache().slots(layer);
    }
    words.experts = model_.config.routing ? model_.config.routing->experts : 0;
  }
  return placementSentence(words);
}

std::optional<vulkan::MemoryReport> Backend::memoryReport() const {
  if (!gpu_) return std::nullopt;
  return gpu_->memoryReport();
}

// Card and processor read at the same time, the disk before the processor can.
double Backend::tokensPerSecondBound(const Hardware& h) const {
  const double gpuSpeed = gpu_ ? gpu_->speed().bytesPerSecond : 0;
  const double diskSpeed = options_.disk ? options_.disk->stats().speed.bytesPerSecond() : 0;
  const auto seconds = [](double bytes, double speed) { return bytes > 0 && speed > 0 ? bytes / speed : 0; };
  if (memoryBytesPerSecond_ == 0 || (gpu_ && gpuSpeed == 0)) return 0;
  const double token =
      std::max(seconds(h.gpuBytesPerToken, gpuSpeed), seconds(h.memoryBytesPerToken, memoryBytesPerSecond_)) +
      seconds(h.diskBytesPerToken, diskSpeed);
  return token > 0 ? 1 / token : 0;
}

Hardware Backend::hardware() const {
  const ModelConfig& c = model_.config;
  Hardware h;
  h.layers = c.layers;
  h.gpuLayers = c.layers - firstGpuLayer_;
  h.expertsPerLayer = c.routing ? c.routing->experts : 0;
  if (gpu_) {
    using vulkan::MemoryUse;
    const auto report = gpu_->memoryReport();
    const auto use = [&](MemoryUse which) { return report.byUse[static_cast<size_t>(which)]; };
    h.gpu = gpu_->facts().name;
    h.notes = gpu_->notes();
    h.memory = {use(MemoryUse::Weights),
                use(MemoryUse::Experts),
                use(MemoryUse::KvCache),
                use(MemoryUse::Compute) + use(MemoryUse::Staging),
                report.others,
                report.free,
                report.total,
                gpu_->budget(),
                !gpu_->facts().capabilities.memoryBudget};
  }
  double routedBytes = 0, routedElsewhere = 0;  // of one token, in layers on the card and not
  std::vector<ExpertCell> cells(h.expertsPerLayer);
  for (uint32_t layer = 0; layer < c.layers; ++layer) {
    const bool onGpu = layer >= firstGpuLayer_;
    const auto pieces = vulkan::DeviceWeights::piecesOf(model_, {layer, layer + 1, false});
    (onGpu ? h.gpuBytesPerToken : h.memoryBytesPerToken) +=
        static_cast<double>(vulkan::DeviceWeights::bytesOf(pieces));
    const auto& moe = model_.layers[layer].moe;
    if (!moe) continue;
    ++h.expertLayers;
    const double bytes =
        static_cast<double>(vulkan::ExpertSlots::layoutOf(*moe, c.width).bytes) * c.routing->topK;
    (onGpu ? routedBytes : routedElsewhere) += bytes;
    const bool known = gpu_ && onGpu;
    if (known) gpu_->slots()->cache().snapshot(layer, cells);
    for (uint32_t expert = 0; expert < cells.size(); ++expert) {
      const ExpertCell& cell = cells[expert];
      const bool inMemory = options_.disk == nullptr || options_.disk->holds(layer, expert);
      ExpertHeat heat{.tier = inMemory ? ExpertTier::Memory : ExpertTier::Disk, .heat = 0};
      if (known && cell.slot != kNoSlot && !cell.arriving) heat.tier = ExpertTier::Gpu;
      if (known && cell.age != UINT32_MAX) {
        heat.heat = static_cast<uint8_t>(255 * std::exp2(-static_cast<double>(cell.age) / kHeatHalfLife));
      }
      h.cells.push_back(heat);
    }
  }
  const auto head = static_cast<double>(
      vulkan::DeviceWeights::bytesOf(vulkan::DeviceWeights::piecesOf(model_, {c.layers, c.layers, true})));
  (gpu_ ? h.gpuBytesPerToken : h.memoryBytesPerToken) += head;
  if (gpu_ && gpu_->slots() != nullptr) {
    const HitCount recent = gpu_->slots()->cache().recent();
    h.hitRateKnown = recent.hits + recent.misses > 0;
    h.hitRate = recent.rate();
    h.gpuBytesPerToken += routedBytes * h.hitRate;
    routedElsewhere += routedBytes * (1 - h.hitRate);
  }
  const double fromDisk = options_.disk == nullptr ? 0 : 1 - options_.disk->stats().count.rate();
  h.memoryBytesPerToken += routedElsewhere * (1 - fromDisk);
  h.diskBytesPerToken = routedElsewhere * fromDisk;
  h.tokensPerSecondBound = tokensPerSecondBound(h);
  return h;
}

}  // namespace hearth
