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
  constexpr size_t kLine = 64;
  const size_t queryBytes = kQueriesMax * size_t{keyDim_} * sizeof(float);
  if (reads_ == Reads::Codes)
    return queryBytes + codePanelsBytes(kQueriesMax, keyDim_) + codesScratchBytes(keyDim_, valueDim_);
  const size_t tile = tilePositions(keyDim_);
  const size_t floats = tile * (keyDim_ + valueDim_) + attentionScratchFloats(static_cast<uint32_t>(tile));
  return (queryBytes + floats * sizeof(float) + kLine - 1) / kLine * kLine;
}

void QueryBlock::reset(std::byte* scratch) {
  queries_ = reinterpret_cast<float*>(scratch);
  size_ = 0;
  end_ = 0;
  std::byte* rest = scratch + kQueriesMax * size_t{keyDim_} * sizeof(float);
  if (reads_ == Reads::Codes) {
    panels_ = rest;
    usedPanels_ = rest;
    codes_ = rest + codePanelsBytes(kQueriesMax, keyDim_);
    return;
  }
  const uint32_t tile = tilePositions(keyDim_);
  keys_ = reinterpret_cast<float*>(rest);
  values_ = keys_ + tile * size_t{keyDim_};
  scores_ = values_ + tile * size_t{valueDim_};
  // Padding between a row's end and the next stays zero: it takes part in the products.
  if (padded_) std::fill(keys_, scores_, 0.0f);
}

float* QueryBlock::add(uint32_t position, RunningSoftmax* running, float* sum) {
  CHECK(size_ < kQueriesMax);
  float* query = queries_ + size_ * size_t{keyDim_};
  if (padded_) std::fill_n(query, keyDim_, 0.0f);
  positions_[size_] = position;
  running_[size_] = running;
  sums_[size_] = sum;
  end_ = std::max(end_, position + 1);
  ++size_;
  return query;
}

// How much of a tile each query sees, and its softmax while the tile is read.
struct QueryBlock::Seen {
  uint32_t positions[kQueriesMax];
  RunningSoftmax running[kQueriesMax];
};

QueryBlock::Seen QueryBlock::seenOf(uint32_t first, uint32_t positions) const {
  Seen seen;
  for (uint32_t i = 0; i < size_; ++i) {
    seen.positions[i] = positions_[i] < first ? 0 : std::min(positions, positions_[i] - first + 1);
    seen.running[i] = *running_[i];
  }
  return seen;
}

void QueryBlock::attend(uint32_t first, const AttentionTile& tile) {
  Seen seen = seenOf(first, tile.positions);
  attendTile(queries_, size_, keyDim_, tile, seen.positions, valueDim_, scores_, seen.running, sums_);
  for (uint32_t i = 0; i < size_; ++i) *running_[i] = seen.running[i];
}

void QueryBlock::pack(std::byte* panels) const { packCodePanels(queries_, size_, keyDim_, panels); }

void QueryBlock::attend(uint32_t first, const CodesTile& tile) {
  Seen seen = seenOf(first, tile.positions);
  attendCodes(usedPanels_, size_, keyDim_, tile, seen.positions, valueDim_, codes_, seen.running, sums_);
  for (uint32_t i = 0; i < size_; ++i) *running_[i] = seen.running[i];
}

void loadRows(const CachedRows& rows, uint32_t first, uint32_t count, uint32_t offset, uint32_t width,
              float* out, size_t outStride) {
  for (uint32_t r = 0; r < count; ++r) {
    decodeKvRow(rows.form, rows.at(first + r), rows.width, offset, width, out + r * outStride);
  }
}

}  // namespace hearth::cpu
