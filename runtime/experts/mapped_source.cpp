#include "runtime/experts/mapped_source.h"

#include "runtime/base/check.h"

namespace hearth {

namespace {

class MappedSource final : public ExpertSource {
 public:
  explicit MappedSource(const Model& model) : model_(model) {}

  uint32_t atOnce() const override { return UINT32_MAX; }
  bool acquire(uint32_t layer, std::span<const uint32_t> experts, std::span<ExpertWeights> views) override {
    CHECK(experts.size() == views.size() && model_.layers[layer].moe);
    const MoeWeights& w = *model_.layers[layer].moe;
    const uint32_t width = model_.config.width;
    for (size_t i = 0; i < experts.size(); ++i) {
      views[i] = {w.gate.rowRange(experts[i] * w.expertWidth, w.expertWidth),
                  w.up.rowRange(experts[i] * w.expertWidth, w.expertWidth),
                  w.down.rowRange(experts[i] * width, width)};
    }
    return true;
  }
  void release(uint32_t) override {}
  void lookAhead(uint32_t, const float*, uint32_t) override {}

 private:
  const Model& model_;
};

}  // namespace

std::unique_ptr<ExpertSource> makeMappedSource(const Model& model) {
  return std::make_unique<MappedSource>(model);
}

}  // namespace hearth
