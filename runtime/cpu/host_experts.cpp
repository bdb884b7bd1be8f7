#include "runtime/cpu/host_experts.h"

#include <algorithm>

#include "runtime/base/host_memory.h"
#include "runtime/cpu/cpu_experts.h"

namespace hearth::cpu {

namespace {

class HostExpertsOnThreads final : public HostExperts {
 public:
  HostExpertsOnThreads(ThreadPool& pool, const Model& model, uint32_t rowsMax, ExpertSource* source)
      : pool_(pool), model_(model), rowsMax_(rowsMax), source_(source) {}

  Result<void> allocate() {
    arena_.startPlanning();
    for (uint32_t i = 0; i < model_.layers.size(); ++i) {
      const auto& moe = model_.layers[i].moe;
      if (!moe) continue;
      const ExpertBatch batch{
          .rows = rowsMax_, .width = model_.config.width, .topK = model_.config.routing->topK, .layer = i};
      runExperts(pool_, arena_, batch, *moe, source_, nullptr);
    }
    const size_t wanted = arena_.wantedBytes();
    if (wanted <= availableMemoryBytes() && arena_.stopPlanning(pool_.nodes())) return {};
    return Error("The working memory for the experts outside of the graphics card needs " +
                 gibibytes(wanted) + ", and " + gibibytes(availableMemoryBytes()) +
                 " are free; close other programs or choose a smaller model");
  }

  bool run(uint32_t layer, const float* h, uint32_t rows, uint32_t topK, const uint32_t* ids,
           const float* weights, float* out) override {
    const uint32_t width = model_.config.width;
    CHECK(layer < model_.layers.size() && model_.layers[layer].moe);
    CHECK(topK <= model_.config.routing->topK);
    for (uint32_t first = 0; first < rows; first += rowsMax_) {
      const size_t at = size_t{first} * width, pair = size_t{first} * topK;
      const ExpertBatch batch{.h = h + at,
                              .rows = std::min(rowsMax_, rows - first),
                              .width = width,
                              .topK = topK,
                              .experts = ids + pair,
                              .weights = weights + pair,
                              .layer = layer};
      if (!runExperts(pool_, arena_, batch, *model_.layers[layer].moe, source_, out + at)) return false;
    }
    return true;
  }

 private:
  ThreadPool& pool_;
  const Model& model_;
  uint32_t rowsMax_;
  ExpertSource* source_;  // or null
  Arena arena_;
};

}  // namespace

Result<std::unique_ptr<HostExperts>> makeHostExperts(ThreadPool& pool, const Model& model, uint32_t rowsMax,
                                                     ExpertSource* source) {
  CHECK(rowsMax > 0 && model.config.routing);
  auto experts = std::make_unique<HostExpertsOnThreads>(pool, model, rowsMax, source);
  if (auto allocated = experts->allocate(); !allocated) return std::move(allocated).error();
  return std::unique_ptr<HostExperts>(std::move(experts));
}

}  // namespace hearth::cpu
