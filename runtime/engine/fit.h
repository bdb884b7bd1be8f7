// Before a model is loaded: where its parts would go on this computer, and how fast it could be. Computed by
// the placement code that loads models (placement.h, open_source.h), so that the verdict is what will happen.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/engine/context_size.h"
#include "runtime/engine/placement.h"
#include "runtime/forward/kv_cache.h"

namespace hearth {

// What this computer has, in bytes and bytes per second. 0: not there, or not measured.
struct FitComputer {
  std::string gpu;                  // its name; empty: none is used
  uint64_t gpuTotal = 0;            // its memory
  uint64_t gpuOthers = 0;           // of that, in use by other programs
  uint64_t gpuWanted = 0;           // what the user grants Hearth; 0: automatic
  bool gpuUnified = false;          // the card's memory is the processor's own
  uint64_t memoryAvailable = 0;     // of main memory, before the model is in it
  double gpuBytesPerSecond = 0;     // reading
  double memoryBytesPerSecond = 0;  // reading, all threads
  double diskBytesPerSecond = 0;    // reading
  // What the speeds were measured on, to know it again: card with driver, processor, memory; and the folder
  // whose disk was read.
  std::string machine, diskFolder;
};

// What of a model decides: one entry per layer, bytes as they are on the device or in the file.
struct FitShape {
  PlacementNeeds device;  // layerBytes without the context's cache; computeBytes 0
  // Working memory of one pass on the card, for each of kBatches: an estimate, since
  // the exact number is known only when the pass is planned on the card.
  std::array<size_t, kBatches.size()> computeBytes{};
  uint32_t expertsUsed = 0;
  std::vector<uint64_t> expertBytes;  // of all routed experts of a layer, in the file
  uint64_t fileBytes = 0;             // of all parts
  uint64_t cacheBytesPerToken = 0;    // over all layers
  // The layer that guesses ahead, which is always on the processor: its weights, and its cache.
  uint64_t nextnBytes = 0, nextnCacheBytesPerToken = 0;
  uint32_t trainedContext = 0;
};

struct Model;
// Also of a model that was loaded with Derived::Skip, whose bytes need not be there.
FitShape fitShapeOf(const Model& model, KvForm cacheForm = KvForm::Half);

// Of a model that is known by its published numbers only: bytes are shared out by parameters.
struct FitNumbers {
  uint64_t parameters = 0, fileBytes = 0;
  uint32_t layers = 0, denseLayers = 0;  // denseLayers: leading ones without experts (mixtures)
  uint32_t width = 0, vocabulary = 0;
  uint32_t experts = 0, expertsUsed = 0, expertWidth = 0;  // experts 0: not a mixture
  uint32_t cacheNumbersPerLayer = 0;                       // of one token
  uint32_t trainedContext = 0;
  // Layers that guess ahead, beyond `layers`; parameters and fileBytes have them, too. Most published GGUF
  // files of DeepSeek's models leave them out.
  uint32_t nextnLayers = 0;
};
FitShape fitShapeOf(const FitNumbers& numbers, KvForm cacheForm = KvForm::Half);

enum class FitKind {
  Gpu,        // wholly in the card's memory
  GpuAndRam,  // everything else on the card, experts partly in main memory
  PartlyGpu,  // some layers on the card, the others on the processor
  Cpu,        // on the processor, all in main memory
  Disk,       // some experts come from the disk at each token: slow
  No,         // will not fit
};

struct Fit {
  FitKind kind = FitKind::No;
  uint32_t contextLength = 0;
  Placement placement;  // of the card; without layers when it is not used
  uint32_t layers = 0;
  uint64_t gpuBytes = 0;       // that would be in use on the card
  uint64_t gpuBudget = 0;      // that Hearth may use of it
  uint64_t memoryBytes = 0;    // weights read from main memory, and the cache of the processor's layers
  uint64_t diskTierBytes = 0;  // memory for experts, when the others stay on the disk
  double slotShare = 0;        // of the experts, those with room on the card
  // Where it would lie, in bytes; the parts on the card add up to gpuBytes.
  struct Plan {
    uint64_t gpuWeights = 0, gpuExperts = 0, gpuCache = 0, gpuWork = 0;
    uint64_t memoryWeights = 0, memoryCache = 0, diskExperts = 0;
  };
  Plan plan;
  double tokensPerSecondLow = 0;   // expected; 0: nothing was measured
  double tokensPerSecondHigh = 0;  // the bandwidths' bound
  std::string sentence;            // one, for people, in English
};

// Above this rate only "more than" is said: below a millisecond a token, what the bandwidths leave out
// (starting kernels, sampling) takes longer than reading the weights.
inline constexpr double kTokensPerSecondSaid = 1000;

// `contextLength` 0: what Hearth would choose by itself (context_size.h).
Fit fitOf(const FitShape& shape, const FitComputer& computer, uint32_t contextLength,
          GuessesAhead ahead = GuessesAhead::Yes);

}  // namespace hearth
