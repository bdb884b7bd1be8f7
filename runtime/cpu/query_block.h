// One task of attention: some query rows that read the same keys, in a worker's scratch memory.
#pragma once

#include <cstdint>

#include "runtime/cpu/arena.h"
#include "runtime/cpu/cpu_kv_cache.h"
#include "runtime/cpu/kernels/attention.h"
#include "runtime/cpu/kernels/attention_codes.h"

namespace hearth::cpu {

constexpr uint32_t kQueriesMax = 64;  // rows of a block: enough to use a tile well, few enough for the cache
static_assert(kQueriesMax <= kCodeQueriesMax);

// Positions per tile: keys of about half a first-level cache. A divisor of a page, so that the rows of a tile
// that starts at a multiple of it lie together.
uint32_t tilePositions(uint32_t keyDim);

// A worker's scratch memory. Sizes are fixed by the widths, not by the context.
class QueryBlock {
 public:
  // Codes: for attendCodes(), which needs widths of whole blocks; Floats: for tiles of floats or halves.
  enum class Reads { Floats, Codes };
  QueryBlock(uint32_t keyDim, uint32_t valueDim, Reads reads = Reads::Floats)
      : keyDim_(paddedToAttention(keyDim)),
        valueDim_(paddedToAttention(valueDim)),
        padded_(keyDim_ != keyDim || valueDim_ != valueDim),
        reads_(reads) {}
  size_t scratchBytes() const;
  // Gives the block its memory and forgets all queries.
  void reset(std::byte* scratch);

  // Adds a query, zero where it is padded, to be filled by the caller; its sum goes to `sum` [paddedValueDim]
  // with `running`.
  float* add(uint32_t position, RunningSoftmax* running, float* sum);
  uint32_t size() const { return size_; }
  uint32_t keyDim() const { return keyDim_; }
  uint32_t valueDim() const { return valueDim_; }
  // Memory for a tile: keys [tilePositions, keyDim], values [tilePositions, valueDim].
  float* keys() { return keys_; }
  float* values() { return values_; }
  AttentionTile ownTile(uint32_t positions) const {
    return {{keys_, keyDim_}, {values_, valueDim_}, positions};
  }
  AttentionTile ownTileOfKeys(uint32_t positions) const {
    return {{keys_, keyDim_}, {keys_, keyDim_}, positions};
  }
  // Whether a tile of the cache is best read where it lies.
  bool readsInPlace(KvForm form) const {
    if (padded_) return false;
    if (inBlocks(form))
      return size_ <= kCodesInPlaceMost && keyDim_ % kKvBlock == 0 && valueDim_ % kKvBlock == 0;
    return form == KvForm::Half && size_ <= kHalvesInPlaceMost && readsHalvesInPlace();
  }
  // The first position that no query sees.
  uint32_t end() const { return end_; }
  // All queries against a tile of the positions from `first` on.
  void attend(uint32_t first, const AttentionTile& tile);
  // After the last add(), where the block reads codes: packs the queries, here or to memory on a 64-byte
  // border, or takes panels that were packed before; then the queries need not be filled.
  void pack() { pack(panels_); }
  void pack(std::byte* panels) const;
  void usePanels(const std::byte* panels) { usedPanels_ = panels; }
  void attend(uint32_t first, const CodesTile& tile);

 private:
  struct Seen;
  Seen seenOf(uint32_t first, uint32_t positions) const;
  // More queries read a tile more often than it is worth turning it into floats.
  static constexpr uint32_t kHalvesInPlaceMost = 16, kCodesInPlaceMost = 8;

  uint32_t keyDim_, valueDim_;
  bool padded_;
  Reads reads_;
  uint32_t size_ = 0;
  uint32_t end_ = 0;
  float* queries_ = nullptr;
  float* keys_ = nullptr;
  float* values_ = nullptr;
  float* scores_ = nullptr;
  std::byte* panels_ = nullptr;
  const std::byte* usedPanels_ = nullptr;
  std::byte* codes_ = nullptr;
  uint32_t positions_[kQueriesMax];
  RunningSoftmax* running_[kQueriesMax];
  float* sums_[kQueriesMax];
};

// Positions [first, first + count) of the cache, numbers [offset, offset + width) of each, as floats.
void loadRows(const CachedRows& rows, uint32_t first, uint32_t count, uint32_t offset, uint32_t width,
              float* out, size_t outStride);

}  // namespace hearth::cpu
