// Ops on a Vulkan device: what the verbs ask for is recorded and then submitted as a whole. A short pass is
// recorded once and replayed; a long one is submitted layer by layer where the host decides how its missing
// experts are computed.
#pragma once

#include <memory>

#include "runtime/experts/cost_model.h"
#include "runtime/forward/expert_source.h"
#include "runtime/forward/ops.h"
#include "runtime/vulkan/device_weights.h"
#include "runtime/vulkan/expert_slots.h"

namespace hearth::vulkan {

// What the ops work with. Everything, this struct included, outlives them; weights and the parts of a mixture
// of experts (null for models without) need only be there when a pass runs, not for planning.
struct VulkanOpsParts {
  Memory* memory = nullptr;
  Pipelines* pipelines = nullptr;
  const DeviceWeights* weights = nullptr;
  ExpertSlots* slots = nullptr;
  HostExperts* hostExperts = nullptr;
  CostModel* costs = nullptr;
};

Result<std::unique_ptr<Ops>> makeVulkanOps(const VulkanOpsParts& parts);

}  // namespace hearth::vulkan
