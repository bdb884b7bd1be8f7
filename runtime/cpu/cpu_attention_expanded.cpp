// The un-absorbed form of latent attention: keys and values are rebuilt from the latents, block by block of
// positions, so that memory does not grow with the context; sums and softmax states carry over.
#include <algorithm>
#include <cstring>

#include "runtime/cpu/attention_partials.h"
#include "runtime/cpu/cpu_attention.h"
#include "runtime/cpu/cpu_matmul.h"
#include "runtime/cpu/kernels/kernels.h"
#include "runtime/cpu/query_block.h"
#include "runtime/cpu/workers.h"

namespace hearth::cpu {

namespace {

constexpr uint32_t kBlockPositions = 512;  // rebuilt at once: as good for the products as a long prompt

// One block of positions, rebuilt.
struct Rebuilt {
  uint32_t first = 0, count = 0;
  float* latents = nullptr;  // [count, kvLoraRank + ropeDim]
  float* keys = nullptr;     // [count, heads * nopeDim]
  float* values = nullptr;   // [count, heads * valueDim]
};

// The latents packed for either matrix; one packing when both take the same.
struct PackedLatents {
  Precision keyPrecision, valuePrecision;
  std::byte* forKeys = nullptr;
  std::byte* forValues = nullptr;
};

void rebuild(ThreadPool& pool, const ExpandedInput& in, const PackedLatents& packed, const Rebuilt& block) {
  const LatentAttention& a = in.latent;
  const uint32_t width = a.kvLoraRank + a.ropeDim;
  forItems(pool, block.count, width, [&](uint32_t from, uint32_t to) {
    loadRows(in.latents, block.first + from, to - from, 0, width, block.latents + size_t{from} * width,
             width);
  });
  packShared(pool, in.keyUp.type(), block.latents, width, block.count, a.kvLoraRank, packed.keyPrecision,
             packed.forKeys);
  if (packed.forValues != packed.forKeys) {
    packShared(pool, in.valueUp.type(), block.latents, width, block.count, a.kvLoraRank,
               packed.valuePrecision, packed.forValues);
  }
  const Product products[] = {{.weight = in.keyUp,
                               .packed = packed.forKeys,
                               .precision = packed.keyPrecision,
                               .xRows = block.count,
                               .y = block.keys,
                               .yStride = size_t{in.heads} * a.nopeDim},
                              {.weight = in.valueUp,
                               .packed = packed.forValues,
                               .precision = packed.valuePrecision,
                               .xRows = block.count,
                               .y = block.values,
                               .yStride = size_t{in.heads} * a.valueDim}};
  multiply(pool, products);
}

// Rows [firstRow, lastRow) of one head against a rebuilt block.
void attendRows(const ExpandedInput& in, const Rebuilt& rebuilt, uint32_t head, uint32_t firstRow,
                uint32_t lastRow, const AttentionPartials& partials, QueryBlock& block) {
  const LatentAttention& a = in.latent;
  const uint32_t keyDim = a.nopeDim + a.ropeDim, width = a.kvLoraRank + a.ropeDim;
  for (uint32_t row = firstRow; row < lastRow; ++row) {
    const size_t at = size_t{row} * in.heads + head;
    float* query = block.add(in.first + row, partials.running + at, partials.sums + at * partials.paddedDim);
    for (uint32_t i = 0; i < keyDim; ++i) query[i] = in.q[at * keyDim + i] * in.scale;
  }
  const uint32_t tile = tilePositions(keyDim);
  const uint32_t last = std::min(rebuilt.first + rebuilt.count, block.end());
  for (uint32_t p = rebuilt.first; p < last; p += tile) {
    const uint32_t count = std::min(tile, last - p);
    for (uint32_t i = 0; i < count; ++i) {
      const size_t position = p - rebuilt.first + i;
      float* key = block.keys() + i * size_t{block.keyDim()};
      std::memcpy(key, rebuilt.keys + (position * in.heads + head) * a.nopeDim, a.nopeDim * sizeof(float));
      std::memcpy(key + a.nopeDim, rebuilt.latents + position * width + a.kvLoraRank,
                  a.ropeDim * sizeof(float));
      std::memcpy(block.values() + i * size_t{block.valueDim()},
                  rebuilt.values + (position * in.heads + head) * a.valueDim, a.valueDim * sizeof(float));
    }
    block.attend(p, block.ownTile(count));
  }
}

}  // namespace

void attendExpanded(ThreadPool& pool, Arena& arena, const ExpandedInput& in, float* out) {
  const LatentAttention& a = in.latent;
  const uint32_t context = in.first + in.rows;
  const uint32_t most = std::min(kBlockPositions, context);
  QueryBlock shape(a.nopeDim + a.ropeDim, a.valueDim);
  const size_t rowHeads = size_t{in.rows} * in.heads;
  const Precision keyPrecision = precisionFor(in.keyUp), valuePrecision = precisionFor(in.valueUp);
  const bool samePacking =
      packedForm(in.keyUp.type()) == packedForm(in.valueUp.type()) && keyPrecision == valuePrecision;

  const uint32_t mark = arena.mark();
  const uint32_t latentsAt = arena.take(size_t{most} * (a.kvLoraRank + a.ropeDim) * sizeof(float));
  const uint32_t forKeysAt = arena.take(packedBytes(in.keyUp.type(), most, a.kvLoraRank, keyPrecision));
  const uint32_t forValuesAt =
      samePacking ? forKeysAt
                  : arena.take(packedBytes(in.valueUp.type(), most, a.kvLoraRank, valuePrecision));
  const uint32_t keysAt = arena.take(size_t{most} * in.heads * a.nopeDim * sizeof(float));
  const uint32_t valuesAt = arena.take(size_t{most} * in.heads * a.valueDim * sizeof(float));
  const uint32_t sumsAt = arena.take(rowHeads * shape.valueDim() * sizeof(float));
  const uint32_t runningAt = arena.take(rowHeads * sizeof(RunningSoftmax));
  const uint32_t scratchAt = arena.take(pool.threadCount() * shape.scratchBytes());
  arena.release(mark);  // scratch of this verb only
  if (arena.planning()) return;

  const PackedLatents packed{keyPrecision, valuePrecision, arena.at<std::byte>(forKeysAt),
                             arena.at<std::byte>(forValuesAt)};
  const AttentionPartials partials{.sums = arena.at<float>(sumsAt),
                                   .running = arena.at<RunningSoftmax>(runningAt),
                                   .splits = 1,
                                   .rowHeads = rowHeads,
                                   .paddedDim = shape.valueDim()};
  std::fill_n(partials.running, rowHeads, kNothingSeen);
  std::fill_n(partials.sums, rowHeads * shape.valueDim(), 0.0f);
  Rebuilt rebuilt{.latents = arena.at<float>(latentsAt),
                  .keys = arena.at<float>(keysAt),
                  .values = arena.at<float>(valuesAt)};

  const uint32_t rowsEach = std::min(in.rows, kQueriesMax);
  const uint32_t tasks = in.heads * ((in.rows + rowsEach - 1) / rowsEach);
  for (rebuilt.first = 0; rebuilt.first < context; rebuilt.first += kBlockPositions) {
    rebuilt.count = std::min(kBlockPositions, context - rebuilt.first);
    rebuild(pool, in, packed, rebuilt);
    pool.parallelFor(tasks, 1, [&](uint32_t firstTask, uint32_t lastTask, uint32_t worker) {
      QueryBlock block = shape;
      for (uint32_t task = firstTask; task < lastTask; ++task) {
        block.reset(arena.at<std::byte>(scratchAt) + worker * shape.scratchBytes());
        const uint32_t backwards = tasks - 1 - task;  // late rows, which see the most, first
        const uint32_t firstRow = backwards / in.heads * rowsEach;
        attendRows(in, rebuilt, backwards % in.heads, firstRow, std::min(in.rows, firstRow + rowsEach),
                   partials, block);
      }
    });
  }
  joinPartials(pool, partials, a.valueDim, out);
}

}  // namespace hearth::cpu
