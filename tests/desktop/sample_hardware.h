// What an engine might report, for tests and pictures: a graphics card with a mixture-of-experts model partly
// on it, and computers without.
#pragma once

#include "runtime/engine/hardware.h"
#include "tests/desktop/fake_engine.h"

namespace hearth::desktop {

inline constexpr uint64_t kMega = uint64_t{1} << 20, kGiga = uint64_t{1} << 30;

// The same picture every time: a small generator instead of chance.
struct Dice {
  uint32_t state = 0x2545F491;
  uint32_t below(uint32_t bound) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state % bound;
  }
};

// DeepSeek-V2-Lite's shape by default, half of the experts on the card, some on disk.
inline Hardware sampleHardware(uint32_t expertLayers = 26, uint32_t experts = 64) {
  Hardware h;
  h.gpu = "NVIDIA GeForce RTX 4070";
  h.memory.weights = 1600 * kMega;
  h.memory.experts = 5100 * kMega;
  h.memory.kvCache = 1100 * kMega;
  h.memory.compute = 500 * kMega;
  h.memory.others = 1700 * kMega;
  h.memory.total = 12 * kGiga;
  h.memory.free = h.memory.total - 10000 * kMega;
  h.memory.budget = 9200 * kMega;
  h.layers = h.gpuLayers = expertLayers + 1;
  h.expertLayers = expertLayers;
  h.expertsPerLayer = experts;
  Dice dice;
  for (uint32_t i = 0; i < expertLayers * experts; ++i) {
    const uint32_t roll = dice.below(100);
    ExpertHeat cell;
    cell.tier = roll < 48 ? ExpertTier::Gpu : roll < 88 ? ExpertTier::Memory : ExpertTier::Disk;
    const uint32_t warm = dice.below(100);
    if (cell.tier == ExpertTier::Gpu) {
      cell.heat = static_cast<uint8_t>(warm < 14 ? 255 : warm < 60 ? 40 + dice.below(180) : 0);
    } else if (cell.tier == ExpertTier::Memory && warm < 9) {
      cell.heat = static_cast<uint8_t>(warm < 2 ? 255 : 60 + dice.below(120));
    }
    h.cells.push_back(cell);
  }
  h.hitRate = 0.94;
  h.hitRateKnown = true;
  h.gpuBytesPerToken = 0.76e9;
  h.memoryBytesPerToken = 0.05e9;
  h.tokensPerSecond = 46;
  h.tokensPerSecondBound = 58;
  return h;
}

inline Hardware sampleWithoutCard() {
  Hardware h;
  h.layers = 27;
  h.expertLayers = 26;
  h.expertsPerLayer = 64;
  h.cells = sampleHardware().cells;
  for (ExpertHeat& cell : h.cells) cell = {ExpertTier::Memory, 0};
  h.memoryBytesPerToken = 1.42e9;
  h.tokensPerSecond = 11.3;
  h.tokensPerSecondBound = 28;
  return h;
}

// 20 of 28 layers of a model without experts fit a card of 8 GB whose driver does not tell of other programs.
inline Hardware sampleWithoutExperts() {
  Hardware h;
  h.gpu = "AMD Radeon RX 6600 (RADV NAVI23)";
  h.memory.weights = 5200 * kMega;
  h.memory.kvCache = 900 * kMega;
  h.memory.compute = 300 * kMega;
  h.memory.othersUnknown = true;
  h.memory.total = 8 * kGiga;
  h.memory.free = h.memory.total - 6400 * kMega;
  h.memory.budget = 7 * kGiga;
  h.layers = 28;
  h.gpuLayers = 20;
  return h;
}

inline std::vector<GraphicsCard> sampleCards() {
  return {{.index = 0,
           .name = "NVIDIA GeForce RTX 4070",
           .driver = "NVIDIA",
           .memoryBytes = 12 * kGiga,
           .unusable = {}},
          {.index = 1,
           .name = "Intel(R) UHD Graphics 630 (CFL GT2)",
           .driver = "Mesa",
           .memoryBytes = 8 * kGiga,
           .unusable = "its driver cannot use 8-bit integers in storage buffers"}};
}

// The engine runs a model on this; none: it has not reported yet.
inline void giveHardware(FakeEngine& engine, const std::optional<Hardware>& hardware) {
  engine.hardware = hardware;
  engine.cards = GraphicsCardsFound{sampleCards(), {}};
  engine.fileBytes = 10'400'000'000;
  if (hardware && hardware->gpu.empty()) {
    engine.cards = GraphicsCardsFound{{}, "no Vulkan driver is installed"};
    engine.placement = "The model runs on the processor, because no graphics card was found.";
  } else if (hardware && hardware->cells.empty()) {
    engine.device = "Radeon RX 6600 and CPU, 8 threads";
    engine.placement =
        "The last 20 of 28 layers run on the AMD Radeon RX 6600; for the others its memory is too small, "
        "and the processor computes them.";
  } else {
    engine.device = "NVIDIA GeForce RTX 4070 and CPU, 8 threads";
    engine.placement =
        "The model runs on the NVIDIA GeForce RTX 4070 with room for 48 % of its experts; those your "
        "conversation is not using wait in memory, and the processor computes one where that is faster "
        "than fetching it.";
  }
}

}  // namespace hearth::desktop
