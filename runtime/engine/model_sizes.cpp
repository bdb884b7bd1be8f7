#include "runtime/engine/model_sizes.h"

#include "runtime/vulkan/device_weights.h"
#include "runtime/vulkan/expert_slots.h"

namespace hearth {

ModelSizes sizesOf(const Model& model) {
  using vulkan::DeviceWeights;
  const ModelConfig& c = model.config;
  const auto bytesOf = [&](const vulkan::WeightRange& part) {
    return static_cast<double>(DeviceWeights::bytesOf(DeviceWeights::piecesOf(model, part)));
  };
  ModelSizes sizes;
  for (uint32_t layer = 0; layer < c.layers; ++layer) {
    sizes.layerBytes.push_back(bytesOf({layer, layer + 1, false}));
    const auto& moe = model.layers[layer].moe;
    sizes.chosenBytes.push_back(
        moe ? static_cast<double>(vulkan::ExpertSlots::layoutOf(*moe, c.width).bytes) * c.routing->topK : 0);
  }
  sizes.headBytes = bytesOf({c.layers, c.layers, true});
  return sizes;
}

}  // namespace hearth
