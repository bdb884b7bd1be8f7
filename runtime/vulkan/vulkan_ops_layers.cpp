#include <algorithm>
#include <cmath>
#include <numeric>

#include "runtime/vulkan/vulkan_kv_cache.h"
#include "runtime/vulkan/vulkan_ops_class.h"

namespace hearth::vulkan {

Act VulkanOps::join(Act a, Act b) {
  CHECK(a.rows == b.rows);
  const Act y = take(a.rows, a.cols + b.cols);
  if (planning()) return y;
  constexpr size_t kNumber = sizeof(float);
  for (uint32_t r = 0; r < y.rows; ++r) {
    size_t to = LineStack::offset(y.at) + size_t{r} * y.cols * kNumber;
    for (const Act x : {a, b}) {
      const size_t bytes = x.cols * kNumber;
      recorder().copy(acts_.buffer(), LineStack::offset(x.at) + r * bytes, acts_.buffer(), to, bytes);
      to += bytes;
    }
  }
  return y;
}

Act VulkanOps::rotation(const Batch& batch, const Rope& rope) {
  const Act turn = take(batch.rows(), rope.dims);
  if (!inPass_) batch_ = batch;
  uploadTo(turn, [this, &rope](float* to) {
    for (uint32_t r = 0; r < batch_.rows(); ++r, to += rope.dims) {
      for (uint32_t i = 0; i < rope.dims / 2; ++i) {
        // In double: at position 100,000 a float angle would be off by several thousandths of a radian.
        const double angle =
            static_cast<double>(batch_.first + r) * static_cast<double>(rope.inverseFrequencies[i]);
        to[i] = static_cast<float>(std::cos(angle)) * rope.magnitude;
        to[rope.dims / 2 + i] = static_cast<float>(std::sin(angle)) * rope.magnitude;
      }
    }
  });
  return turn;
}

void VulkanOps::rope(Act x, Parts parts, Act rotation, RopePairing pairing) {
  CHECK(parts.width == rotation.cols && x.rows == rotation.rows);
  if (!planning()) vulkan::rope(recorder(), rowsOf(x), parts, rowsOf(rotation), pairing);
}

void VulkanOps::append(KvCache& cache, uint32_t layer, const Batch& batch, Act keys, Act values) {
  tellStep(batch);
  if (planning()) return;
  const auto& rows = static_cast<const VulkanKvCache&>(cache);
  CHECK(keys.cols == rows.shape().keyWidth && values.cols == rows.shape().valueWidth);
  vulkan::append(recorder(), rowsOf(keys), rows.keys(layer), step_.address());
  vulkan::append(recorder(), rowsOf(values), rows.values(layer), step_.address());
}

void VulkanOps::appendLatent(KvCache& cache, uint32_t layer, const Batch& batch, Act latentAndKey) {
  tellStep(batch);
  if (planning()) return;
  const auto& rows = static_cast<const VulkanKvCache&>(cache);
  CHECK(latentAndKey.cols == rows.shape().keyWidth);
  vulkan::append(recorder(), rowsOf(latentAndKey), rows.keys(layer), step_.address());
}

Act VulkanOps::attended(const Attention& attention, Act out) {
  const uint32_t mark = acts_.mark();
  const uint32_t scratch = acts_.take(attendScratchBytes(attention));
  acts_.release(mark);
  if (!planning()) vulkan::attend(recorder(), attention, acts_.address(scratch), rowsOf(out));
  return out;
}

Act VulkanOps::attend(Act q, const KvCache& cache, uint32_t layer, const Batch& batch,
                      const AttentionShape& shape) {
  const Act out = take(q.rows, shape.heads * shape.valueDim);
  const auto& rows = static_cast<const VulkanKvCache&>(cache);
  Attention attention;
  attention.pieces[0] = {rowsOf(q), 0, shape.keyDim, shape.keyDim};
  attention.heads = shape.heads;
  attention.kvHeads = shape.kvHeads;
  attention.scale = shape.scale;
  attention.keys = rows.keys(layer);
  attention.values = rows.values(layer);
  attention.valueDim = shape.valueDim;
  attention.step = step_.address();
  attention.contextMax = contextMax(batch);
  return attended(attention, out);
}

Attention VulkanOps::latentAttention(Act qLatent, Act q, Parts rotated, const KvCache& cache, uint32_t layer,
                                     const Batch& batch, float scale) const {
  const uint32_t heads = rotated.count, latentDim = qLatent.cols / heads;
  const auto& rows = static_cast<const VulkanKvCache&>(cache);
  Attention attention;
  attention.pieces[0] = {rowsOf(qLatent), 0, latentDim, latentDim};
  attention.pieces[1] = {rowsOf(q), rotated.offset, rotated.stride, rotated.width};
  attention.heads = heads;
  attention.kvHeads = 1;
  attention.scale = scale;
  attention.keys = rows.keys(layer);
  attention.values = rows.keys(layer);
  attention.valueDim = latentDim;
  attention.step = step_.address();
  attention.contextMax = contextMax(batch);
  return attention;
}

Act VulkanOps::attendLatent(Act qLatent, Act q, Parts rotated, const KvCache& cache, uint32_t layer,
                            const Batch& batch, float scale) {
  const Act out = take(q.rows, qLatent.cols);
  return attended(latentAttention(qLatent, q, rotated, cache, layer, batch, scale), out);
}

Act VulkanOps::attendExpanded(Act q, const TensorView& keyUp, const TensorView& valueUp,
                              const LatentAttention& latent, uint32_t heads, const KvCache& cache,
                              uint32_t layer, const Batch& batch, float scale) {
  const Act out = take(q.rows, heads * latent.valueDim);
  const auto& rows = static_cast<const VulkanKvCache&>(cache);
  ExpandedAttention attention;
  attention.q = rowsOf(q);
  attention.keyUp =
      planning() ? DeviceMatrix{0, keyUp.type(), keyUp.rows(), keyUp.cols()} : parts_.weights->matrix(keyUp);
  attention.valueUp = planning() ? DeviceMatrix{0, valueUp.type(), valueUp.rows(), valueUp.cols()}
                                 : parts_.weights->matrix(valueUp);
  attention.latent = latent;
  attention.heads = heads;
  attention.scale = scale;
  attention.latents = rows.keys(layer);
  attention.step = step_.address();
  attention.contextMax = batch.context();
  const uint32_t mark = acts_.mark();
  const uint32_t scratch = acts_.take(attendExpandedScratchBytes(attention));
  acts_.release(mark);
  if (!planning()) vulkan::attendExpanded(recorder(), attention, acts_.address(scratch), rowsOf(out));
  return out;
}

// Outside a pass (tests) the batch is known from the verb alone.
void VulkanOps::tellStep(const Batch& batch) {
  if (inPass_ || planning()) return;
  recorder();
  program_->before([this, batch] { writeStep(batch); });
}

void VulkanOps::writeStep(const Batch& batch) {
  const uint32_t pages = kvPages(batch.context());
  if (!step_) return;  // a pass without layers has no cache
  CHECK(pages <= kvPages(positions_) && (batch.pages.empty() || batch.pages.size() >= pages));
  const Step step{batch.first, batch.context()};
  std::memcpy(step_.mapped(), &step, sizeof step);
  auto* table = reinterpret_cast<uint32_t*>(step_.mapped() + sizeof step);
  if (batch.pages.empty()) {
    std::iota(table, table + pages, 0u);
  } else {
    std::copy_n(batch.pages.begin(), pages, table);
  }
}

}  // namespace hearth::vulkan
