// What of a model goes on the graphics card: arithmetic over sizes, no device in it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace hearth {

// Bytes on the device, by part. Vectors have one entry per layer.
struct PlacementNeeds {
  std::vector<size_t> layerBytes;  // weights but the routed experts, and the KV cache of the whole context
  size_t headBytes = 0;            // final norm and head
  size_t computeBytes = 0;         // what is allocated besides, whatever the number of layers
  // One expert's slot; 0 for layers without experts. Slots come in chunks.
  std::vector<size_t> slotBytes;
  std::vector<uint32_t> slotsPerChunk;
  uint32_t experts = 0;
};

// Layers [firstLayer, all) and the head are on the device; nothing is when firstLayer == all.
struct Placement {
  uint32_t firstLayer = 0;
  std::vector<uint32_t> slots;  // per layer
  uint32_t passingSlots = 0;    // of each of the two groups that a long prompt's experts stream through
  size_t bytes = 0;             // at most the budget
};

// Everything but the experts goes first, from the last layer (which the head follows) backwards; if not even
// that fits, whole layers stay with the CPU, and no slots are made. What is left becomes slots: the same
// share of every layer's experts, because recency finds the hot ones of each layer by itself.
Placement place(const PlacementNeeds& needs, size_t budget);

// Rows of one pass to try, largest first.
inline constexpr std::array<uint32_t, 3> kBatches = {512, 128, 32};
// Whether a pass's working memory is out of proportion: layers wait outside, and a smaller batch remains.
bool batchTooLarge(uint32_t batch, size_t computeBytes, uint32_t firstLayer, size_t budget);

// Memory that uploads pass through, for a card with this budget.
size_t stagingBytes(size_t budget);

// What automatic means: all that is free, but a reserve for the desktop and for what cannot be foreseen. A
// card filled to the brim is several times slower, and spilling into main memory slower still.
size_t automaticGpuBudget(size_t total, size_t others);

struct PlacementWords {
  std::string gpu;        // its name; empty: none is used
  std::string whyNotGpu;  // when none is used: a clause
  uint32_t layers = 0, gpuLayers = 0;
  uint32_t expertLayers = 0, experts = 0;  // on the device's layers; experts of one layer
  uint64_t slots = 0;                      // on the device
  bool expertsFromDisk = false;
};
// One plain sentence: device, what is on it, what is not, and why.
std::string placementSentence(const PlacementWords& words);

}  // namespace hearth
