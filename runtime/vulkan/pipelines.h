// Compute pipelines, made from embedded SPIR-V when they are first asked for and kept.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/vulkan/device.h"
#include "runtime/vulkan/kernel_choice.h"
#include "runtime/vulkan/memory.h"

namespace hearth::vulkan {

// A shader with its numbers: constants[i] is the specialisation constant with id i. By convention id 0 is
// the workgroup's local_size_x.
struct PipelineKey {
  std::string shader;  // its name in shaders/shaders.cmake, "matvec_q4_k"
  std::vector<uint32_t> constants;
  uint32_t subgroupSize = 0;  // asked for where the device can; 0: whatever comes
  auto operator<=>(const PipelineKey&) const = default;
};

struct Pipeline {
  Owned<VkPipeline> pipeline;
  std::string shader;
};

// Push constants: up to 128 bytes (what every device has), in one layout shared by all.
inline constexpr uint32_t kPushBytesMax = 128;

// Used by the thread that records.
class Pipelines {
 public:
  // `cacheFile`: where the driver's compiled code is kept between runs (read if it fits this device and
  // driver, written by the destructor); empty: nowhere.
  static Result<std::unique_ptr<Pipelines>> create(Memory& memory, const std::string& cacheFile);
  ~Pipelines();

  // Null after a failure, which the device then remembers.
  const Pipeline* get(const PipelineKey& key);
  VkPipelineLayout layout() const { return layout_.get(); }
  Device& device() const { return *device_; }
  // Which variants whoever records shall ask for.
  const KernelChoice& choice() const { return choice_; }
  void choose(KernelChoice choice) { choice_ = std::move(choice); }
  // While not null, a shader that the driver refuses is told here instead of failing the device: the
  // self-check tries what may not work.
  void tellRefusals(std::string* to) { refusals_ = to; }

 private:
  Result<void> uploadGrids();
  bool accepted(VkResult done, const std::string& during);
  explicit Pipelines(Memory& memory)
      : memory_(&memory), device_(&memory.device()), choice_(chooseKernels(memory.device().can())) {}
  Memory* memory_;
  Device* device_;
  KernelChoice choice_;
  std::string cacheFile_;
  Owned<VkPipelineCache> cache_;
  Owned<VkPipelineLayout> layout_;
  std::map<PipelineKey, Pipeline> made_;
  std::string* refusals_ = nullptr;
  Buffer grids_;          // kGridWords; made when a shader of IQ1, IQ2 or IQ3 is first asked for
  size_t bytesRead_ = 0;  // of the cache file
};

}  // namespace hearth::vulkan
