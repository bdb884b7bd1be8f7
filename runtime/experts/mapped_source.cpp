#include "runtime/experts/mapped_source.h"

namespace hearth {

ExpertWeights expertOf(const MoeWeights& moe, uint32_t expert) {
  return {moe.gate.expert(expert), moe.up.expert(expert), moe.down.expert(expert)};
}

bool MappedSource::acquire(uint32_t layer, std::span<const uint32_t> experts,
                           std::span<ExpertWeights> views) {
  CHECK(model_.layers[layer].moe && views.size() == experts.size());
  for (size_t i = 0; i < experts.size(); ++i) {
    views[i] = expertOf(*model_.layers[layer].moe, experts[i]);
  }
  return true;
}

}  // namespace hearth
