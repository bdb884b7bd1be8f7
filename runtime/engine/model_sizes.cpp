#include "runtime/engine/model_sizes.h"

#include "runtime/vulkan/device_weights.h"
#include "runtime/vulkan/expert_slots.h"

namespace hearth {

namespace {

double numbersOf(const TensorView& matrix) {
  return matrix.empty() ? 0 : static_cast<double>(matrix.rows()) * matrix.cols();
}

double numbersOf(const ExpertStack& stack) { return static_cast<double>(stack.rows()) * stack.cols(); }

double numbersOf(const SwigluWeights& w) {
  return numbersOf(w.gate.weight) + numbersOf(w.up.weight) + numbersOf(w.down.weight);
}

double multiplyAddsOf(const LayerWeights& layer, const ModelConfig& config) {
  double numbers = 0;
  if (layer.gqa) {
    for (const Linear* w : {&layer.gqa->q, &layer.gqa->k, &layer.gqa->v, &layer.gqa->out})
      numbers += numbersOf(w->weight);
  }
  if (layer.mla) {
    const MlaWeights& m = *layer.mla;
    for (const Linear* w : {&m.q, &m.qDown, &m.qUp, &m.kvDown, &m.out}) numbers += numbersOf(w->weight);
    if (m.indexer) {
      for (const Linear* w : {&m.indexer->qUp, &m.indexer->key, &m.indexer->headWeights})
        numbers += numbersOf(w->weight);
    }
    // Absorbed or expanded: the same numbers either way.
    numbers += numbersOf(m.keyAbsorb.empty() ? m.keyUp : m.keyAbsorb) + numbersOf(m.valueUp);
  }
  if (layer.dense) numbers += numbersOf(*layer.dense);
  if (layer.moe) {
    const double all = numbersOf(layer.moe->gate) + numbersOf(layer.moe->up) + numbersOf(layer.moe->down);
    numbers += numbersOf(layer.moe->router) + all * config.routing->topK / config.routing->experts;
    if (layer.moe->shared) numbers += numbersOf(*layer.moe->shared);
  }
  return numbers;
}

}  // namespace

ModelSizes sizesOf(const Model& model) {
  using vulkan::DeviceWeights;
  const ModelConfig& c = model.config;
  const auto bytesOf = [&](const vulkan::WeightRange& part) {
    return static_cast<double>(DeviceWeights::bytesOf(DeviceWeights::piecesOf(model, part)));
  };
  ModelSizes sizes;
  for (uint32_t layer = 0; layer < c.layers; ++layer) {
    sizes.layerMultiplyAdds += multiplyAddsOf(model.layers[layer], c);
    sizes.layerBytes.push_back(bytesOf({layer, layer + 1, false}));
    const auto& moe = model.layers[layer].moe;
    sizes.chosenBytes.push_back(
        moe ? static_cast<double>(vulkan::ExpertSlots::layoutOf(*moe, c.width).bytes) * c.routing->topK : 0);
  }
  sizes.headBytes = bytesOf({c.layers, c.layers, true});
  sizes.headMultiplyAdds = numbersOf(model.head);
  return sizes;
}

}  // namespace hearth
