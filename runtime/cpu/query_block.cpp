#include "runtime/cpu/query_block.h"

#include <algorithm>
#include <bit>

#include "runtime/cpu/kernels/kv_forms.h"

namespace hearth::cpu {

uint32_t tilePositions(uint32_t keyDim) {
  constexpr uint32_t kTileFloats = 8192;  // 32 KiB of keys
  const uint32_t fits = kTileFloats / paddedToAttention(keyDim);
  return std::clamp(std::bit_floor(fits), kAttentionPad, kKvPagePositions);
}

size_t QueryBlock::scratchBytes() const {
  const size_t tile = tilePositions(keyDim_);
  return (kQueriesMax * size_t{keyDim_} + tile * (keyDim_ + valueDim_) +
          attentionScratchFloats(static_cast<uint32_t>(tile))) *
         sizeof(float);
}

void QueryBlock::reset(std::byte* scratch) {
  const uint32_t tile = tilePositions(keyDim_);
  queries_ = reinterpret_cast<float*>(scratch);
  keys_ = queries_ + kQueriesMax * size_t{keyDim_};
  values_ = keys_ + tile * size_t{keyDim_};
  scores_ = values_ + tile * size_t{valueDim_};
  size_ = 0;
  end_ = 0;
  // Padding between a row's end and the next stays zero: it takes part in the products.
  if (padded_) std::fill(keys_, scores_, 0.0f);
}

float* QueryBlock::add(uint32_t position, RunningSoftmax* running, float* sum) {
  CHECK(size_ < kQueriesMax);
  float* query = queries_ + size_ * size_t{keyDim_};
  std::fill_n(query, keyDim_, 0.0f);
  positions_[size_] = position;
  running_[size_] = running;
  sums_[size_] = sum;
  end_ = std::max(end_, position + 1);
  ++size_;
  return query;
}

void QueryBlock::attend(uint32_t first, const AttentionTile& tile) {
  uint32_t visible[kQueriesMax];
  RunningSoftmax running[kQueriesMax];
  for (uint32_t i = 0; i < size_; ++i) {
    visible[i] = positions_[i] < first ? 0 : std::min(tile.positions, positions_[i] - first + 1);
    running[i] = *running_[i];
  }
  attendTile(queries_, size_, keyDim_, tile, visible, valueDim_, scores_, running, sums_);
  for (uint32_t i = 0; i < size_; ++i) *running_[i] = running[i];
}

void loadRows(const CachedRows& rows, uint32_t first, uint32_t count, uint32_t offset, uint32_t width,
              float* out, size_t outStride) {
  for (uint32_t r = 0; r < count; ++r) {
    decodeKvRow(rows.form, rows.at(first + r), rows.width, offset, width, out + r * outStride);
  }
}

}  // namespace hearth::cpu
