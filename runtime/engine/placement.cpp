#include "runtime/engine/placement.h"

#include <algorithm>

#include "runtime/base/check.h"

namespace hearth {

namespace {

// Two groups of this many slots let copies and products overlap; of what is left for experts they take at
// most one part in kPassingShare.
constexpr uint32_t kPassingSlotsMost = 8;
constexpr size_t kPassingShare = 8;
constexpr size_t kStagingMost = size_t{64} << 20, kStagingLeast = size_t{1} << 20;
constexpr size_t kStagingShare = 16, kComputeShare = 4;  // of the budget, one part in so many
constexpr size_t kReserveLeast = size_t{1} << 30;

size_t slotsBytes(const PlacementNeeds& needs, const std::vector<uint32_t>& slots) {
  size_t bytes = 0;
  for (size_t layer = 0; layer < slots.size(); ++layer) bytes += slots[layer] * needs.slotBytes[layer];
  return bytes;
}

// The same share of every layer's experts, in whole chunks.
std::vector<uint32_t> slotsFor(const PlacementNeeds& needs, uint32_t firstLayer, double share) {
  std::vector<uint32_t> slots(needs.slotBytes.size());
  for (size_t layer = firstLayer; layer < slots.size(); ++layer) {
    if (needs.slotBytes[layer] == 0) continue;
    const auto wanted = static_cast<uint32_t>(share * needs.experts);
    slots[layer] = wanted >= needs.experts ? needs.experts
                                           : wanted / needs.slotsPerChunk[layer] * needs.slotsPerChunk[layer];
  }
  return slots;
}

std::string percent(uint64_t part, uint64_t whole) {
  // Never "100 %" while something is missing.
  const uint64_t rounded = part == whole ? 100 : std::min<uint64_t>(99, (part * 100 + whole / 2) / whole);
  return std::to_string(rounded) + "\u00a0%";
}

}  // namespace

Placement place(const PlacementNeeds& needs, size_t budget) {
  const auto layers = static_cast<uint32_t>(needs.layerBytes.size());
  CHECK(needs.slotBytes.size() == layers && needs.slotsPerChunk.size() == layers);
  Placement placement{.firstLayer = layers, .slots = std::vector<uint32_t>(layers)};
  size_t bytes = needs.computeBytes + needs.headBytes;
  if (bytes > budget) return placement;
  while (placement.firstLayer > 0 && bytes + needs.layerBytes[placement.firstLayer - 1] <= budget) {
    bytes += needs.layerBytes[--placement.firstLayer];
  }
  if (placement.firstLayer == layers) return placement;  // a head alone is not worth the way there
  placement.bytes = bytes;
  const size_t slotMost = *std::max_element(needs.slotBytes.begin(), needs.slotBytes.end());
  if (placement.firstLayer > 0 || slotMost == 0) return placement;

  const std::vector<uint32_t> all = slotsFor(needs, 0, 1.0);
  if (bytes + slotsBytes(needs, all) <= budget) {
    placement.slots = all;
    placement.bytes += slotsBytes(needs, all);
    return placement;
  }
  placement.passingSlots = static_cast<uint32_t>(
      std::min<size_t>(kPassingSlotsMost, (budget - bytes) / kPassingShare / (2 * slotMost)));
  placement.bytes += 2 * placement.passingSlots * slotMost;
  const double share =
      static_cast<double>(budget - placement.bytes) / static_cast<double>(slotsBytes(needs, all));
  placement.slots = slotsFor(needs, 0, share);
  placement.bytes += slotsBytes(needs, placement.slots);
  return placement;
}

bool batchTooLarge(uint32_t batch, size_t computeBytes, uint32_t firstLayer, size_t budget) {
  return computeBytes > budget / kComputeShare && firstLayer > 0 && batch != kBatches.back();
}

size_t stagingBytes(size_t budget) { return std::clamp(budget / kStagingShare, kStagingLeast, kStagingMost); }

size_t automaticGpuBudget(size_t total, size_t others) {
  const size_t reserve = std::min(std::max(kReserveLeast, total / 10), total / 4);
  const size_t taken = others + reserve;
  return taken >= total ? 0 : total - taken;
}

std::string placementSentence(const PlacementWords& w) {
  if (w.gpu.empty()) {
    return "The model runs on the processor" + (w.whyNotGpu.empty() ? "" : ", because " + w.whyNotGpu) + ".";
  }
  const std::string disk = w.expertsFromDisk ? "on disk, with the latest in memory" : "in memory";
  if (w.gpuLayers < w.layers) {
    return "The last " + std::to_string(w.gpuLayers) + " of " + std::to_string(w.layers) +
           " layers run on the " + w.gpu + (w.expertLayers > 0 ? ", their experts on the processor" : "") +
           "; for the others its memory is too small, and the processor computes them.";
  }
  const uint64_t wanted = uint64_t{w.expertLayers} * w.experts;
  if (w.slots >= wanted) return "The whole model is on the " + w.gpu + ".";
  return "The model runs on the " + w.gpu + " with room for " + percent(w.slots, wanted) +
         " of its experts; those your conversation is not using wait " + disk +
         ", and the processor computes one where that is faster than fetching it.";
}

}  // namespace hearth
