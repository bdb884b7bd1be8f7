#include "runtime/cpu/cpu_kv_cache.h"
#include "runtime/cpu/cpu_ops_class.h"
#include "runtime/cpu/cpu_sparse_attention.h"
#include "runtime/cpu/kernels/kernels.h"
#include "runtime/cpu/workers.h"

namespace hearth::cpu {

Act CpuOps::layerNorm(Act x, std::span<const float> gain, std::span<const float> shift, float eps) {
  CHECK(gain.size() == x.cols && shift.size() == x.cols);
  const Act y = take(x.rows, x.cols);
  if (arena_.planning()) return y;
  forItems(pool_, x.rows, x.cols, [&](uint32_t first, uint32_t last) {
    for (uint32_t r = first; r < last; ++r) {
      const size_t at = size_t{r} * x.cols;
      cpu::layerNorm(data(x) + at, gain.data(), shift.data(), eps, x.cols, data(y) + at);
    }
  });
  return y;
}

void CpuOps::appendIndex(KvCache& cache, uint32_t layer, const Batch& batch, Act keys) {
  if (arena_.planning()) return;
  auto& rows = static_cast<CpuKvCache&>(cache);
  CHECK(keys.cols == rows.shape().indexWidth);
  rows.storeIndex(layer, {data(keys), batch.first, keys.rows, batch.pages});
}

Positions CpuOps::choosePositions(Act q, Act headWeights, const KvCache& cache, uint32_t layer,
                                  const Batch& batch, uint32_t topK) {
  const Positions chosen{arena_.take(size_t{q.rows} * topK * sizeof(uint32_t)), q.rows, topK};
  const auto& rows = static_cast<const CpuKvCache&>(cache);
  IndexInput in{.heads = headWeights.cols,
                .rows = q.rows,
                .first = batch.first,
                .keys = rows.index(layer, batch.pages),
                .topK = topK};
  CHECK(q.cols == in.heads * in.keys.width);
  if (!arena_.planning()) {
    in.q = data(q);
    in.headWeights = data(headWeights);
  }
  cpu::choosePositions(pool_, arena_, in, arena_.planning() ? nullptr : arena_.at<uint32_t>(chosen.at));
  return chosen;
}

Act CpuOps::attendChosen(Act qLatent, Act q, Parts rotated, Positions chosen, const KvCache& cache,
                         uint32_t layer, const Batch& batch, float scale) {
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
  if (arena_.planning()) {
    cpu::attendChosen(pool_, arena_, in, nullptr, chosen.topK, nullptr);
    return out;
  }
  in.pieces[0].x = data(qLatent);
  in.pieces[1].x = data(q) + rotated.offset;
  cpu::attendChosen(pool_, arena_, in, arena_.at<uint32_t>(chosen.at), chosen.topK, data(out));
  return out;
}

}  // namespace hearth::cpu
