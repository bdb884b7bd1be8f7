#include <algorithm>
#include <cmath>

#include "runtime/cpu/choose_experts.h"
#include "runtime/cpu/cpu_attention.h"
#include "runtime/cpu/cpu_experts.h"
#include "runtime/cpu/cpu_kv_cache.h"
#include "runtime/cpu/cpu_ops_class.h"
#include "runtime/cpu/kernels/kernels.h"
#include "runtime/cpu/workers.h"

namespace hearth::cpu {

Act CpuOps::rotation(const Batch& batch, const Rope& rope) {
  const Act turn = take(batch.rows(), rope.dims);
  if (arena_.planning()) return turn;
  for (uint32_t r = 0; r < turn.rows; ++r) {
    float* cosines = data(turn) + size_t{r} * rope.dims;
    float* sines = cosines + rope.dims / 2;
    for (uint32_t i = 0; i < rope.dims / 2; ++i) {
      // In double: at position 100,000 a float angle would be off by several thousandths of a radian.
      const double angle =
          static_cast<double>(batch.first + r) * static_cast<double>(rope.inverseFrequencies[i]);
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
      cpu::rope(data(x) + size_t{r} * x.cols + parts.offset, parts.count, parts.stride, pairing,
                rotation.cols, cosines, cosines + rotation.cols / 2);
    }
  });
}

void CpuOps::append(KvCache& cache, uint32_t layer, const Batch& batch, Act keys, Act values) {
  if (arena_.planning()) return;
  auto& rows = static_cast<CpuKvCache&>(cache);
  CHECK(keys.cols == rows.shape().keyWidth && values.cols == rows.shape().valueWidth);
  forItems(pool_, keys.rows, keys.cols + values.cols, [&](uint32_t first, uint32_t last) {
    const auto part = [&](Act x) {
      return CpuKvCache::NewRows{data(x) + size_t{first} * x.cols, batch.first + first, last - first,
                                 batch.pages};
    };
    rows.storeKeys(layer, part(keys));
    rows.storeValues(layer, part(values));
  });
}

Act CpuOps::attend(Act q, const KvCache& cache, uint32_t layer, const Batch& batch,
                   const AttentionShape& shape) {
  const Act out = take(q.rows, shape.heads * shape.valueDim);
  const auto& rows = static_cast<const CpuKvCache&>(cache);
  const AttentionInput in{
      .pieces = {{arena_.planning() ? nullptr : data(q), q.cols, shape.keyDim, shape.keyDim}, {}},
      .heads = shape.heads,
      .kvHeads = shape.kvHeads,
      .scale = shape.scale,
      .rows = q.rows,
      .first = batch.first,
      .keys = rows.keys(layer, batch.pages),
      .values = rows.values(layer, batch.pages),
      .valueDim = shape.valueDim};
  cpu::attend(pool_, arena_, in, arena_.planning() ? nullptr : data(out));
  return out;
}

void CpuOps::appendLatent(KvCache& cache, uint32_t layer, const Batch& batch, Act latentAndKey) {
  if (arena_.planning()) return;
  auto& rows = static_cast<CpuKvCache&>(cache);
  CHECK(latentAndKey.cols == rows.shape().keyWidth);
  forItems(pool_, latentAndKey.rows, latentAndKey.cols, [&](uint32_t first, uint32_t last) {
    rows.storeKeys(layer, {data(latentAndKey) + size_t{first} * latentAndKey.cols, batch.first + first,
                           last - first, batch.pages});
  });
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
                    .keys = rows.keys(layer, batch.pages),
                    .values = rows.keys(layer, batch.pages),
                    .valueDim = latentDim};
  if (!arena_.planning()) {
    in.pieces[0].x = data(qLatent);
    in.pieces[1].x = data(q) + rotated.offset;
  }
  cpu::attend(pool_, arena_, in, arena_.planning() ? nullptr : data(out));
  return out;
}

Act CpuOps::attendExpanded(Act q, const TensorView& keyUp, const TensorView& valueUp,
                           const LatentAttention& latent, uint32_t heads, const KvCache& cache,
                           uint32_t layer, const Batch& batch, float scale) {
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
                         .latents = rows.keys(layer, batch.pages)};
  cpu::attendExpanded(pool_, arena_, in, arena_.planning() ? nullptr : data(out));
  return out;
}

// A Choice is expert ids [rows, topK], then, on the next line of the arena, weights [rows, topK].
Choice CpuOps::route(Act scores, const Routing& rule, std::span<const float> choiceBias, uint32_t layer) {
  CHECK(scores.cols == rule.experts);
  const size_t pairs = size_t{scores.rows} * rule.topK;
  const Choice choice{arena_.take(pairs * sizeof(uint32_t)), scores.rows, rule.topK, layer};
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
  ExpertBatch batch{.rows = h.rows, .width = h.cols, .topK = choice.topK, .layer = choice.layer};
  if (arena_.planning()) {
    runExperts(pool_, arena_, batch, weights, source_, nullptr);
    return out;
  }
  batch.h = data(h);
  batch.experts = arena_.at<uint32_t>(choice.at);
  const size_t idBytes = size_t{choice.rows} * choice.topK * sizeof(uint32_t);
  const auto idLines = static_cast<uint32_t>((idBytes + Arena::kLineBytes - 1) / Arena::kLineBytes);
  batch.weights = arena_.at<float>(choice.at + idLines);
  if (!runExperts(pool_, arena_, batch, weights, source_, data(out))) {
    std::fill_n(data(out), size_t{out.rows} * out.cols, 0.0f);
  }
  return out;
}

}  // namespace hearth::cpu
