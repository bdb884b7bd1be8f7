#include "runtime/vulkan/sparse_kernels.h"
#include "runtime/vulkan/vulkan_kv_cache.h"
#include "runtime/vulkan/vulkan_ops_class.h"

namespace hearth::vulkan {

Act VulkanOps::layerNorm(Act x, std::span<const float> gain, std::span<const float> shift, float eps) {
  CHECK(gain.size() == x.cols && shift.size() == x.cols);
  const Act y = take(x.rows, x.cols);
  if (planning()) return y;
  vulkan::layerNorm(recorder(), rowsOf(x), parts_.weights->vector(gain), parts_.weights->vector(shift), eps,
                    rowsOf(y));
  return y;
}

void VulkanOps::appendIndex(KvCache& cache, uint32_t layer, const Batch& batch, Act keys) {
  tellStep(batch);
  if (planning()) return;
  const auto& rows = static_cast<const VulkanKvCache&>(cache);
  CHECK(keys.cols == rows.shape().indexWidth);
  vulkan::append(recorder(), rowsOf(keys), rows.index(layer), step_.address());
}

Positions VulkanOps::choosePositions(Act q, Act headWeights, const KvCache& cache, uint32_t layer,
                                     const Batch& batch, uint32_t topK) {
  const Positions chosen{acts_.take(chosenBytes(q.rows, topK)), q.rows, topK};
  IndexQuery query;
  query.q = rowsOf(q);
  query.headWeights = rowsOf(headWeights);
  query.keys = static_cast<const VulkanKvCache&>(cache).index(layer);
  query.step = step_.address();
  query.contextMax = contextMax(batch);
  const uint32_t mark = acts_.mark();
  const uint32_t scratch = acts_.take(choosePositionsScratchBytes(query));
  acts_.release(mark);
  if (planning()) return chosen;
  vulkan::choosePositions(recorder(), query, acts_.address(scratch),
                          chosenAt(acts_.address(chosen.at), chosen.rows, topK));
  return chosen;
}

Act VulkanOps::attendChosen(Act qLatent, Act q, Parts rotated, Positions chosen, const KvCache& cache,
                            uint32_t layer, const Batch& batch, float scale) {
  const Act out = take(q.rows, qLatent.cols);
  const Attention attention = latentAttention(qLatent, q, rotated, cache, layer, batch, scale);
  const uint32_t mark = acts_.mark();
  const uint32_t scratch = acts_.take(attendChosenScratchBytes(attention, chosen.topK));
  acts_.release(mark);
  if (planning()) return out;
  vulkan::attendChosen(recorder(), attention, chosenAt(acts_.address(chosen.at), chosen.rows, chosen.topK),
                       acts_.address(scratch), rowsOf(out));
  return out;
}

}  // namespace hearth::vulkan
