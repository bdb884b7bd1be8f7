// A model on the test device, put together from the runtime's parts, with as many expert slots as a test
// wants.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "runtime/base/thread_pool.h"
#include "runtime/cpu/host_experts.h"
#include "runtime/experts/cost_model.h"
#include "runtime/experts/mapped_source.h"
#include "runtime/forward/decoder.h"
#include "runtime/forward/ops.h"
#include "runtime/vulkan/vulkan_ops.h"
#include "tests/vulkan/gpu_fixture.h"

namespace hearth::vulkan::test {

struct GpuModelOptions {
  uint32_t context = 512;
  uint32_t maxBatch = 64;
  double residentShare = 1.0;  // of every layer's experts
  bool filled = true;          // slots hold experts from the beginning
  uint32_t passingSlots = 0;
  KvForm form = KvForm::Half;
  uint32_t cachePositions = 0;  // as in DecoderOptions
};

std::vector<int32_t> randomTokens(uint32_t count, uint32_t vocab, uint64_t seed);

// Logits after every token, in chunks of a size, from position 0 on.
std::vector<float> logitsOf(Decoder& decoder, std::span<const int32_t> tokens, uint32_t vocab,
                            uint32_t chunk);

class GpuModel {
 public:
  GpuModel(Gpu& gpu, const Model& model, ThreadPool& pool, const GpuModelOptions& options);

  Decoder& decoder() { return *decoder_; }
  Ops& ops() { return *ops_; }
  ExpertSlots* slots() { return slots_.get(); }
  CostModel& costs() { return *costs_; }

 private:
  DeviceWeights weights_;
  std::unique_ptr<ExpertSource> source_;
  std::unique_ptr<HostExperts> hostExperts_;
  std::unique_ptr<CostModel> costs_;
  std::unique_ptr<ExpertSlots> slots_;
  std::unique_ptr<Uploader> uploader_;
  VulkanOpsParts parts_;
  std::unique_ptr<Ops> ops_;
  std::unique_ptr<Decoder> decoder_;
};

}  // namespace hearth::vulkan::test
