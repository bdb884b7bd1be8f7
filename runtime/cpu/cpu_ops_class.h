// The class behind makeCpuOps(), for the files that implement it: cpu_ops.cpp has memory and rows,
// cpu_ops_layers.cpp positions, attention and experts, cpu_ops_sparse.cpp sparse attention.
#pragma once

#include <array>

#include "runtime/cpu/arena.h"
#include "runtime/cpu/cpu_matmul.h"
#include "runtime/forward/expert_source.h"
#include "runtime/forward/ops.h"

namespace hearth::cpu {

// Every verb takes its memory from the arena first and returns when the arena is planning.
class CpuOps final : public Ops {
 public:
  CpuOps(ThreadPool& pool, ExpertSource* source) : pool_(pool), source_(source) {}

  bool end(Ending) override { return source_ == nullptr || !source_->failure(); }
  std::string failure() const override;
  Result<void> plan(const std::function<void()>& pass) override;
  Result<std::unique_ptr<KvCache>> makeCache(const KvShape& shape) override;
  uint32_t mark() override { return arena_.mark(); }
  void release(uint32_t mark) override;
  Act upload(std::span<const float> values, uint32_t rows, uint32_t cols) override;
  void download(Act x, std::span<float> values) override;
  void traceRouting(RoutingTrace trace) override { trace_ = std::move(trace); }

  Act embed(const Batch& batch, const TensorView& table) override;
  Act rmsNorm(Act x, std::span<const float> gain, float eps) override;
  Act layerNorm(Act x, std::span<const float> gain, std::span<const float> shift, float eps) override;
  void rmsNormParts(Act x, Parts parts, std::span<const float> gain, float eps) override;
  void addTo(Act x, Act y) override;
  Act lastRow(Act x) override;
  Act join(Act a, Act b) override;
  void linears(Act x, std::span<const Linear* const> weights, std::span<Act> results) override;
  Act siluMul(Act gate, Act up) override;
  Act linearParts(Act x, Parts parts, const TensorView& stack) override;
  Act rotation(const Batch& batch, const Rope& rope) override;
  void rope(Act x, Parts parts, Act rotation, RopePairing pairing) override;
  void append(KvCache& cache, uint32_t layer, const Batch& batch, Act keys, Act values) override;
  Act attend(Act q, const KvCache& cache, uint32_t layer, const Batch& batch,
             const AttentionShape& shape) override;
  void appendLatent(KvCache& cache, uint32_t layer, const Batch& batch, Act latentAndKey) override;
  Act attendLatent(Act qLatent, Act q, Parts rotated, const KvCache& cache, uint32_t layer,
                   const Batch& batch, float scale) override;
  void appendIndex(KvCache& cache, uint32_t layer, const Batch& batch, Act keys) override;
  Positions choosePositions(Act q, Act headWeights, const KvCache& cache, uint32_t layer, const Batch& batch,
                            uint32_t topK) override;
  Act attendChosen(Act qLatent, Act q, Parts rotated, Positions chosen, const KvCache& cache, uint32_t layer,
                   const Batch& batch, float scale) override;
  Act attendExpanded(Act q, const TensorView& keyUp, const TensorView& valueUp, const LatentAttention& latent,
                     uint32_t heads, const KvCache& cache, uint32_t layer, const Batch& batch,
                     float scale) override;
  Choice route(Act scores, const Routing& rule, std::span<const float> choiceBias, uint32_t layer) override;
  // This device holds every expert: nothing is elsewhere.
  Pending beginElsewhere(Act, Choice, const MoeWeights&) override { return {}; }
  Act resident(Act h, Choice choice, const MoeWeights& weights) override;
  void addWhenDone(Act, Pending) override {}
  void head(Act x, const TensorView& weight, Logits logits) override;

 private:
  // An input packed for a family of weight formats, kept while the input lives and does not change.
  struct Packed {
    Act of;
    int form;
    Precision precision;
    uint32_t at;
  };

  Act take(uint32_t rows, uint32_t cols) {
    return {arena_.take(size_t{rows} * cols * sizeof(float)), rows, cols};
  }
  float* data(Act x) { return arena_.at<float>(x.at); }
  uint32_t packedInput(Act x, DType type, Precision precision);
  void changed(Act x);

  ThreadPool& pool_;
  ExpertSource* source_;  // or null
  Arena arena_;
  RoutingTrace trace_;
  std::array<Packed, 4> packed_;  // q8-like, float and rare other forms of one input
  uint32_t packedCount_ = 0;
};

}  // namespace hearth::cpu
