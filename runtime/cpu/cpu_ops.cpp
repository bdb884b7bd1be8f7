#include "runtime/cpu/cpu_ops.h"

#include <array>
#include <cmath>
#include <cstring>

#include "runtime/cpu/arena.h"
#include "runtime/cpu/choose_experts.h"
#include "runtime/cpu/cpu_attention.h"
#include "runtime/cpu/cpu_experts.h"
#include "runtime/cpu/cpu_kv_cache.h"
#include "runtime/cpu/cpu_matmul.h"
#include "runtime/cpu/host_memory.h"
#include "runtime/cpu/kernels/kernels.h"
#include "runtime/cpu/workers.h"

namespace hearth {

namespace {

using namespace cpu;

// Every verb takes its memory from the arena first and returns when the arena is planning.
class CpuOps final : public Ops {
 public:
  explicit CpuOps(ThreadPool& pool) : pool_(pool) {}

  Result<void> plan(const std::function<void()>& pass) override;
  Result<std::unique_ptr<KvCache>> makeCache(const KvShape& shape) override { return CpuKvCache::create(shape); }
  uint32_t mark() override { return arena_.mark(); }
  void release(uint32_t mark) override;
  Act upload(std::span<const float> values, uint32_t rows, uint32_t cols) override;
  void download(Act x, std::span<float> values) override;
  void traceRouting(RoutingTrace trace) override { trace_ = std::move(trace); }

  Act embed(const Batch& batch, const TensorView& table) override;
  Act rmsNorm(Act x, std::span<const float> gain, float eps) override;
  void rmsNormParts(Act x, Parts parts, std::span<const float> gain, float eps) override;
  void addTo(Act x, Act y) override;
  Act lastRow(Act x) override;
  void linears(Act x, std::span<const Linear* const> weights, std::span<Act> results) override;
  Act siluMul(Act gate, Act up) override;
  Act linearParts(Act x, Parts parts, const TensorView& stack) override;
  Act rotation(const Batch& batch, const Rope& rope) override;
  void rope(Act x, Parts parts, Act rotation, RopePairing pairing) override;
  void append(KvCache& cache, uint32_t layer, const Batch& batch, Act keys, Act values) override;
  Act attend(Act q, const KvCache& cache, uint32_t layer, const Batch& batch, const AttentionShape& shape) override;
  void appendLatent(KvCache& cache, uint32_t layer, const Batch& batch, Act latentAndKey) override;
  Act attendLatent(Act qLatent, Act q, Parts rotated, const KvCache& cache, uint32_t layer, const Batch& batch,
                   float scale) override;
  Act attendExpanded(Act q, const TensorView& keyUp, const TensorView& valueUp, const LatentAttention& latent,
                     uint32_t heads, const KvCache& cache, uint32_t layer, const Batch& batch, float scale) override;
  Choice route(Act scores, const Routing& rule, std::span<const float> choiceBias, uint32_t layer) override;
  // This device holds every expert: nothing is elsewhere.
  Pending beginElsewhere(Act, Choice, const MoeWeights&) override { return {}; }
  Act resident(Act h, Choice choice, const MoeWeights& weights) override;
  void addWhenDone(Act, Pending) override {}
  void head(Act x, const TensorView& weight, std::span<float> logits) override;

 private:
  // An input packed for a family of weight formats, kept while the input lives and does not change.
  struct Packed {
    Act of;
    int form;
    Input input;
    uint32_t at;
  };

  Act take(uint32_t rows, uint32_t cols) { return {arena_.take(size_t{rows} * cols * sizeof(float)), rows, cols}; }
  float* data(Act x) { return arena_.at<float>(x.at); }
  uint32_t packedInput(Act x, DType type, Input input);
  void changed(Act x);

  ThreadPool& pool_;
  Arena arena_;
  RoutingTrace trace_;
  std::array<Packed, 4> packed_;  // q8-like, float and rare other forms of one input
  uint32_t packedCount_ = 0;
};

Result<void> CpuOps::plan(const std::function<void()>& pass) {
  arena_.startPlanning();
  const uint32_t before = mark();
  pass();
  release(before);
  const size_t wanted = arena_.wantedBytes();
  if (wanted <= availableMemoryBytes() && arena_.stopPlanning()) return {};
  return Error("The working memory for one batch needs " + gibibytes(wanted) + ", and " +
               gibibytes(availableMemoryBytes()) + " are free; close other programs or choose a smaller model");
}

void CpuOps::release(uint32_t mark) {
  arena_.release(mark);
  while (packedCount_ > 0 && packed_[packedCount_ - 1].at >= mark) --packedCount_;
}

Act CpuOps::upload(std::span<const float> values, uint32_t rows, uint32_t cols) {
  CHECK(values.size() == size_t{rows} * cols);
  const Act x = take(rows, cols);
  if (!arena_.planning()) std::copy(values.begin(), values.end(), data(x));
  return x;
}

void CpuOps::download(Act x, std::span<float> values) {
  CHECK(values.size() == size_t{x.rows} * x.cols);
  if (!arena_.planning()) std::copy_n(data(x), values.size(), values.begin());
}

uint32_t CpuOps::packedInput(Act x, DType type, Input input) {
  const int form = packedForm(type);
  for (uint32_t i = 0; i < packedCount_; ++i) {
    const Packed& p = packed_[i];
    const bool fineEnough = p.input == input || p.input == Input::Fine;
    if (p.of.at == x.at && p.of.rows == x.rows && p.form == form && fineEnough) return p.at;
  }
  const uint32_t at = arena_.take(packedBytes(type, x.rows, x.cols, input));
  if (!arena_.planning()) packShared(pool_, type, data(x), x.cols, x.rows, x.cols, input, arena_.at<std::byte>(at));
  if (packedCount_ < packed_.size()) packed_[packedCount_++] = {x, form, input, at};
  return at;
}

// What was packed of x is stale. Kept entries stay in the order of their places, as release() needs.
void CpuOps::changed(Act x) {
  const auto end = packed_.begin() + packedCount_;
  packedCount_ = static_cast<uint32_t>(
      std::remove_if(packed_.begin(), end, [&](const Packed& p) { return p.of.at == x.at; }) - packed_.begin());
}

Act CpuOps::embed(const Batch& batch, const TensorView& table) {
  const Act x = take(batch.rows(), table.cols());
  if (arena_.planning()) return x;
  forItems(pool_, x.rows, x.cols, [&](uint32_t first, uint32_t last) {
    for (uint32_t r = first; r < last; ++r) {
      const auto token = static_cast<uint32_t>(batch.tokens[r]);
      CHECK(token < table.rows());
      dequantizeRow(table, token, data(x) + size_t{r} * x.cols);
    }
  });
  return x;
}

Act CpuOps::rmsNorm(Act x, std::span<const float> gain, float eps) {
  CHECK(gain.size() == x.cols);
  const Act y = take(x.rows, x.cols);
  if (arena_.planning()) return y;
  forItems(pool_, x.rows, x.cols, [&](uint32_t first, uint32_t last) {
    for (uint32_t r = first; r < last; ++r) {
      const size_t at = size_t{r} * x.cols;
      cpu::rmsNorm(data(x) + at, gain.data(), eps, x.cols, data(y) + at);
    }
  });
  return y;
}

void CpuOps::rmsNormParts(Act x, Parts parts, std::span<const float> gain, float eps) {
  CHECK(gain.size() == parts.width);
  changed(x);
  if (arena_.planning()) return;
  forItems(pool_, x.rows, parts.count * parts.width, [&](uint32_t first, uint32_t last) {
    for (uint32_t r = first; r < last; ++r) {
      for (uint32_t p = 0; p < parts.count; ++p) {
        float* part = data(x) + size_t{r} * x.cols + parts.offset + p * parts.stride;
        cpu::rmsNorm(part, gain.data(), eps, parts.width, part);
      }
    }
  });
}

void CpuOps::addTo(Act x, Act y) {
  CHECK(x.rows == y.rows && x.cols == y.cols);
  changed(x);
  if (arena_.planning()) return;
  forItems(pool_, x.rows, x.cols, [&](uint32_t first, uint32_t last) {
    addScaled(data(x) + size_t{first} * x.cols, data(y) + size_t{first} * x.cols, 1.0f, (last - first) * x.cols);
  });
}

Act CpuOps::lastRow(Act x) {
  // Rows need not start on a line of the arena, so the row moves.
  const Act last = take(1, x.cols);
  if (!arena_.planning()) std::copy_n(data(x) + size_t{x.rows - 1} * x.cols, x.cols, data(last));
  return last;
}

void CpuOps::linears(Act x, std::span<const Linear* const> weights, std::span<Act> results) {
  constexpr size_t kMost = 8;
  CHECK(weights.size() <= kMost && weights.size() == results.size());
  std::array<uint32_t, kMost> packed{};
  for (size_t i = 0; i < weights.size(); ++i) {
    CHECK(weights[i]->weight.cols() == x.cols);
    results[i] = take(x.rows, weights[i]->weight.rows());
  }
  // The fine inputs first: rounded ones are part of them.
  for (const Input input : {Input::Fine, Input::Rounded}) {
    for (size_t i = 0; i < weights.size(); ++i) {
      const TensorView& w = weights[i]->weight;
      if (inputFor(w) == input) packed[i] = packedInput(x, w.type(), input);
    }
  }
  if (arena_.planning()) return;
  std::array<Product, kMost> products;
  for (size_t i = 0; i < weights.size(); ++i) {
    const Linear& w = *weights[i];
    products[i] = {.weight = w.weight,
                   .packed = arena_.at<std::byte>(packed[i]),
                   .input = inputFor(w.weight),
                   .xRows = x.rows,
                   .bias = w.bias.empty() ? nullptr : w.bias.data(),
                   .y = data(results[i]),
                   .yStride = results[i].cols};
  }
  multiply(pool_, std::span(products).first(weights.size()));
}

Act CpuOps::siluMul(Act gate, Act up) {
  CHECK(gate.rows == up.rows && gate.cols == up.cols);
  const Act y = take(gate.rows, gate.cols);
  if (arena_.planning()) return y;
  // One row can be long (18432 numbers in DeepSeek-V3), so rows are cut.
  constexpr uint32_t kPiece = 1024;
  const uint32_t numbers = gate.rows * gate.cols;
  forItems(pool_, (numbers + kPiece - 1) / kPiece, kPiece, [&](uint32_t first, uint32_t last) {
    const uint32_t from = first * kPiece, to = std::min(numbers, last * kPiece);
    swiglu(data(gate) + from, data(up) + from, to - from, data(y) + from);
  });
  return y;
}

Act CpuOps::linearParts(Act x, Parts parts, const TensorView& stack) {
  CHECK(stack.cols() == parts.width && stack.rows() % parts.count == 0);
  const uint32_t outEach = stack.rows() / parts.count;
  const Act y = take(x.rows, stack.rows());
  const Input input = inputFor(stack);
  const uint32_t mark = arena_.mark();
  const size_t packedEach = packedBytes(stack.type(), x.rows, parts.width, input);
  const uint32_t packedAt = arena_.take(parts.count * packedEach);
  arena_.release(mark);  // scratch of this verb only
  if (arena_.planning()) return y;
  std::byte* packed = arena_.at<std::byte>(packedAt);
  const uint32_t partsWanted = 4 * pool_.threadCount();
  const uint32_t cuts = parts.count >= partsWanted ? 1 : (partsWanted + parts.count - 1) / parts.count;
  const uint32_t rowsEach = (outEach + cuts - 1) / cuts;
  forItems(pool_, parts.count, x.rows * parts.width, [&](uint32_t first, uint32_t last) {
    for (uint32_t p = first; p < last; ++p) {
      packHere(stack.type(), data(x) + parts.offset + p * parts.stride, x.cols, x.rows, parts.width, input,
               packed + p * packedEach);
    }
  });
  pool_.parallelFor(parts.count * cuts, 1, [&](uint32_t firstTask, uint32_t lastTask, uint32_t) {
    for (uint32_t task = firstTask; task < lastTask; ++task) {
      const uint32_t p = task / cuts, from = task % cuts * rowsEach;
      if (from >= outEach) continue;
      const Product product{.weight = stack.rowRange(p * outEach, outEach),
                            .packed = packed + p * packedEach,
                            .input = input,
                            .xRows = x.rows,
                            .y = data(y) + p * outEach,
                            .yStride = y.cols};
      multiplyRows(product, from, std::min(outEach, from + rowsEach));
    }
  });
  return y;
}

Act CpuOps::rotation(const Batch& batch, const Rope& rope) {
  const Act turn = take(batch.rows(), rope.dims);
  if (arena_.planning()) return turn;
  for (uint32_t r = 0; r < turn.rows; ++r) {
    float* cosines = data(turn) + size_t{r} * rope.dims;
    float* sines = cosines + rope.dims / 2;
    for (uint32_t i = 0; i < rope.dims / 2; ++i) {
      // In double: at position 100,000 a float angle would be off by several thousandths of a radian.
      const double angle = static_cast<double>(batch.first + r) * static_cast<double>(rope.inverseFrequencies[i]);
      cosines[i] = static_cast<float>(std::cos(angle)) * rope.magnitude;
      sines[i] = static_cast<float>(std::sin(angle)) * rope.magnitude;
    }
  }
  return turn;
}

void CpuOps::rope(Act x, Parts parts, Act rotation, RopePairing pairing) {
  CHECK(parts.width == rotation.cols && x.rows == rotation.rows);
  changed(x);
  if (arena_.planning()) return;
  forItems(pool_, x.rows, parts.count * parts.width, [&](uint32_t first, uint32_t last) {
    for (uint32_t r = first; r < last; ++r) {
      const float* cosines = data(rotation) + size_t{r} * rotation.cols;
      cpu::rope(data(x) + size_t{r} * x.cols + parts.offset, parts.count, parts.stride, pairing, rotation.cols,
                cosines, cosines + rotation.cols / 2);
    }
  });
}

void CpuOps::append(KvCache& cache, uint32_t layer, const Batch& batch, Act keys, Act values) {
  if (arena_.planning()) return;
  auto& rows = static_cast<CpuKvCache&>(cache);
  CHECK(keys.cols == rows.shape().keyWidth && values.cols == rows.shape().valueWidth);
  forItems(pool_, keys.rows, keys.cols + values.cols, [&](uint32_t first, uint32_t last) {
    rows.storeKeys(layer, batch.first + first, data(keys) + size_t{first} * keys.cols, keys.cols, last - first);
    rows.storeValues(layer, batch.first + first, data(values) + size_t{first} * values.cols, values.cols,
                     last - first);
  });
}

Act CpuOps::attend(Act q, const KvCache& cache, uint32_t layer, const Batch& batch, const AttentionShape& shape) {
  const Act out = take(q.rows, shape.heads * shape.valueDim);
  const auto& rows = static_cast<const CpuKvCache&>(cache);
  const AttentionInput in{.pieces = {{arena_.planning() ? nullptr : data(q), q.cols, shape.keyDim, shape.keyDim}, {}},
                          .heads = shape.heads,
                          .kvHeads = shape.kvHeads,
                          .scale = shape.scale,
                          .rows = q.rows,
                          .first = batch.first,
                          .keys = rows.keys(layer),
                          .values = rows.values(layer),
                          .valueDim = shape.valueDim};
  cpu::attend(pool_, arena_, in, arena_.planning() ? nullptr : data(out));
  return out;
}

void CpuOps::appendLatent(KvCache& cache, uint32_t layer, const Batch& batch, Act latentAndKey) {
  if (arena_.planning()) return;
  auto& rows = static_cast<CpuKvCache&>(cache);
  CHECK(latentAndKey.cols == rows.shape().keyWidth);
  rows.storeKeys(layer, batch.first, data(latentAndKey), latentAndKey.cols, latentAndKey.rows);
}

Act CpuOps::attendLatent(Act qLatent, Act q, Parts rotated, const KvCache& cache, uint32_t layer,
                         const Batch& batch, float scale) {
  const uint32_t heads = rotated.count, latentDim = qLatent.cols / heads;
  const Act out = take(q.rows, qLatent.cols);
  const auto& rows = static_cast<const CpuKvCache&>(cache);
  AttentionInput in{.pieces = {{nullptr, qLatent.cols, latentDim, latentDim},
                               {nullptr, q.cols, rotated.stride, rotated.width}},
                    .heads = heads,
                    .kvHeads = 1,
                    .scale = scale,
                    .rows = q.rows,
                    .first = batch.first,
                    .keys = rows.keys(layer),
                    .values = rows.keys(layer),
                    .valueDim = latentDim};
  if (!arena_.planning()) {
    in.pieces[0].x = data(qLatent);
    in.pieces[1].x = data(q) + rotated.offset;
  }
  cpu::attend(pool_, arena_, in, arena_.planning() ? nullptr : data(out));
  return out;
}

Act CpuOps::attendExpanded(Act q, const TensorView& keyUp, const TensorView& valueUp, const LatentAttention& latent,
                           uint32_t heads, const KvCache& cache, uint32_t layer, const Batch& batch, float scale) {
  const Act out = take(q.rows, heads * latent.valueDim);
  const auto& rows = static_cast<const CpuKvCache&>(cache);
  const ExpandedInput in{.q = arena_.planning() ? nullptr : data(q),
                         .keyUp = keyUp,
                         .valueUp = valueUp,
                         .latent = latent,
                         .heads = heads,
                         .scale = scale,
                         .rows = q.rows,
                         .first = batch.first,
                         .latents = rows.keys(layer)};
  cpu::attendExpanded(pool_, arena_, in, arena_.planning() ? nullptr : data(out));
  return out;
}

// A Choice is expert ids [rows, topK], then, on the next line of the arena, weights [rows, topK].
Choice CpuOps::route(Act scores, const Routing& rule, std::span<const float> choiceBias, uint32_t layer) {
  CHECK(scores.cols == rule.experts);
  const size_t pairs = size_t{scores.rows} * rule.topK;
  const Choice choice{arena_.take(pairs * sizeof(uint32_t)), scores.rows, rule.topK};
  const uint32_t weightsAt = arena_.take(pairs * sizeof(float));
  const uint32_t scratchAt = arena_.take(size_t{scores.rows} * chooseExpertsScratch(rule) * sizeof(float));
  if (arena_.planning()) return choice;
  auto* experts = arena_.at<uint32_t>(choice.at);
  auto* weights = arena_.at<float>(weightsAt);
  auto* scratch = arena_.at<float>(scratchAt);
  forItems(pool_, scores.rows, rule.experts * rule.topK, [&](uint32_t first, uint32_t last) {
    for (uint32_t r = first; r < last; ++r) {
      chooseExperts(rule, data(scores) + size_t{r} * rule.experts, choiceBias,
                    scratch + size_t{r} * chooseExpertsScratch(rule), experts + size_t{r} * rule.topK,
                    weights + size_t{r} * rule.topK);
    }
  });
  if (trace_) {
    for (uint32_t r = 0; r < scores.rows; ++r) trace_(layer, r, {experts + size_t{r} * rule.topK, rule.topK});
  }
  return choice;
}

Act CpuOps::resident(Act h, Choice choice, const MoeWeights& weights) {
  const Act out = take(h.rows, h.cols);
  ExpertBatch batch{.rows = h.rows, .width = h.cols, .topK = choice.topK};
  if (arena_.planning()) {
    runExperts(pool_, arena_, batch, weights, nullptr);
    return out;
  }
  batch.h = data(h);
  batch.experts = arena_.at<uint32_t>(choice.at);
  const size_t idBytes = size_t{choice.rows} * choice.topK * sizeof(uint32_t);
  const auto idLines = static_cast<uint32_t>((idBytes + Arena::kLineBytes - 1) / Arena::kLineBytes);
  batch.weights = arena_.at<float>(choice.at + idLines);
  runExperts(pool_, arena_, batch, weights, data(out));
  return out;
}

void CpuOps::head(Act x, const TensorView& weight, std::span<float> logits) {
  const uint32_t packed = packedInput(x, weight.type(), inputFor(weight));
  if (arena_.planning()) return;
  CHECK(logits.size() == size_t{x.rows} * weight.rows());
  const Product product{.weight = weight,
                        .packed = arena_.at<std::byte>(packed),
                        .input = inputFor(weight),
                        .xRows = x.rows,
                        .y = logits.data(),
                        .yStride = weight.rows()};
  multiply(pool_, {&product, 1});
}

}  // namespace

std::unique_ptr<Ops> makeCpuOps(ThreadPool& pool) { return std::make_unique<CpuOps>(pool); }

}  // namespace hearth
