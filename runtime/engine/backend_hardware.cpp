// What a backend tells about itself: words, bytes, and where every expert is.
#include <algorithm>
#include <cmath>

#include "runtime/cpu/kernels/kernels.h"
#include "runtime/engine/backend.h"

namespace hearth {

namespace {

// The heat of an expert halves with every so many tokens without a use.
constexpr double kHeatHalfLife = 24;

static_assert(kHitRateTokens == ExpertCache::kRecentSteps);

uint8_t heatOf(uint32_t age) {
  return age == UINT32_MAX ? uint8_t{0} : static_cast<uint8_t>(255 * std::exp2(-age / kHeatHalfLife));
}

}  // namespace

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

std::vector<ExpertHeat> Backend::heatMap() const {
  if (!model_.config.routing) return {};
  const uint32_t experts = model_.config.routing->experts;
  std::vector<ExpertHeat> cells;
  cells.reserve(size_t{model_.config.layers} * experts);
  std::vector<bool> inMemory(experts, true);
  std::vector<ExpertCell> known(experts);
  for (uint32_t layer = 0; layer < model_.config.layers; ++layer) {
    if (!model_.layers[layer].moe) continue;
    const bool onGpu = gpu_ && layer >= firstGpuLayer_;
    if (options_.disk) options_.disk->held(layer, inMemory);
    if (onGpu) gpu_->slots()->cache().snapshot(layer, known);
    for (uint32_t e = 0; e < experts; ++e) {
      ExpertHeat heat{.tier = inMemory[e] ? ExpertTier::Memory : ExpertTier::Disk,
                      .heat = heatOf(onGpu ? known[e].age : hostUses_.age(layer, e))};
      if (onGpu && known[e].slot != kNoSlot && !known[e].arriving) heat.tier = ExpertTier::Gpu;
      cells.push_back(heat);
    }
  }
  return cells;
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
  for (uint32_t layer = 0; layer < c.layers; ++layer) {
    const bool onGpu = layer >= firstGpuLayer_;
    (onGpu ? h.gpuBytesPerToken : h.memoryBytesPerToken) += sizes_.layerBytes[layer];
    if (!model_.layers[layer].moe) continue;
    ++h.expertLayers;
    (onGpu ? routedBytes : routedElsewhere) += sizes_.chosenBytes[layer];
  }
  h.cells = heatMap();
  (gpu_ ? h.gpuBytesPerToken : h.memoryBytesPerToken) += sizes_.headBytes;
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
