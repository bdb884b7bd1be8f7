// Ops that show what every matrix of a model is multiplied with, on its way through other Ops: the hook by
// which importance is gathered, without any kernel knowing of it.
#pragma once

#include <functional>
#include <set>
#include <vector>

#include "runtime/forward/ops.h"

namespace hearth {

// Matrix `matrix` of a stack (0 of a single one).
struct SeenMatrix {
  TensorView stack;
  uint32_t matrix;
};
// One row that all of these were multiplied with.
using InputObserver = std::function<void(std::span<const SeenMatrix> matrices, std::span<const float> input)>;

// Hands every verb to `inner`. What routed experts' down matrices see exists only inside the verb that runs
// them, so `side` computes it once more. Both are ops that hold every expert, such as makeCpuOps(); they
// outlive this. Latent attention is asked for in its absorbed form only: inside the other one the matrices'
// inputs cannot be seen.
class ObservingOps final : public Ops {
 public:
  ObservingOps(Ops& inner, Ops& side, InputObserver observer);

  Begun begin(const PassShape& shape, Logits logits) override { return inner_.begin(shape, logits); }
  bool end(Ending ending) override { return inner_.end(ending); }
  std::string failure() const override { return inner_.failure(); }
  uint32_t contextMost(const Batch& batch) const override { return inner_.contextMost(batch); }
  Result<void> plan(const std::function<void()>& pass) override;
  Result<std::unique_ptr<KvCache>> makeCache(const KvShape& shape) override {
    return inner_.makeCache(shape);
  }
  uint32_t mark() override { return inner_.mark(); }
  void release(uint32_t mark) override { inner_.release(mark); }
  Act upload(std::span<const float> values, uint32_t rows, uint32_t cols) override {
    return inner_.upload(values, rows, cols);
  }
  void download(Act x, std::span<float> values) override { inner_.download(x, values); }
  void traceRouting(RoutingTrace trace) override { trace_ = std::move(trace); }

  Act embed(const Batch& batch, const TensorView& table) override { return inner_.embed(batch, table); }
  Act rmsNorm(Act x, std::span<const float> gain, float eps) override { return inner_.rmsNorm(x, gain, eps); }
  void rmsNormParts(Act x, Parts parts, std::span<const float> gain, float eps) override {
    inner_.rmsNormParts(x, parts, gain, eps);
  }
  Act layerNorm(Act x, std::span<const float> gain, std::span<const float> shift, float eps) override {
    return inner_.layerNorm(x, gain, shift, eps);
  }
  void addTo(Act x, Act y) override { inner_.addTo(x, y); }
  Act join(Act a, Act b) override { return inner_.join(a, b); }
  Act lastRow(Act x) override { return inner_.lastRow(x); }
  void linears(Act x, std::span<const Linear* const> weights, std::span<Act> results) override;
  Act siluMul(Act gate, Act up) override { return inner_.siluMul(gate, up); }
  Act linearParts(Act x, Parts parts, const TensorView& stack) override;
  Act rotation(const Batch& batch, const Rope& rope) override { return inner_.rotation(batch, rope); }
  void rope(Act x, Parts parts, Act rotation, RopePairing pairing) override {
    inner_.rope(x, parts, rotation, pairing);
  }
  void append(KvCache& cache, uint32_t layer, const Batch& batch, Act keys, Act values) override {
    inner_.append(cache, layer, batch, keys, values);
  }
  Act attend(Act q, const KvCache& cache, uint32_t layer, const Batch& batch,
             const AttentionShape& shape) override {
    return inner_.attend(q, cache, layer, batch, shape);
  }
  void appendLatent(KvCache& cache, uint32_t layer, const Batch& batch, Act latentAndKey) override {
    inner_.appendLatent(cache, layer, batch, latentAndKey);
  }
  Act attendLatent(Act qLatent, Act q, Parts rotated, const KvCache& cache, uint32_t layer,
                   const Batch& batch, float scale) override {
    return inner_.attendLatent(qLatent, q, rotated, cache, layer, batch, scale);
  }
  void appendIndex(KvCache& cache, uint32_t layer, const Batch& batch, Act keys) override {
    inner_.appendIndex(cache, layer, batch, keys);
  }
  Positions choosePositions(Act q, Act headWeights, const KvCache& cache, uint32_t layer, const Batch& batch,
                            uint32_t topK) override {
    return inner_.choosePositions(q, headWeights, cache, layer, batch, topK);
  }
  Act attendChosen(Act qLatent, Act q, Parts rotated, Positions chosen, const KvCache& cache, uint32_t layer,
                   const Batch& batch, float scale) override {
    return inner_.attendChosen(qLatent, q, rotated, chosen, cache, layer, batch, scale);
  }
  Act attendExpanded(Act q, const TensorView& keyUp, const TensorView& valueUp, const LatentAttention& latent,
                     uint32_t heads, const KvCache& cache, uint32_t layer, const Batch& batch,
                     float scale) override {
    return inner_.attendExpanded(q, keyUp, valueUp, latent, heads, cache, layer, batch, scale);
  }
  bool canExpand() const override { return false; }
  Choice route(Act scores, const Routing& rule, std::span<const float> choiceBias, uint32_t layer) override;
  Pending beginElsewhere(Act h, Choice choice, const MoeWeights& weights) override {
    return inner_.beginElsewhere(h, choice, weights);
  }
  Act resident(Act h, Choice choice, const MoeWeights& weights) override;
  void addWhenDone(Act x, Pending pending) override { inner_.addWhenDone(x, pending); }
  void head(Act x, const TensorView& weight, Logits logits) override;

 private:
  std::span<const float> valuesOf(Act x);
  void observeRows(Act x, std::span<const SeenMatrix> matrices);
  // The input of an expert's down matrix, for some rows of its own input.
  void mixInside(const MoeWeights& weights, uint32_t expert, std::span<const float> input,
                 std::span<float> mixed);

  Ops& inner_;
  Ops& side_;
  InputObserver observer_;
  RoutingTrace trace_;
  bool planning_ = false;
  uint32_t rowsMax_ = 0;  // of a batch, as planned
  std::set<const MoeWeights*> planned_;
  std::vector<float> values_;                  // of the Act that is looked at
  std::vector<std::vector<uint32_t>> chosen_;  // experts of each row, by the last route()
};

}  // namespace hearth
