#include "runtime/cpu/cpu_attention.h"

#include <algorithm>
#include <bit>

#include "runtime/cpu/attention_partials.h"
#include "runtime/cpu/kernels/kv_forms.h"
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
  bool shrinking;  // splits get smaller, see splitOf()
  QueryBlock::Reads reads;
  uint32_t tile;  // positions read at once
  uint32_t blocks(uint32_t kvHeads) const { return kvHeads * blocksPerKvHead * rowBlocks; }
};

struct Range {
  uint32_t first, last;
};

// The positions of split i; they may end behind the context. Splits in the order in which they are begun.
// Alike ones would leave workers waiting for the last of them, and many cost time to be joined; therefore
// where one block of queries has all splits to itself, that are kShrinkingSplits of 32nd parts, they shrink:
// of the first half, which is always full, six of 2, two of 1 and, at the end, four of a half; of the other,
// 16 of 1.
constexpr uint32_t kShrinkingSplits = 28;
Range splitOf(const Cut& cut, uint32_t i) {
  const uint32_t unit = cut.positionsEach;
  if (!cut.shrinking) return {i * unit, (i + 1) * unit};
  if (i < 6) return {i * 2 * unit, (i + 1) * 2 * unit};
  if (i < 8) return {(i + 6) * unit, (i + 7) * unit};
  if (i < 24) return {(i + 8) * unit, (i + 9) * unit};
  const uint32_t half = unit / 2, start = 14 * unit + (i - 24) * half;
  return {start, start + half};
}

Cut cutOf(const AttentionInput& in) {
  constexpr uint32_t kTasksWanted = 32;  // for up to 16 threads
  constexpr uint32_t kSplitPositionsMin = 128;
  constexpr uint32_t kHeadsMax = 16;
  constexpr uint32_t kQueriesForCodes = 8;  // fewer leave most lanes of attendCodes() empty
  Cut cut{};
  const uint32_t group = in.heads / in.kvHeads;
  cut.headsEach = std::min(group, kHeadsMax);
  cut.blocksPerKvHead = ceilDiv(group, cut.headsEach);
  // A few rows are cut as each would be alone, and its positions as those of all contexts up to the next
  // power of two: what comes out for a row does not depend on the rows beside it (Decoder::alikeRows()).
  const bool alone = in.rows < kRecordedRows;
  cut.rowsEach = alone ? 1 : std::min(in.rows, kQueriesMax / cut.headsEach);
  cut.rowBlocks = alone ? 1 : ceilDiv(in.rows, cut.rowsEach);
  const uint32_t context = alone ? std::bit_ceil(in.first + in.rows) : in.first + in.rows;
  const uint32_t splitsWanted = ceilDiv(kTasksWanted, cut.blocks(in.kvHeads));
  cut.rowBlocks = ceilDiv(in.rows, cut.rowsEach);
  cut.splits = std::clamp(context / kSplitPositionsMin, 1u, splitsWanted);
  const bool inCodes =
      in.keys.form == KvForm::Q8_0 && attendsCodes() && cut.headsEach * cut.rowsEach >= kQueriesForCodes;
  cut.reads = inCodes ? QueryBlock::Reads::Codes : QueryBlock::Reads::Floats;
  cut.tile = inCodes ? kCodesTile : tilePositions(in.pieces[0].width + in.pieces[1].width);
  cut.positionsEach = ceilDiv(ceilDiv(context, cut.splits), cut.tile) * cut.tile;
  cut.shrinking = alone && cut.splits == kTasksWanted && cut.positionsEach % (2 * cut.tile) == 0;
  if (cut.shrinking) cut.splits = kShrinkingSplits;
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
  if (block.readsInPlace(in.keys.form)) {
    // Where the cache is in blocks, their scales lie in the block as floats.
    const auto at = [&](const CachedRows& rows, uint32_t width, float* scales) {
      const uint32_t offset = kvHead * width;
      const std::byte* row = rows.at(first);
      if (rows.form == KvForm::Half)
        return TileRows{reinterpret_cast<const uint16_t*>(row) + offset, rows.width};
      const std::byte* halves = row + kvCodeBytes(rows.form, rows.width) + kvScaleBytes(rows.form, offset);
      blockScales(halves, rows.rowBytes(), count, width / kKvBlock, scales);
      return TileRows{row + offset, rows.rowBytes(), scales};
    };
    return {at(in.keys, keyDim, block.keys()), at(in.values, in.valueDim, block.values()), count,
            in.keys.form == KvForm::Half ? TileNumbers::Halves : TileNumbers::Codes};
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

// visit(row, head) for the queries of a block.
template <class Visit>
void forQueries(const AttentionInput& in, const Cut& cut, uint32_t blockIndex, const Visit& visit) {
  const uint32_t rowBlock = blockIndex % cut.rowBlocks;
  const uint32_t headBlock = blockIndex / cut.rowBlocks;
  const uint32_t group = in.heads / in.kvHeads;
  const uint32_t firstInGroup = headBlock % cut.blocksPerKvHead * cut.headsEach;
  const uint32_t firstHead = headBlock / cut.blocksPerKvHead * group + firstInGroup;
  const uint32_t headsHere = std::min(cut.headsEach, group - firstInGroup);
  const uint32_t firstRow = rowBlock * cut.rowsEach;
  const uint32_t lastRow = std::min(in.rows, firstRow + cut.rowsEach);
  for (uint32_t row = firstRow; row < lastRow; ++row) {
    for (uint32_t h = 0; h < headsHere; ++h) visit(row, firstHead + h);
  }
}

// The queries of one block against one split of the positions. `panels`: packBlock() of it, or null.
void attendBlock(const AttentionInput& in, const Cut& cut, uint32_t blockIndex, uint32_t split,
                 const AttentionPartials& partials, const std::byte* panels, QueryBlock& block) {
  const uint32_t kvHead = blockIndex / cut.rowBlocks / cut.blocksPerKvHead;
  // attendCodes() writes first sums without reading what was there.
  const Range range = splitOf(cut, split);
  const bool zeroed = cut.reads == QueryBlock::Reads::Floats && range.first < in.first + in.rows;
  forQueries(in, cut, blockIndex, [&](uint32_t row, uint32_t head) {
    const size_t at = (size_t{split} * in.rows + row) * in.heads + head;
    RunningSoftmax* running = partials.running + at;
    float* sum = partials.sums + at * block.valueDim();
    *running = kNothingSeen;
    if (zeroed) std::fill_n(sum, block.valueDim(), 0.0f);
    float* query = block.add(in.first + row, running, sum);
    if (panels == nullptr) fillQuery(in, row, head, query);
  });
  if (panels != nullptr) {
    block.usePanels(panels);
  } else if (cut.reads == QueryBlock::Reads::Codes) {
    block.pack();
  }
  const uint32_t last = std::min(range.last, block.end());
  for (uint32_t p = range.first; p < last; p += cut.tile) {
    const uint32_t count = std::min(cut.tile, last - p);
    if (cut.reads == QueryBlock::Reads::Codes) {
      block.attend(p, codesAt(in, kvHead, p, count));
    } else {
      block.attend(p, tileAt(in, kvHead, p, count, block));
    }
  }
}

void packBlock(const AttentionInput& in, const Cut& cut, uint32_t blockIndex, QueryBlock& block,
               std::byte* panels) {
  forQueries(in, cut, blockIndex, [&](uint32_t row, uint32_t head) {
    fillQuery(in, row, head, block.add(in.first + row, nullptr, nullptr));
  });
  block.pack(panels);
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
  // Where several tasks read the same queries as codes, those are packed once.
  const uint32_t blocks = cut.blocks(in.kvHeads);
  const bool packedOnce = cut.reads == QueryBlock::Reads::Codes && cut.splits > 1;
  const size_t panelBytes =
      packedOnce ? codePanelsBytes(cut.headsEach * cut.rowsEach, shape.keyDim()) : size_t{0};
  const uint32_t panelsAt = arena.take(blocks * panelBytes);
  arena.release(mark);  // scratch of this verb only
  if (arena.planning()) return;

  const AttentionPartials partials{.sums = arena.at<float>(sumsAt),
                                   .running = arena.at<RunningSoftmax>(runningAt),
                                   .splits = cut.splits,
                                   .rowHeads = rowHeads,
                                   .paddedDim = shape.valueDim()};
  const auto blockOf = [&](uint32_t worker) {
    QueryBlock block = shape;
    block.reset(arena.at<std::byte>(scratchAt) + worker * shape.scratchBytes());
    return block;
  };
  const auto panelsOf = [&](uint32_t block) { return arena.at<std::byte>(panelsAt) + block * panelBytes; };
  if (packedOnce) {
    pool.parallelFor(blocks, 1, [&](uint32_t first, uint32_t last, uint32_t worker) {
      for (uint32_t b = first; b < last; ++b) {
        QueryBlock block = blockOf(worker);
        packBlock(in, cut, b, block, panelsOf(b));
      }
    });
  }
  const uint32_t tasks = blocks * cut.splits;
  pool.parallelFor(tasks, 1, [&](uint32_t firstTask, uint32_t lastTask, uint32_t worker) {
    for (uint32_t task = firstTask; task < lastTask; ++task) {
      QueryBlock block = blockOf(worker);
      // Late rows see the most: they go first, so that the last tasks are short ones.
      const uint32_t index = blocks - 1 - task / cut.splits;
      attendBlock(in, cut, index, task % cut.splits, partials, packedOnce ? panelsOf(index) : nullptr, block);
    }
  });
  joinPartials(pool, partials, in.valueDim, out);
}

}  // namespace hearth::cpu
