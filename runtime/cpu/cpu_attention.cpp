#include "runtime/cpu/cpu_attention.h"

#include <algorithm>

#include "runtime/cpu/attention_partials.h"
#include "runtime/cpu/query_block.h"

namespace hearth::cpu {

namespace {

constexpr uint32_t ceilDiv(uint32_t a, uint32_t b) { return (a + b - 1) / b; }

// How the queries are cut into tasks. It depends on shapes only, never on the number of threads, so that the
// same text comes out whatever machine computes it.
struct Cut {
  uint32_t headsEach;  // query heads per block, all of one key head
  uint32_t blocksPerKvHead;
  uint32_t rowsEach;  // tokens per block
  uint32_t rowBlocks;
  uint32_t splits;  // of the positions
  uint32_t positionsEach;
  QueryBlock::Reads reads;
  uint32_t tile;  // positions read at once
  uint32_t blocks(uint32_t kvHeads) const { return kvHeads * blocksPerKvHead * rowBlocks; }
};

Cut cutOf(const AttentionInput& in) {
  constexpr uint32_t kTasksWanted = 32;  // for up to 16 threads
  constexpr uint32_t kSplitPositionsMin = 128;
  constexpr uint32_t kHeadsMax = 16;
  constexpr uint32_t kQueriesForCodes = 8;  // fewer leave most lanes of attendCodes() empty
  Cut cut{};
  const uint32_t group = in.heads / in.kvHeads;
  cut.headsEach = std::min(group, kHeadsMax);
  cut.blocksPerKvHead = ceilDiv(group, cut.headsEach);
  cut.rowsEach = std::min(in.rows, kQueriesMax / cut.headsEach);
  cut.rowBlocks = ceilDiv(in.rows, cut.rowsEach);
  const uint32_t context = in.first + in.rows;
  const uint32_t splitsWanted = ceilDiv(kTasksWanted, cut.blocks(in.kvHeads));
  cut.splits = std::clamp(context / kSplitPositionsMin, 1u, splitsWanted);
  const bool inCodes =
      in.keys.form == KvForm::Q8_0 && attendsCodes() && cut.headsEach * cut.rowsEach >= kQueriesForCodes;
  cut.reads = inCodes ? QueryBlock::Reads::Codes : QueryBlock::Reads::Floats;
  cut.tile = inCodes ? kCodesTile : tilePositions(in.pieces[0].width + in.pieces[1].width);
  cut.positionsEach = ceilDiv(ceilDiv(context, cut.splits), cut.tile) * cut.tile;
  return cut;
}

void fillQuery(const AttentionInput& in, uint32_t row, uint32_t head, float* query) {
  for (const QueryPiece& piece : in.pieces) {
    if (piece.width == 0) continue;
    const float* x = piece.x + row * piece.rowStride + head * size_t{piece.headStride};
    for (uint32_t i = 0; i < piece.width; ++i) query[i] = x[i] * in.scale;
    query += piece.width;
  }
}

// Positions [first, first + count) of a head's keys and values: in the cache, or as floats in the block.
AttentionTile tileAt(const AttentionInput& in, uint32_t kvHead, uint32_t first, uint32_t count,
                     QueryBlock& block) {
  const uint32_t keyDim = in.pieces[0].width + in.pieces[1].width;
  if (in.keys.form == KvForm::Half && block.readsInPlace()) {
    const auto at = [first](const CachedRows& rows, uint32_t offset) {
      return reinterpret_cast<const uint16_t*>(rows.at(first)) + offset;
    };
    return {at(in.keys, kvHead * keyDim),
            in.keys.width,
            at(in.values, kvHead * in.valueDim),
            in.values.width,
            count,
            true};
  }
  loadRows(in.keys, first, count, kvHead * keyDim, keyDim, block.keys(), block.keyDim());
  if (in.values.bytes == in.keys.bytes) return block.ownTileOfKeys(count);
  loadRows(in.values, first, count, kvHead * in.valueDim, in.valueDim, block.values(), block.valueDim());
  return block.ownTile(count);
}

CodesTile codesAt(const AttentionInput& in, uint32_t kvHead, uint32_t first, uint32_t count) {
  const auto rows = [first](const CachedRows& cached, uint32_t offset) {
    const std::byte* row = cached.at(first);
    const std::byte* scales = row + kvCodeBytes(cached.form, cached.width);
    return CodeRows{row + kvCodeBytes(cached.form, offset), scales + kvScaleBytes(cached.form, offset),
                    cached.rowBytes()};
  };
  const uint32_t keyDim = in.pieces[0].width + in.pieces[1].width;
  return {rows(in.keys, kvHead * keyDim), rows(in.values, kvHead * in.valueDim), count};
}

// The queries of one block against one split of the positions.
void attendBlock(const AttentionInput& in, const Cut& cut, uint32_t blockIndex, uint32_t split,
                 const AttentionPartials& partials, QueryBlock& block) {
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
  if (cut.reads == QueryBlock::Reads::Codes) block.pack();
  const uint32_t last = std::min((split + 1) * cut.positionsEach, block.end());
  for (uint32_t p = split * cut.positionsEach; p < last; p += cut.tile) {
    const uint32_t count = std::min(cut.tile, last - p);
    if (cut.reads == QueryBlock::Reads::Codes) {
      block.attend(p, codesAt(in, kvHead, p, count));
    } else {
      block.attend(p, tileAt(in, kvHead, p, count, block));
    }
  }
}

}  // namespace

void attend(ThreadPool& pool, Arena& arena, const AttentionInput& in, float* out) {
  const Cut cut = cutOf(in);
  QueryBlock shape(in.pieces[0].width + in.pieces[1].width, in.valueDim, cut.reads);
  const size_t rowHeads = size_t{in.rows} * in.heads;
  const uint32_t mark = arena.mark();
  const uint32_t sumsAt = arena.take(cut.splits * rowHeads * shape.valueDim() * sizeof(float));
  const uint32_t runningAt = arena.take(cut.splits * rowHeads * sizeof(RunningSoftmax));
  const uint32_t scratchAt = arena.take(pool.threadCount() * shape.scratchBytes());
  arena.release(mark);  // scratch of this verb only
  if (arena.planning()) return;

  const AttentionPartials partials{.sums = arena.at<float>(sumsAt),
                                   .running = arena.at<RunningSoftmax>(runningAt),
                                   .splits = cut.splits,
                                   .rowHeads = rowHeads,
                                   .paddedDim = shape.valueDim()};
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
  joinPartials(pool, partials, in.valueDim, out);
}

}  // namespace hearth::cpu
