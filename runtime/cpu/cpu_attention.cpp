#include "runtime/cpu/cpu_attention.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "runtime/cpu/cpu_matmul.h"
#include "runtime/cpu/kernels/attention.h"
#include "runtime/cpu/kernels/kernels.h"
#include "runtime/cpu/query_block.h"
#include "runtime/cpu/workers.h"

namespace hearth::cpu {

namespace {

constexpr uint32_t ceilDiv(uint32_t a, uint32_t b) { return (a + b - 1) / b; }

// How the queries are cut into tasks. It depends on shapes only, never on the number of threads, so that the
// same text comes out whatever machine computes it.
struct Cut {
  uint32_t headsEach;   // query heads per block, all of one key head
  uint32_t blocksPerKvHead;
  uint32_t rowsEach;    // tokens per block
  uint32_t rowBlocks;
  uint32_t splits;      // of the positions
  uint32_t positionsEach;
  uint32_t blocks(uint32_t kvHeads) const { return kvHeads * blocksPerKvHead * rowBlocks; }
};

Cut cutOf(const AttentionInput& in) {
  constexpr uint32_t kTasksWanted = 32;    // for up to 16 threads
  constexpr uint32_t kSplitPositionsMin = 128;
  constexpr uint32_t kHeadsMax = 16;
  Cut cut{};
  const uint32_t group = in.heads / in.kvHeads;
  cut.headsEach = std::min(group, kHeadsMax);
  cut.blocksPerKvHead = ceilDiv(group, cut.headsEach);
  cut.rowsEach = std::min(in.rows, kQueriesMax / cut.headsEach);
  cut.rowBlocks = ceilDiv(in.rows, cut.rowsEach);
  const uint32_t context = in.first + in.rows;
  const uint32_t splitsWanted = ceilDiv(kTasksWanted, cut.blocks(in.kvHeads));
  cut.splits = std::clamp(context / kSplitPositionsMin, 1u, splitsWanted);
  const uint32_t tile = tilePositions(in.pieces[0].width + in.pieces[1].width);
  cut.positionsEach = ceilDiv(ceilDiv(context, cut.splits), tile) * tile;
  return cut;
}

// Sums of values and what the softmax knows, for every (split, row, head).
struct Partials {
  float* sums;  // [splits, rows * heads, paddedValueDim]
  RunningSoftmax* running;
};

void fillQuery(const AttentionInput& in, uint32_t row, uint32_t head, float* query) {
  for (const QueryPiece& piece : in.pieces) {
    if (piece.width == 0) continue;
    const float* x = piece.x + row * piece.rowStride + head * size_t{piece.headStride};
    for (uint32_t i = 0; i < piece.width; ++i) query[i] = x[i] * in.scale;
    query += piece.width;
  }
}

// The queries of one block against one split of the positions.
void attendBlock(const AttentionInput& in, const Cut& cut, uint32_t blockIndex, uint32_t split,
                 const Partials& partials, QueryBlock& block) {
  const uint32_t rowBlock = blockIndex % cut.rowBlocks;
  const uint32_t headBlock = blockIndex / cut.rowBlocks;
  const uint32_t kvHead = headBlock / cut.blocksPerKvHead;
  const uint32_t group = in.heads / in.kvHeads;
  const uint32_t firstInGroup = headBlock % cut.blocksPerKvHead * cut.headsEach;
  const uint32_t headsHere = std::min(cut.headsEach, group - firstInGroup);
  const uint32_t firstRow = rowBlock * cut.rowsEach;
  const uint32_t lastRow = std::min(in.rows, firstRow + cut.rowsEach);
  for (uint32_t row = firstRow; row < lastRow; ++row) {
    for (uint32_t h = 0; h < headsHere; ++h) {
      const uint32_t head = kvHead * group + firstInGroup + h;
      const size_t at = (size_t{split} * in.rows + row) * in.heads + head;
      RunningSoftmax* running = partials.running + at;
      float* sum = partials.sums + at * block.valueDim();
      *running = kNothingSeen;
      std::fill_n(sum, block.valueDim(), 0.0f);
      fillQuery(in, row, head, block.add(in.first + row, running, sum));
    }
  }
  const uint32_t keyDim = in.pieces[0].width + in.pieces[1].width;
  const bool valuesAreKeys = in.values.bytes == in.keys.bytes;
  const uint32_t tile = tilePositions(keyDim);
  const uint32_t last = std::min((split + 1) * cut.positionsEach, block.end());
  for (uint32_t p = split * cut.positionsEach; p < last; p += tile) {
    const uint32_t count = std::min(tile, last - p);
    loadRows(in.keys, p, count, kvHead * keyDim, keyDim, block.keys(), block.keyDim());
    if (valuesAreKeys) {
      block.attend(p, count, block.keys(), block.keyDim());
    } else {
      loadRows(in.values, p, count, kvHead * in.valueDim, in.valueDim, block.values(), block.valueDim());
      block.attend(p, count, nullptr, 0);
    }
  }
}

// Joins the splits of one (row, head) into out[valueDim].
void joinSplits(const Partials& partials, uint32_t splits, size_t rowHeads, size_t rowHead, uint32_t paddedDim,
                uint32_t valueDim, float* out) {
  float most = kNothingSeen.max;
  for (uint32_t s = 0; s < splits; ++s) most = std::max(most, partials.running[s * rowHeads + rowHead].max);
  std::fill_n(out, valueDim, 0.0f);
  float sum = 0;
  for (uint32_t s = 0; s < splits; ++s) sum += partials.running[s * rowHeads + rowHead].sum *
                                               std::exp(partials.running[s * rowHeads + rowHead].max - most);
  for (uint32_t s = 0; s < splits; ++s) {
    const size_t at = s * rowHeads + rowHead;
    addScaled(out, partials.sums + at * paddedDim, std::exp(partials.running[at].max - most) / sum, valueDim);
  }
}

}  // namespace

void attend(ThreadPool& pool, Arena& arena, const AttentionInput& in, float* out) {
  const Cut cut = cutOf(in);
  QueryBlock shape(in.pieces[0].width + in.pieces[1].width, in.valueDim);
  const size_t rowHeads = size_t{in.rows} * in.heads;
  const uint32_t mark = arena.mark();
  const uint32_t sumsAt = arena.take(cut.splits * rowHeads * shape.valueDim() * sizeof(float));
  const uint32_t runningAt = arena.take(cut.splits * rowHeads * sizeof(RunningSoftmax));
  const uint32_t scratchAt = arena.take(pool.threadCount() * shape.scratchBytes());
  arena.release(mark);
  if (arena.planning()) return;

  const Partials partials{arena.at<float>(sumsAt), arena.at<RunningSoftmax>(runningAt)};
  const uint32_t tasks = cut.blocks(in.kvHeads) * cut.splits;
  pool.parallelFor(tasks, 1, [&](uint32_t firstTask, uint32_t lastTask, uint32_t worker) {
    QueryBlock block = shape;
    for (uint32_t task = firstTask; task < lastTask; ++task) {
      block.reset(arena.at<std::byte>(scratchAt) + worker * shape.scratchBytes());
      // Late rows see the most: they go first, so that the last tasks are short ones.
      const uint32_t backwards = tasks - 1 - task;
      attendBlock(in, cut, backwards / cut.splits, backwards % cut.splits, partials, block);
    }
  });
  forItems(pool, static_cast<uint32_t>(rowHeads), cut.splits * in.valueDim, [&](uint32_t first, uint32_t last) {
    for (uint32_t i = first; i < last; ++i) {
      joinSplits(partials, cut.splits, rowHeads, i, shape.valueDim(), in.valueDim, out + size_t{i} * in.valueDim);
    }
  });
}

void attendExpanded(ThreadPool& pool, Arena& arena, const ExpandedInput& in, float* out) {
  constexpr uint32_t kBlockPositions = 512;  // rebuilt at once: as good for the products as a long prompt
  const LatentAttention& a = in.latent;
  const uint32_t context = in.first + in.rows;
  const uint32_t blockMost = std::min(kBlockPositions, context);
  const uint32_t keyDim = a.nopeDim + a.ropeDim;
  const uint32_t rowWidth = a.kvLoraRank + a.ropeDim;
  QueryBlock shape(keyDim, a.valueDim);
  const size_t rowHeads = size_t{in.rows} * in.heads;
  const Input keyInput = inputFor(in.keyUp), valueInput = inputFor(in.valueUp);
  const bool samePacking = packedForm(in.keyUp.type()) == packedForm(in.valueUp.type()) && keyInput == valueInput;

  const uint32_t mark = arena.mark();
  const uint32_t latentsAt = arena.take(size_t{blockMost} * rowWidth * sizeof(float));
  const uint32_t packedAt = arena.take(packedBytes(in.keyUp.type(), blockMost, a.kvLoraRank, keyInput));
  const uint32_t packedValueAt =
      samePacking ? packedAt : arena.take(packedBytes(in.valueUp.type(), blockMost, a.kvLoraRank, valueInput));
  const uint32_t keysAt = arena.take(size_t{blockMost} * in.heads * a.nopeDim * sizeof(float));
  const uint32_t valuesAt = arena.take(size_t{blockMost} * in.heads * a.valueDim * sizeof(float));
  const uint32_t sumsAt = arena.take(rowHeads * shape.valueDim() * sizeof(float));
  const uint32_t runningAt = arena.take(rowHeads * sizeof(RunningSoftmax));
  const uint32_t scratchAt = arena.take(pool.threadCount() * shape.scratchBytes());
  arena.release(mark);
  if (arena.planning()) return;

  float* latents = arena.at<float>(latentsAt);
  float* keys = arena.at<float>(keysAt);
  float* values = arena.at<float>(valuesAt);
  const Partials partials{arena.at<float>(sumsAt), arena.at<RunningSoftmax>(runningAt)};
  std::fill_n(partials.running, rowHeads, kNothingSeen);
  std::fill_n(partials.sums, rowHeads * shape.valueDim(), 0.0f);

  const uint32_t rowsEach = std::min(in.rows, kQueriesMax);
  const uint32_t rowBlocks = ceilDiv(in.rows, rowsEach);
  const uint32_t tile = tilePositions(keyDim);
  for (uint32_t first = 0; first < context; first += kBlockPositions) {
    const uint32_t count = std::min(kBlockPositions, context - first);
    forItems(pool, count, rowWidth, [&](uint32_t from, uint32_t to) {
      loadRows(in.latents, first + from, to - from, 0, rowWidth, latents + size_t{from} * rowWidth, rowWidth);
    });
    auto* packedKeyInput = arena.at<std::byte>(packedAt);
    auto* packedValueInput = arena.at<std::byte>(packedValueAt);
    packShared(pool, in.keyUp.type(), latents, rowWidth, count, a.kvLoraRank, keyInput, packedKeyInput);
    if (!samePacking) {
      packShared(pool, in.valueUp.type(), latents, rowWidth, count, a.kvLoraRank, valueInput, packedValueInput);
    }
    const Product products[] = {{.weight = in.keyUp,
                                 .packed = packedKeyInput,
                                 .input = keyInput,
                                 .xRows = count,
                                 .y = keys,
                                 .yStride = size_t{in.heads} * a.nopeDim},
                                {.weight = in.valueUp,
                                 .packed = packedValueInput,
                                 .input = valueInput,
                                 .xRows = count,
                                 .y = values,
                                 .yStride = size_t{in.heads} * a.valueDim}};
    multiply(pool, products);

    const uint32_t tasks = in.heads * rowBlocks;
    pool.parallelFor(tasks, 1, [&](uint32_t firstTask, uint32_t lastTask, uint32_t worker) {
      QueryBlock block = shape;
      for (uint32_t task = firstTask; task < lastTask; ++task) {
        block.reset(arena.at<std::byte>(scratchAt) + worker * shape.scratchBytes());
        const uint32_t backwards = tasks - 1 - task;  // late rows, which see the most, first
        const uint32_t head = backwards % in.heads;
        const uint32_t firstRow = backwards / in.heads * rowsEach;
        for (uint32_t row = firstRow; row < std::min(in.rows, firstRow + rowsEach); ++row) {
          const size_t at = size_t{row} * in.heads + head;
          float* query = block.add(in.first + row, partials.running + at, partials.sums + at * shape.valueDim());
          for (uint32_t i = 0; i < keyDim; ++i) query[i] = in.q[at * keyDim + i] * in.scale;
        }
        const uint32_t last = std::min(first + count, block.end());
        for (uint32_t p = first; p < last; p += tile) {
          const uint32_t here = std::min(tile, last - p);
          for (uint32_t i = 0; i < here; ++i) {
            const size_t position = p - first + i;
            float* key = block.keys() + i * size_t{shape.keyDim()};
            std::memcpy(key, keys + (position * in.heads + head) * a.nopeDim, a.nopeDim * sizeof(float));
            std::memcpy(key + a.nopeDim, latents + position * rowWidth + a.kvLoraRank, a.ropeDim * sizeof(float));
            std::memcpy(block.values() + i * size_t{shape.valueDim()},
                        values + (position * in.heads + head) * a.valueDim, a.valueDim * sizeof(float));
          }
          block.attend(p, here, nullptr, 0);
        }
      }
    });
  }
  forItems(pool, static_cast<uint32_t>(rowHeads), a.valueDim, [&](uint32_t first, uint32_t last) {
    for (uint32_t i = first; i < last; ++i) {
      joinSplits(partials, 1, rowHeads, i, shape.valueDim(), a.valueDim, out + size_t{i} * a.valueDim);
    }
  });
}

}  // namespace hearth::cpu
