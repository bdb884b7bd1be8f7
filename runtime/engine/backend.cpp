#include "runtime/engine/backend.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "runtime/cpu/cpu_ops.h"
#include "runtime/cpu/kernels/kernels.h"
#include "runtime/cpu/machine_speed.h"
#include "runtime/experts/profile_bytes.h"

namespace hearth {

namespace {

// A card that fails this often with one model is not asked again.
constexpr uint32_t kFailuresMost = 3;
// Shares of the budget to try when allocations fail although the budget grants them.
constexpr double kBudgetShares[] = {1.0, 0.7, 0.4};

std::string withoutStop(std::string text) {
  if (text.ends_with('.')) text.pop_back();
  return text;
}

// Errors name the cause first, then, behind a semicolon, details and remedies that are not for a sentence.
std::string causeOf(const std::string& text) { return withoutStop(text.substr(0, text.find(';'))); }

}  // namespace

Backend::Backend(const Model& model, ThreadPool& pool, ExpertSource* source, const BackendOptions& options)
    : model_(model),
      pool_(pool),
      source_(source),
      options_(options),
      sizes_(sizesOf(model)),
      hostUses_(model.config.layers, model.config.routing ? model.config.routing->experts : 0) {}

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
  backend->running_ = true;
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
  // A model that runs goes on, if need be on the processor.
  if (options_.device == DeviceWish::Gpu && !running_) {
    return Error("the graphics card cannot be used: " + withoutStop(why) +
                 "; choose --device auto or cpu, or give it more memory");
  }
  return buildOnCpu(why);
}

Result<void> Backend::buildOnCpu(const std::string& why) {
  whyNotGpu_ = causeOf(why);
  auto decoder = Decoder::create(model_, *cpuOps_, options_.contextLength,
                                 {.cacheForm = options_.cacheForm, .maxBatch = options_.maxBatch});
  if (!decoder) return std::move(decoder).error();
  decoder_ = std::move(*decoder);
  traceRouting(trace_);
  return {};
}

// On failure gpu_ is null when trying with less memory is pointless.
Result<void> Backend::buildOnGpu(double budgetShare, const std::function<bool(float)>& onProgress) {
  const KvShape cache =
      kvShapeOf(model_.config, kvPages(options_.contextLength) * kKvPagePositions, options_.cacheForm);
  auto side = GpuSide::open(model_, pool_, source_, cache, options_.gpu);
  if (!side) return std::move(side).error();
  gpu_ = std::move(*side);
  const auto budget = static_cast<size_t>(budgetShare * static_cast<double>(gpu_->budget()));
  for (const uint32_t batch : kBatches) {
    if (batch > options_.maxBatch && batch != kBatches.back()) continue;
    // How much the passes themselves take is known when they are planned; then the layers may change.
    Placement placement = place(GpuSide::needs(model_, cache, 0), budget);
    for (int round = 0; round < 3 && placement.firstLayer < model_.config.layers; ++round) {
      const uint32_t first = placement.firstLayer;
      if (!plan(first, std::min(batch, options_.maxBatch))) break;
      const size_t caches = cache.bytes() / model_.config.layers * (model_.config.layers - first);
      const size_t compute = gpu_->memoryReport().ours - caches;
      placement = place(GpuSide::needs(model_, cache, compute), budget);
      if (placement.firstLayer != first) continue;
      if (batchTooLarge(batch, compute, first, budget)) break;
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
  auto decoder = Decoder::create(model_, stages, options_.contextLength,
                                 {.cacheForm = options_.cacheForm, .maxBatch = maxBatch});
  if (!decoder) return std::move(decoder).error();
  decoder_ = std::move(*decoder);
  return {};
}

Result<std::string> Backend::remake() {
  const bool lost = gpu_ != nullptr && !needsRemaking_;
  const std::string before = gpu_ ? gpu_->facts().name : std::string("processor");
  const uint32_t layersBefore = model_.config.layers - firstGpuLayer_;
  if (lost) ++failures_;
  if (gpu_ == nullptr && !needsRemaking_) return Error(decoder_->failure());
  // What was hot is hot, whatever became of the card's memory: the cache's account of it is the host's.
  ResidencyProfile hot;
  if (gpu_ && gpu_->slots() != nullptr) hot = gpu_->slots()->cache().profile();
  if (auto built = build({}); !built) return std::move(built).error();
  if (gpu_ && gpu_->slots() != nullptr) gpu_->slots()->warm(hot, kLongestWarming);
  if (!lost) return movedSentence(before, layersBefore);
  return "The " + before + " stopped answering; " +
         (gpu_ ? "Hearth started it again and goes on." : "Hearth goes on with the processor.");
}

// After the memory that may be used on the card changed; `before` is its name, or "processor".
std::string Backend::movedSentence(const std::string& before, uint32_t layersBefore) const {
  const uint32_t layers = model_.config.layers - firstGpuLayer_;
  if (layers > layersBefore)
    return "More of the model is on the " + gpu_->facts().name + " now: " + std::to_string(layers) +
           " layers.";
  if (layers == layersBefore) return "The model was arranged anew on the " + before + ".";
  return "The memory granted on the " + before + " is too small for what was there; " +
         (gpu_ ? "some of the layers moved to the processor." : "Hearth goes on with the processor.");
}

bool Backend::breathe() {
  if (!gpu_ || gpu_->failed()) return false;
  const bool changed = gpu_->breathe();
  if (gpu_->crowdedOut()) needsRemaking_ = true;  // with fewer layers, or on the processor
  return changed;
}

void Backend::setGpuMemory(uint64_t bytes) {
  options_.gpu.memoryBytes = bytes;
  // More may also bring back layers, or the card itself.
  needsRemaking_ = gpu_ ? !gpu_->setBudget(bytes) || firstGpuLayer_ > 0
                        : options_.device != DeviceWish::Cpu && failures_ < kFailuresMost;
}

void Backend::traceRouting(RoutingTrace trace) {
  trace_ = std::move(trace);
  cpuOps_->traceRouting([this](uint32_t layer, uint32_t row, std::span<const uint32_t> experts) {
    hostUses_.note(layer, experts);
    if (trace_) trace_(layer, row, experts);
  });
  if (gpu_) gpu_->ops().traceRouting(trace_);
}

vulkan::ExpertSlots* Backend::choosingSlots() const {
  if (!gpu_ || gpu_->slots() == nullptr) return nullptr;
  return gpu_->slots()->bytes() == 0 || gpu_->slots()->complete() ? nullptr : gpu_->slots();
}

std::string Backend::expertProfile() const {
  if (!model_.config.routing) return {};
  KeptExperts kept;
  if (auto* slots = choosingSlots()) kept.card = slots->cache().profile();
  if (options_.disk) kept.memory = options_.disk->profile();
  if (!kept.card && !kept.memory) return {};
  return toBytes(kept, model_.config.routing->experts, identityOf(model_));
}

bool Backend::warmExperts(std::string_view profile) {
  if (!model_.config.routing) return false;
  const auto kept =
      keptFrom(profile, model_.config.layers, model_.config.routing->experts, identityOf(model_));
  if (!kept) return false;
  const auto end = std::chrono::steady_clock::now() + kLongestWarming;
  auto* slots = choosingSlots();
  // Where the conversation ran elsewhere before, what it wanted of the one place is wanted of the other. The
  // card comes first: what it takes need not stay in memory.
  if (slots != nullptr) slots->warm(kept->card ? *kept->card : *kept->memory, kLongestWarming);
  if (options_.disk) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    options_.disk->warm(kept->memory ? *kept->memory : *kept->card, std::max(left, left.zero()));
  }
  return slots != nullptr || options_.disk != nullptr;
}

HitCount Backend::expertHits() const {
  return gpu_ && gpu_->slots() != nullptr ? gpu_->slots()->cache().total() : HitCount{};
}

}  // namespace hearth
