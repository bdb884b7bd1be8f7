#include "runtime/cpu/cpu_sparse_attention.h"

#include <algorithm>
#include <array>
#include <bit>

#include "runtime/cpu/attention_partials.h"
#include "runtime/cpu/kernels/index_scores.h"
#include "runtime/cpu/query_block.h"

namespace hearth::cpu {

namespace {

constexpr uint32_t ceilDiv(uint32_t a, uint32_t b) { return (a + b - 1) / b; }

// ---- Scores ----------------------------------------------------------------------------------------------

constexpr uint32_t kIndexTile = 64;  // positions

// How many rows are scored together: they share each tile of keys, and their scores wait in scratch.
uint32_t rowsTogether(uint32_t rows, uint32_t context) {
  constexpr size_t kScoreBytes = size_t{8} << 20;
  constexpr uint32_t kRowsMax = 64;
  const size_t fit = std::max<size_t>(1, kScoreBytes / sizeof(float) / context);
  return static_cast<uint32_t>(std::min<size_t>({rows, kRowsMax, fit}));
}

// Rows [first, first + count) of the batch, in scratch.
struct RowBlock {
  uint32_t first = 0;
  uint32_t count = 0;
  uint32_t paddedHeads = 0;
  float* queries = nullptr;  // [count, dim, paddedHeads]
  float* weights = nullptr;  // [count, paddedHeads]
  float* scores = nullptr;   // [count, context]
};

void prepareRow(const IndexInput& in, const RowBlock& block, uint32_t r) {
  const uint32_t row = block.first + r, dim = in.keys.width;
  transposeIndexQuery(in.q + size_t{row} * in.heads * dim, in.heads, dim,
                      block.queries + size_t{r} * dim * block.paddedHeads);
  float* weights = block.weights + size_t{r} * block.paddedHeads;
  std::copy_n(in.headWeights + size_t{row} * in.heads, in.heads, weights);
  std::fill(weights + in.heads, weights + block.paddedHeads, 0.0f);
}

// All rows of the block against one tile of positions; `keys` is room for it.
void scoreTile(const IndexInput& in, const RowBlock& block, uint32_t tile, float* keys) {
  const uint32_t dim = in.keys.width, context = in.context(), first = tile * kIndexTile;
  const uint32_t count = std::min(kIndexTile, context - first);
  loadRows(in.keys, first, count, 0, dim, keys, dim);
  for (uint32_t r = 0; r < block.count; ++r) {
    const uint32_t seen = in.first + block.first + r + 1;
    if (seen <= first) continue;
    indexScores(block.queries + size_t{r} * dim * block.paddedHeads,
                block.weights + size_t{r} * block.paddedHeads, block.paddedHeads, dim, keys,
                std::min(count, seen - first), block.scores + size_t{r} * context + first);
  }
}

// ---- Choice ----------------------------------------------------------------------------------------------

// Numbers in the order of unsigned integers: equal for both zeros, the largest for NaN.
uint32_t orderOf(float score) {
  const auto bits = std::bit_cast<uint32_t>(score);
  const uint32_t size = bits & 0x7fffffffu;
  if (size > 0x7f800000u) return 0xffffffffu;
  if (size == 0) return 0x80000000u;
  return bits != size ? ~bits : bits | 0x80000000u;
}

// The k-th largest, and how many of its equals are among the k.
struct Border {
  uint32_t order;
  uint32_t equals;
};

// Digit by digit from the highest (radix selection): one count of the numbers that agree so far for each.
Border borderOf(std::span<const float> scores, uint32_t k) {
  constexpr uint32_t kDigitBits = 11;
  Border border{0, k};
  uint32_t decided = 0;  // mask of the digits found
  for (const uint32_t shift : {21u, 10u, 0u}) {
    const uint32_t bits = shift == 0 ? 10 : kDigitBits, mask = (1u << bits) - 1;
    std::array<uint32_t, 1u << kDigitBits> counts{};
    for (const float score : scores) {
      const uint32_t order = orderOf(score);
      if ((order & decided) == border.order) ++counts[order >> shift & mask];
    }
    uint32_t digit = mask;
    while (counts[digit] < border.equals) border.equals -= counts[digit--];
    border.order |= digit << shift;
    decided |= mask << shift;
  }
  return border;
}

// ---- Attention -------------------------------------------------------------------------------------------

// A task is a row's block of heads against a stretch of its list: all its queries share every gathered row.
struct ChosenCut {
  uint32_t headsEach;
  uint32_t headBlocks;
  uint32_t splits;
  uint32_t positionsEach;
};

// By shapes only, as everywhere: the same text on every machine.
ChosenCut cutOf(const AttentionInput& in, uint32_t topK, uint32_t tile) {
  constexpr uint32_t kTasksWanted = 32;  // for up to 16 threads
  constexpr uint32_t kSplitPositionsMin = 128;
  ChosenCut cut{};
  cut.headsEach = std::min(in.heads, kQueriesMax);
  cut.headBlocks = ceilDiv(in.heads, cut.headsEach);
  const uint32_t wanted = ceilDiv(kTasksWanted, cut.headBlocks * in.rows);
  cut.splits = std::clamp(topK / kSplitPositionsMin, 1u, wanted);
  cut.positionsEach = ceilDiv(ceilDiv(topK, cut.splits), tile) * tile;
  return cut;
}

void fillQuery(const AttentionInput& in, uint32_t row, uint32_t head, float* query) {
  for (const QueryPiece& piece : in.pieces) {
    const float* x = piece.x + row * piece.rowStride + head * size_t{piece.headStride};
    for (uint32_t i = 0; i < piece.width; ++i) query[i] = x[i] * in.scale;
    query += piece.width;
  }
}

// `positions` is the row's list.
void attendTask(const AttentionInput& in, std::span<const uint32_t> positions, const ChosenCut& cut,
                uint32_t row, uint32_t headBlock, uint32_t split, const AttentionPartials& partials,
                QueryBlock& block) {
  const uint32_t listed = static_cast<uint32_t>(positions.size());
  const uint32_t firstHead = headBlock * cut.headsEach;
  for (uint32_t head = firstHead; head < std::min(in.heads, firstHead + cut.headsEach); ++head) {
    const size_t at = (size_t{split} * in.rows + row) * in.heads + head;
    partials.running[at] = kNothingSeen;
    float* sum = partials.sums + at * block.valueDim();
    std::fill_n(sum, block.valueDim(), 0.0f);
    // Places in the list stand for positions: a query sees all of them.
    fillQuery(in, row, head, block.add(listed - 1, partials.running + at, sum));
  }
  const uint32_t keyDim = in.pieces[0].width + in.pieces[1].width, tile = tilePositions(keyDim);
  const uint32_t last = std::min((split + 1) * cut.positionsEach, listed);
  for (uint32_t p = split * cut.positionsEach; p < last; p += tile) {
    const uint32_t count = std::min(tile, last - p);
    for (uint32_t i = 0; i < count; ++i) {
      loadRows(in.keys, positions[p + i], 1, 0, keyDim, block.keys() + i * size_t{block.keyDim()},
               block.keyDim());
    }
    block.attend(p, block.ownTileOfKeys(count));
  }
}

}  // namespace

void selectLargest(std::span<const float> scores, uint32_t k, uint32_t* positions) {
  CHECK(k > 0 && k <= scores.size());
  Border border = borderOf(scores, k);
  for (uint32_t p = 0; p < scores.size(); ++p) {
    const uint32_t order = orderOf(scores[p]);
    if (order < border.order) continue;
    if (order == border.order) {
      if (border.equals == 0) continue;
      --border.equals;
    }
    *positions++ = p;
  }
}

void choosePositions(ThreadPool& pool, Arena& arena, const IndexInput& in, uint32_t* chosen) {
  const uint32_t dim = in.keys.width, context = in.context();
  const uint32_t together = rowsTogether(in.rows, context);
  RowBlock block{.paddedHeads = paddedIndexHeads(in.heads)};
  const uint32_t mark = arena.mark();
  const uint32_t queriesAt = arena.take(size_t{together} * dim * block.paddedHeads * sizeof(float));
  const uint32_t weightsAt = arena.take(size_t{together} * block.paddedHeads * sizeof(float));
  const uint32_t scoresAt = arena.take(size_t{together} * context * sizeof(float));
  const uint32_t keysAt = arena.take(size_t{pool.threadCount()} * kIndexTile * dim * sizeof(float));
  arena.release(mark);  // scratch of this verb only
  if (arena.planning()) return;

  block.queries = arena.at<float>(queriesAt);
  block.weights = arena.at<float>(weightsAt);
  block.scores = arena.at<float>(scoresAt);
  for (block.first = 0; block.first < in.rows; block.first += together) {
    block.count = std::min(together, in.rows - block.first);
    for (uint32_t r = 0; r < block.count; ++r) prepareRow(in, block, r);
    const uint32_t seen = in.first + block.first + block.count;  // by the last of these rows
    pool.parallelFor(ceilDiv(seen, kIndexTile), 1, [&](uint32_t first, uint32_t last, uint32_t worker) {
      float* keys = arena.at<float>(keysAt) + size_t{worker} * kIndexTile * dim;
      for (uint32_t tile = first; tile < last; ++tile) scoreTile(in, block, tile, keys);
    });
    pool.parallelFor(block.count, 1, [&](uint32_t first, uint32_t last, uint32_t) {
      for (uint32_t r = first; r < last; ++r) {
        const uint32_t visible = in.first + block.first + r + 1;
        selectLargest({block.scores + size_t{r} * context, visible}, std::min(in.topK, visible),
                      chosen + size_t{block.first + r} * in.topK);
      }
    });
  }
}

void attendChosen(ThreadPool& pool, Arena& arena, const AttentionInput& in, const uint32_t* chosen,
                  uint32_t topK, float* out) {
  CHECK(in.kvHeads == 1);
  const uint32_t keyDim = in.pieces[0].width + in.pieces[1].width;
  QueryBlock shape(keyDim, in.valueDim);
  const ChosenCut cut = cutOf(in, topK, tilePositions(keyDim));
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
  const uint32_t tasks = in.rows * cut.headBlocks * cut.splits;
  pool.parallelFor(tasks, 1, [&](uint32_t firstTask, uint32_t lastTask, uint32_t worker) {
    QueryBlock block = shape;
    for (uint32_t task = firstTask; task < lastTask; ++task) {
      block.reset(arena.at<std::byte>(scratchAt) + worker * shape.scratchBytes());
      const uint32_t row = task / cut.splits / cut.headBlocks;
      const std::span positions(chosen + size_t{row} * topK, std::min(topK, in.first + row + 1));
      attendTask(in, positions, cut, row, task / cut.splits % cut.headBlocks, task % cut.splits, partials,
                 block);
    }
  });
  joinPartials(pool, partials, in.valueDim, out);
}

}  // namespace hearth::cpu
