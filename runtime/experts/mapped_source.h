// Experts where the mapped file has them: the system brings pages in and keeps what fits.
#pragma once

#include <memory>

#include "runtime/forward/expert_source.h"

namespace hearth {

// Every expert is at hand at once; nothing is ever waited for or refused. The model outlives it.
class MappedSource final : public ExpertSource {
 public:
  explicit MappedSource(const Model& model) : model_(model) {}
  uint32_t atOnce() const override { return UINT32_MAX; }
  bool acquire(uint32_t layer, std::span<const uint32_t> experts, std::span<ExpertWeights> views) override;
  void release(uint32_t) override {}
  void lookAhead(uint32_t, const float*, uint32_t) override {}

 private:
  const Model& model_;
};
inline std::unique_ptr<ExpertSource> makeMappedSource(const Model& model) {
  return std::make_unique<MappedSource>(model);
}

// Expert `expert` of a layer.
ExpertWeights expertOf(const MoeWeights& moe, uint32_t expert);

}  // namespace hearth
