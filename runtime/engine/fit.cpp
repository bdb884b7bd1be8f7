#include "runtime/engine/fit.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "runtime/base/check.h"
#include "runtime/engine/context_size.h"
#include "runtime/engine/gpu_side.h"
#include "runtime/experts/open_source.h"
#include "runtime/forward/kv_cache.h"
#include "runtime/vulkan/kernels.h"
#include "runtime/vulkan/self_check.h"
#include "runtime/vulkan/sparse_kernels.h"

namespace hearth {
namespace {

// The lower end of what is promised, as a share of a bandwidth's bound: an assumption, lower than what
// tests/bench/README.md shows of the processor; the rest goes to arithmetic, waiting and the context.
constexpr double kReachedLeast = 0.5;

// What load derives from the tensors that are there, when it was told not to (latent_attention.cpp).
size_t derivedBytes(const ModelConfig& config, const MlaWeights& w) {
  const LatentAttention& latent = *config.latent;
  const size_t keys = size_t{config.heads} * latent.nopeDim * latent.kvLoraRank;
  const size_t values = size_t{config.heads} * latent.valueDim * latent.kvLoraRank;
  size_t bytes = 0;
  // Transposed copies are float16 for every quantised format, gathered ones keep theirs: about a byte each.
  if (w.keyAbsorb.empty() && w.keyUp.empty()) return keys * 2 + keys + values;
  if (w.keyUp.empty()) bytes += keys * 2;
  if (w.keyAbsorb.empty()) bytes += keys * 2;
  if (w.valueUp.empty()) bytes += values;
  return bytes;
}

// What sparse attention takes besides, at the longest context.
size_t sparseBytesOf(const ModelConfig& c, uint32_t rows) {
  const Indexer& indexer = *c.indexer;
  const uint32_t topK = std::min(indexer.topK, c.contextLength);
  vulkan::IndexQuery query;
  query.q.rows = rows;
  query.contextMax = c.contextLength;
  vulkan::Attention a;
  a.pieces[0].x.rows = rows;
  a.heads = c.heads;
  a.kvHeads = 1;
  a.keys.width = c.latent->kvLoraRank + c.latent->ropeDim;
  a.valueDim = c.latent->kvLoraRank;
  const size_t activations = size_t{indexer.heads} * indexer.dim + 2 * size_t{indexer.dim} + indexer.heads;
  return size_t{rows} * activations * sizeof(float) + vulkan::chosenBytes(rows, topK) +
         std::max(vulkan::choosePositionsScratchBytes(query), vulkan::attendChosenScratchBytes(a, topK));
}

// The highest stack of activations in one layer: the residual stream, then the larger of attention and
// feed-forward with their scratch.
size_t computeBytesOf(const Model& model, uint32_t rows) {
  const ModelConfig& c = model.config;
  const size_t floats = size_t{rows} * 4;
  size_t attention = 0, feedForward = 0;
  if (c.latent) {
    const LatentAttention& l = *c.latent;
    const size_t query = size_t{c.heads} * c.keyDim, absorbed = size_t{c.heads} * (l.kvLoraRank + l.ropeDim);
    const size_t sums = size_t{c.heads} * std::max(l.kvLoraRank, l.valueDim);
    attention = floats * (c.width + l.qLoraRank + query + absorbed + sums + c.width) +
                vulkan::linearScratchBytes(rows, std::max(c.width, c.heads * l.valueDim));
    if (c.indexer) attention += sparseBytesOf(c, rows);
  } else {
    const size_t query = size_t{c.heads} * c.keyDim, sums = size_t{c.heads} * c.valueDim;
    const size_t rowsOfCache = size_t{c.kvHeads} * (size_t{c.keyDim} + c.valueDim);
    attention = floats * (c.width + query + rowsOfCache + sums + c.width) +
                vulkan::linearScratchBytes(rows, std::max(c.width, c.heads * c.valueDim));
  }
  for (const LayerWeights& layer : model.layers) {
    size_t bytes = floats * 2 * c.width;
    const SwigluWeights* dense = layer.dense ? &*layer.dense : nullptr;
    if (layer.moe && layer.moe->shared) dense = &*layer.moe->shared;
    if (dense != nullptr) {
      const uint32_t ffn = dense->gate.weight.rows();
      bytes = std::max(bytes, floats * (2 * size_t{c.width} + ffn) +
                                  vulkan::gatedScratchBytes(rows, c.width, ffn) +
                                  vulkan::linearScratchBytes(rows, ffn));
    }
    if (layer.moe) {
      const auto layout = vulkan::ExpertSlots::layoutOf(*layer.moe, c.width);
      bytes = std::max(bytes, floats * 2 * c.width + vulkan::expertScratchBytes(layout, rows, c.routing->topK,
                                                                                c.routing->experts));
    }
    feedForward = std::max(feedForward, bytes);
  }
  return floats * c.width + std::max(attention, feedForward) + size_t{c.vocabSize} * 4;
}

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

FitShape fitShapeOf(const Model& model, KvForm cacheForm) {
  FitShape shape;
  shape.device = GpuSide::needs(model, kvShapeOf(model.config, 0, cacheForm), 0);
  shape.expertsUsed = model.config.routing ? model.config.routing->topK : 0;
  for (size_t layer = 0; layer < model.layers.size(); ++layer) {
    const LayerWeights& w = model.layers[layer];
    if (w.mla) shape.device.layerBytes[layer] += derivedBytes(model.config, *w.mla);
    shape.expertBytes.push_back(w.moe ? w.moe->gate.bytes() + w.moe->up.bytes() + w.moe->down.bytes() : 0);
  }
  for (size_t i = 0; i < kBatches.size(); ++i) {
    shape.computeBytes[i] = computeBytesOf(model, kBatches[i]);
  }
  shape.fileBytes = model.file->fileBytes();
  shape.cacheBytesPerToken = kvShapeOf(model.config, 1, cacheForm).bytesPerToken();
  shape.trainedContext = model.config.contextLength;
  return shape;
}

FitShape fitShapeOf(const FitNumbers& n) {
  CHECK(n.layers > 0 && n.parameters > 0 && n.denseLayers <= n.layers);
  // Activations of a layer are a few times its width, whatever the architecture.
  constexpr size_t kWidthsPerRow = 16;
  const double bytesEach = static_cast<double>(n.fileBytes) / static_cast<double>(n.parameters);
  const auto bytesOf = [&](double parameters) { return static_cast<size_t>(parameters * bytesEach); };
  const double head = static_cast<double>(n.vocabulary) * n.width;
  const double expert = 3.0 * n.width * n.expertWidth;
  const uint32_t moeLayers = n.experts > 0 ? n.layers - n.denseLayers : 0;
  const double others =
      std::max(0.0, static_cast<double>(n.parameters) - 2 * head - expert * n.experts * moeLayers);
  FitShape shape;
  shape.device.headBytes = bytesOf(head);
  shape.device.experts = n.experts;
  shape.expertsUsed = n.expertsUsed;
  for (uint32_t layer = 0; layer < n.layers; ++layer) {
    const bool mixture = n.experts > 0 && layer >= n.denseLayers;
    vulkan::ExpertLayout layout;
    layout.bytes = mixture ? std::max<size_t>(1, bytesOf(expert)) : 0;
    shape.device.layerBytes.push_back(bytesOf(others / n.layers));
    shape.device.slotBytes.push_back(layout.bytes);
    shape.device.slotsPerChunk.push_back(mixture ? vulkan::ExpertSlots::slotsPerChunk(layout, n.experts) : 1);
    shape.expertBytes.push_back(mixture ? bytesOf(expert * n.experts) : 0);
  }
  for (size_t i = 0; i < kBatches.size(); ++i) {
    shape.computeBytes[i] = size_t{kBatches[i]} * n.width * kWidthsPerRow * 4 + size_t{n.vocabulary} * 4;
  }
  shape.fileBytes = n.fileBytes;
  shape.cacheBytesPerToken = uint64_t{n.layers} * n.cacheNumbersPerLayer * 2;
  shape.trainedContext = n.trainedContext;
  return shape;
}

Fit fitOf(const FitShape& shape, const FitComputer& computer, uint32_t contextLength) {
  const PlacementNeeds& d = shape.device;
  const auto layers = static_cast<uint32_t>(d.layerBytes.size());
  CHECK(layers > 0 && d.slotBytes.size() == layers && shape.expertBytes.size() == layers);
  Fit fit;
  fit.layers = layers;
  fit.contextLength = contextLength > 0
                          ? contextLength
                          : defaultContextLength({shape.trainedContext, shape.cacheBytesPerToken,
                                                  shape.fileBytes, computer.memoryAvailable});
  const uint64_t cacheBytes = shape.cacheBytesPerToken * fit.contextLength;
  const size_t cacheEach = cacheBytes / layers;
  PlacementNeeds needs = d;
  for (size_t& bytes : needs.layerBytes) bytes += cacheEach;
  const Budget budget = budgetOf(computer, shape.cacheBytesPerToken * kKvPagePositions);
  fit.gpuBudget = budget.bytes;
  fit.placement = placeOn(shape, needs, budget);
  const bool onGpu = fit.placement.firstLayer < layers;
  if (onGpu) fit.gpuBytes = fit.placement.bytes;

  uint64_t expertBytes = 0, slots = 0, slotsWanted = 0, hostWeights = onGpu ? 0 : d.headBytes;
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
  const uint64_t hostCache = cacheEach * fit.placement.firstLayer;

  // Experts of a mixture wait in main memory, or on the disk with the latest in memory (open_source.h).
  double memoryHitsLow = 1, memoryHitsHigh = 1;
  uint64_t memoryNeeded = 0;
  bool fits = true;
  if (expertBytes > 0 && !whole) {
    fit.diskTierBytes = diskTierBytes({.wanted = 0,
                                       .available = computer.memoryAvailable,
                                       .others = cacheBytes,
                                       .fileBytes = shape.fileBytes,
                                       .expertBytes = expertBytes});
    const size_t expertMost = *std::max_element(d.slotBytes.begin(), d.slotBytes.end());
    const uint64_t leastTier = uint64_t{shape.expertsUsed} * expertMost;  // as DiskTier::open()
    memoryNeeded =
        shape.fileBytes - std::min(shape.fileBytes, expertBytes) + cacheBytes + kReserveBytes + leastTier;
    fits = fit.diskTierBytes == 0 || fit.diskTierBytes >= leastTier;
    const uint64_t kept = fit.diskTierBytes == 0 ? expertBytes : std::min(fit.diskTierBytes, expertBytes);
    // Experts repeat from token to token: at worst they are found as often as chance has it, and caches of
    // the latest do better (facts of this kind: 12 % of the slots found 67 %).
    memoryHitsLow = static_cast<double>(kept) / static_cast<double>(expertBytes);
    memoryHitsHigh = std::sqrt(memoryHitsLow);
    fit.memoryBytes = kept + hostWeights + hostCache;
  } else {
    fit.memoryBytes = whole ? 0 : hostWeights + hostCache;
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
