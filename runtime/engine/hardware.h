// What the hardware is doing, as values: what lies where, how often the fast place was the right one, and how
// fast that is. The window's hardware page and `--json` show it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hearth {

inline constexpr uint32_t kHitRateTokens = 64;  // the hit rate is of this many tokens, the newest

// Where the user wants a model to run.
enum class DeviceWish { Auto, Cpu, Gpu };

// A graphics card of this computer, as a user chooses one.
struct GraphicsCard {
  int32_t index = 0;  // LoadModel::gpuIndex
  std::string name, driver;
  uint64_t memoryBytes = 0;
  bool software = false;  // a renderer on the processor: never chosen by itself
  std::string unusable;   // not empty: why Hearth cannot run on it
};

// Bytes of the graphics card's memory, by use.
struct GpuMemory {
  uint64_t weights = 0;  // everything but the routed experts
  uint64_t experts = 0;
  uint64_t kvCache = 0;
  uint64_t compute = 0;  // activations, staging
  uint64_t others = 0;   // other programs, as far as the driver tells
  uint64_t free = 0;
  uint64_t total = 0;
  uint64_t budget = 0;         // what Hearth may have of it
  bool othersUnknown = false;  // the driver does not tell (no VK_EXT_memory_budget): `free` is at most that
};

enum class ExpertTier : uint8_t { Gpu, Memory, Disk, None };  // None: the layer has no experts

// One cell of the heat map.
struct ExpertHeat {
  ExpertTier tier = ExpertTier::None;
  uint8_t heat = 0;  // 255: used by the newest token, 0: not used lately
};

struct Hardware {
  std::string gpu;                 // its name; empty: the model runs on the CPU alone
  std::vector<std::string> notes;  // kernels that the card's driver gets wrong and Hearth goes without
  GpuMemory memory;
  uint32_t layers = 0, gpuLayers = 0;  // transformer layers; those on the GPU
  uint32_t expertLayers = 0;           // layers with routed experts
  uint32_t expertsPerLayer = 0;
  std::vector<ExpertHeat> cells;  // [expertLayers, expertsPerLayer]; empty for models without experts
  double hitRate = 0;             // of the last kHitRateTokens tokens: experts found on the GPU, 0..1
  bool hitRateKnown = false;      // some experts are on the GPU, and a token was generated
  // Bytes of weights that one token reads, by where they lie.
  double gpuBytesPerToken = 0, memoryBytesPerToken = 0, diskBytesPerToken = 0;
  double tokensPerSecond = 0;       // of the last answer, or the one being written
  double tokensPerSecondBound = 0;  // bytes per token over measured bandwidths; 0: not measured
};

}  // namespace hearth
