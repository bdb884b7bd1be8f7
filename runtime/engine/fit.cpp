#include "runtime/engine/fit.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "runtime/base/check.h"
#include "runtime/engine/gpu_side.h"
#include "runtime/experts/open_source.h"
#include "runtime/forward/kv_cache.h"
#include "runtime/vulkan/self_check.h"

namespace hearth {
namespace {

// The lower end of what is promised, as a share of a bandwidth's bound: an assumption, lower than what
// tests/bench/README.md shows of the processor; the rest goes to arithmetic, waiting and the context.
constexpr double kReachedLeast = 0.5;

struct Budget {
  size_t bytes = 0;
  // Where the card's memory is the processor's own, what only passes through counts as well: always, and
  // while the kernels are checked.
  size_t staging = 0, checking = 0;
};
Budget budgetOf(const FitComputer& computer, size_t cachePageBytes) {
  Budget budget;
  if (computer.gpu.empty() || computer.gpuTotal == 0) return budget;
  budget.bytes = computer.gpuWanted > 0 ? std::min<size_t>(computer.gpuWanted, computer.gpuTotal)
                                        : automaticGpuBudget(computer.gpuTotal, computer.gpuOthers);
  if (computer.gpuUnified) {
    budget.staging = stagingBytes(budget.bytes) + cachePageBytes;
    budget.checking = vulkan::kCheckBytes;
  }
  return budget;
}

// The first batch whose working memory is not out of proportion, as Backend::buildOnGpu() chooses it.
Placement placeOn(const FitShape& shape, PlacementNeeds needs, const Budget& budget) {
  const auto layers = static_cast<uint32_t>(needs.layerBytes.size());
  Placement placement{.firstLayer = layers, .slots = std::vector<uint32_t>(layers)};
  needs.computeBytes = budget.staging + budget.checking;
  if (place(needs, budget.bytes).firstLayer == layers) return placement;
  for (size_t i = 0; i < kBatches.size(); ++i) {
    needs.computeBytes = shape.computeBytes[i] + budget.staging;
    Placement tried = place(needs, budget.bytes);
    if (tried.firstLayer == layers) continue;
    placement = std::move(tried);
    if (!batchTooLarge(kBatches[i], needs.computeBytes, placement.firstLayer, budget.bytes)) break;
  }
  return placement;
}

// Bytes of weights that one token reads, by where they lie, when this share of the experts it needs is found
// on the card, and this share of the others in memory.
struct Reads {
  double gpu = 0, memory = 0, disk = 0;
};
Reads readsOf(const FitShape& shape, const Placement& placement, bool onGpu, double slotHits,
              double memoryHits) {
  Reads reads;
  const PlacementNeeds& d = shape.device;
  for (size_t layer = 0; layer < d.layerBytes.size(); ++layer) {
    const bool here = onGpu && layer >= placement.firstLayer;
    (here ? reads.gpu : reads.memory) += static_cast<double>(d.layerBytes[layer]);
    if (d.slotBytes[layer] == 0 || d.experts == 0) continue;
    const double routed = static_cast<double>(d.slotBytes[layer]) * shape.expertsUsed;
    const double hits = here ? slotHits : 0;
    reads.gpu += routed * hits;
    reads.memory += routed * (1 - hits) * memoryHits;
    reads.disk += routed * (1 - hits) * (1 - memoryHits);
  }
  (onGpu ? reads.gpu : reads.memory) += static_cast<double>(d.headBytes);
  return reads;
}

// Card and processor read at the same time, the disk before the processor can (as Backend's bound). 0: a
// bandwidth that matters was not measured.
double tokensPerSecond(const Reads& reads, const FitComputer& c) {
  const auto unknown = [](double bytes, double speed) { return bytes > 0 && speed <= 0; };
  if (unknown(reads.gpu, c.gpuBytesPerSecond) || unknown(reads.memory, c.memoryBytesPerSecond) ||
      unknown(reads.disk, c.diskBytesPerSecond)) {
    return 0;
  }
  const auto seconds = [](double bytes, double speed) { return bytes > 0 ? bytes / speed : 0; };
  const double token =
      std::max(seconds(reads.gpu, c.gpuBytesPerSecond), seconds(reads.memory, c.memoryBytesPerSecond)) +
      seconds(reads.disk, c.diskBytesPerSecond);
  return token > 0 ? 1 / token : 0;
}

std::string gigabytes(uint64_t bytes) {
  char text[32];
  constexpr double kMega = 1u << 20;
  if (bytes < (1u << 30) / 10) {
    std::snprintf(text, sizeof text, "%.1f MB", static_cast<double>(bytes) / kMega);
    return text;
  }
  std::snprintf(text, sizeof text, "%.1f GB", static_cast<double>(bytes) / (1u << 30));
  return text;
}

std::string speedText(const Fit& fit) {
  if (fit.tokensPerSecondHigh <= 0) return {};
  char text[96];
  const double low = fit.tokensPerSecondLow, high = fit.tokensPerSecondHigh;
  if (low >= kTokensPerSecondSaid) {
    std::snprintf(text, sizeof text, " Expect more than %.0f tokens per second.", kTokensPerSecondSaid);
  } else if (high >= kTokensPerSecondSaid) {
    std::snprintf(text, sizeof text, " Expect about %.0f tokens per second or more.", low);
  } else if (high < 10) {
    std::snprintf(text, sizeof text, " Expect about %.1f to %.1f tokens per second.", low, high);
  } else {
    std::snprintf(text, sizeof text, " Expect about %.0f to %.0f tokens per second.", low, high);
  }
  return text;
}

std::string sentenceOf(const FitShape& shape, const FitComputer& computer, const Fit& fit,
                       uint64_t memoryNeeded) {
  if (fit.kind == FitKind::No) {
    return "It needs " + gigabytes(memoryNeeded) + " of memory, and " + gigabytes(computer.memoryAvailable) +
           " are free: choose a smaller format or model, or a shorter context.";
  }
  PlacementWords words;
  words.layers = fit.layers;
  words.expertsFromDisk = fit.diskTierBytes > 0;
  words.whyNotGpu = computer.gpu.empty() ? "no graphics card is used"
                                         : "the memory that Hearth may use on the " + computer.gpu +
                                               " does not hold a layer of this model";
  if (fit.placement.firstLayer < fit.layers) {
    words.gpu = computer.gpu;
    words.gpuLayers = fit.layers - fit.placement.firstLayer;
    words.experts = shape.device.experts;
    for (uint32_t layer = fit.placement.firstLayer; layer < fit.layers; ++layer) {
      if (shape.device.slotBytes[layer] == 0) continue;
      ++words.expertLayers;
      words.slots += fit.placement.slots[layer];
    }
  }
  std::string sentence = placementSentence(words);
  if (!words.gpu.empty()) {
    sentence += " That takes " + gigabytes(fit.gpuBytes) + " of the " + gigabytes(fit.gpuBudget) +
                " that Hearth may use there.";
  }
  if (fit.memoryBytes > 0) sentence += " Main memory holds " + gigabytes(fit.memoryBytes) + " of it.";
  if (fit.kind == FitKind::Disk)
    sentence += " Experts that are not in memory are read from the disk for each token: slow.";
  return sentence + speedText(fit);
}

}  // namespace

Fit fitOf(const FitShape& shape, const FitComputer& computer, uint32_t contextLength, GuessesAhead ahead) {
  const PlacementNeeds& d = shape.device;
  const auto layers = static_cast<uint32_t>(d.layerBytes.size());
  CHECK(layers > 0 && d.slotBytes.size() == layers && shape.expertBytes.size() == layers);
  const bool guesses = ahead == GuessesAhead::Yes;
  const uint64_t nextnBytes = guesses ? shape.nextnBytes : 0;
  const uint64_t nextnCachePerToken = guesses ? shape.nextnCacheBytesPerToken : 0;
  Fit fit;
  fit.layers = layers;
  fit.contextLength =
      contextLength > 0
          ? contextLength
          : defaultContextLength({shape.trainedContext, shape.cacheBytesPerToken + nextnCachePerToken,
                                  shape.fileBytes, computer.memoryAvailable});
  const uint64_t cacheBytes = shape.cacheBytesPerToken * fit.contextLength;
  const uint64_t nextnCache = nextnCachePerToken * fit.contextLength;
  const size_t cacheEach = cacheBytes / layers;
  PlacementNeeds needs = d;
  for (size_t& bytes : needs.layerBytes) bytes += cacheEach;
  const Budget budget = budgetOf(computer, shape.cacheBytesPerToken * kKvPagePositions);
  fit.gpuBudget = budget.bytes;
  fit.placement = placeOn(shape, needs, budget);
  const bool onGpu = fit.placement.firstLayer < layers;
  if (onGpu) fit.gpuBytes = fit.placement.bytes;

  uint64_t expertBytes = 0, slots = 0, slotsWanted = 0;
  // Guessing reads the head too, also where the card has one of its own.
  uint64_t hostWeights = (onGpu && nextnBytes == 0 ? 0 : d.headBytes) + nextnBytes;
  for (uint32_t layer = 0; layer < layers; ++layer) {
    expertBytes += shape.expertBytes[layer];
    if (layer < fit.placement.firstLayer) hostWeights += d.layerBytes[layer];
    if (d.slotBytes[layer] == 0) continue;
    slotsWanted += d.experts;
    slots += fit.placement.slots[layer];
  }
  fit.slotShare = slotsWanted > 0 ? static_cast<double>(slots) / static_cast<double>(slotsWanted) : 0;
  const bool expertsComplete = slots == slotsWanted;
  const bool whole = onGpu && fit.placement.firstLayer == 0 && expertsComplete;
  const uint64_t hostCache = cacheEach * fit.placement.firstLayer + nextnCache;

  // Experts of a mixture wait in main memory, or on the disk with the latest in memory (open_source.h).
  double memoryHitsLow = 1, memoryHitsHigh = 1;
  uint64_t memoryNeeded = 0;
  bool fits = true;
  if (expertBytes > 0 && !whole) {
    fit.diskTierBytes = diskTierBytes({.wanted = 0,
                                       .available = computer.memoryAvailable,
                                       .others = cacheBytes + nextnCache,
                                       .fileBytes = shape.fileBytes,
                                       .expertBytes = expertBytes});
    const size_t expertMost = *std::max_element(d.slotBytes.begin(), d.slotBytes.end());
    const uint64_t leastTier = uint64_t{shape.expertsUsed} * expertMost;  // as DiskTier::open()
    const uint64_t unread = expertBytes + shape.nextnBytes - nextnBytes;
    memoryNeeded = shape.fileBytes - std::min(shape.fileBytes, unread) + cacheBytes + nextnCache +
                   kReserveBytes + leastTier;
    fits = fit.diskTierBytes == 0 || fit.diskTierBytes >= leastTier;
    const uint64_t kept = fit.diskTierBytes == 0 ? expertBytes : std::min(fit.diskTierBytes, expertBytes);
    // Experts repeat from token to token: at worst they are found as often as chance has it, and caches of
    // the latest do better (facts of this kind: 12 % of the slots found 67 %).
    memoryHitsLow = static_cast<double>(kept) / static_cast<double>(expertBytes);
    memoryHitsHigh = std::sqrt(memoryHitsLow);
    fit.memoryBytes = kept + hostWeights + hostCache;
  } else {
    fit.memoryBytes = hostWeights + hostCache;
    memoryNeeded = fit.memoryBytes;
    fits = memoryNeeded <= computer.memoryAvailable;
  }

  if (!fits) {
    fit.kind = FitKind::No;
  } else if (whole) {
    fit.kind = FitKind::Gpu;
  } else if (fit.diskTierBytes > 0) {
    fit.kind = FitKind::Disk;
  } else if (!onGpu) {
    fit.kind = FitKind::Cpu;
  } else {
    fit.kind = fit.placement.firstLayer > 0 ? FitKind::PartlyGpu : FitKind::GpuAndRam;
  }
  if (onGpu) {
    fit.plan.gpuWeights = d.headBytes;
    for (uint32_t layer = fit.placement.firstLayer; layer < layers; ++layer) {
      fit.plan.gpuWeights += d.layerBytes[layer];
      fit.plan.gpuExperts += uint64_t{fit.placement.slots[layer]} * d.slotBytes[layer];
    }
    fit.plan.gpuCache = cacheEach * (layers - fit.placement.firstLayer);
    const uint64_t told = fit.plan.gpuWeights + fit.plan.gpuExperts + fit.plan.gpuCache;
    fit.plan.gpuWork = fit.gpuBytes - std::min(fit.gpuBytes, told);
  }
  fit.plan.memoryCache = std::min(hostCache, fit.memoryBytes);
  fit.plan.memoryWeights = fit.memoryBytes - fit.plan.memoryCache;
  if (fit.diskTierBytes > 0) fit.plan.diskExperts = expertBytes - std::min(fit.diskTierBytes, expertBytes);

  if (fits) {
    const double slotHitsHigh = std::sqrt(fit.slotShare);
    const Reads worst = readsOf(shape, fit.placement, onGpu, fit.slotShare, memoryHitsLow);
    const Reads best = readsOf(shape, fit.placement, onGpu, slotHitsHigh, memoryHitsHigh);
    fit.tokensPerSecondLow = kReachedLeast * tokensPerSecond(worst, computer);
    fit.tokensPerSecondHigh = tokensPerSecond(best, computer);
  }
  fit.sentence = sentenceOf(shape, computer, fit, memoryNeeded);
  return fit;
}

}  // namespace hearth
