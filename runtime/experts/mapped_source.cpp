#include "runtime/experts/mapped_source.h"

namespace hearth {

ExpertWeights expertOf(const MoeWeights& moe, uint32_t width, uint32_t expert) {
  const uint32_t ffn = moe.expertWidth;
  return {moe.gate.rowRange(expert * ffn, ffn), moe.up.rowRange(expert * ffn, ffn),
          moe.down.rowRange(expert * width, width)};
}

bool MappedSource::acquire(uint32_t layer, std::span<const uint32_t> experts,
                           std::span<ExpertWeights> views) {
  CHECK(model_.layers[layer].moe && views.size() == experts.size());
  for (size_t i = 0; i < experts.size(); ++i) {
    views[i] = expertOf(*model_.layers[layer].moe, model_.config.width, experts[i]);
  }
  return true;
}

}  // namespace hearth
