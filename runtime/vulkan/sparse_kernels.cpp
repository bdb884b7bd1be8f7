#include "runtime/vulkan/sparse_kernels.h"

#include <algorithm>
#include <bit>

#include "runtime/base/check.h"
#include "runtime/vulkan/attend_dispatch.h"

namespace hearth::vulkan {

namespace {

constexpr uint32_t kIndexTile = 64;  // positions of a workgroup of index_scores
static_assert(kKvPagePositions % kIndexTile == 0);
constexpr uint32_t kGatheredRows = 8;  // whose cached rows are gathered before attention to the first of them

uint32_t localSize(const Recorder& r, uint32_t wanted) {
  return std::min(wanted, std::bit_floor(r.choice().invocationsMax));
}

Rows rowsFrom(Rows x, uint32_t first, uint32_t count) {
  return {.at = x.at + size_t{first} * x.cols * sizeof(float), .rows = count, .cols = x.cols};
}

// Rows whose scores wait in scratch together.
uint32_t rowsTogether(const IndexQuery& query) {
  constexpr size_t kScoreBytes = size_t{32} << 20;
  const size_t fit = kScoreBytes / sizeof(float) / std::max(query.contextMax, 1u);
  return static_cast<uint32_t>(std::clamp<size_t>(fit, 1, std::max(query.q.rows, 1u)));
}

void scoreRows(Recorder& r, const IndexQuery& query, uint32_t first, uint32_t count, Access scores) {
  const Rows q = rowsFrom(query.q, first, count), weights = rowsFrom(query.headWeights, first, count);
  const uint32_t heads = weights.cols, dim = query.keys.width;
  struct {
    Address q, weights, keys, scores, step;
    uint32_t rowFirst, tiles, stride, firstGroup;
  } push{q.at,
         weights.at,
         query.keys.at,
         scores.at,
         query.step,
         first,
         ceilDiv(query.contextMax, kIndexTile),
         query.contextMax,
         0};
  const bool quads = dim % 4 == 0 && q.at % 16 == 0 && query.keys.at % 16 == 0;
  const PipelineKey key{.shader = variantFor("index_scores", query.keys.form),
                        .constants = {kIndexTile, heads, dim, quads ? 1u : 0u}};
  const uint32_t groups = push.tiles * count;
  const uint64_t work = uint64_t{kIndexTile} * heads * dim;
  const auto each =
      static_cast<uint32_t>(std::clamp<uint64_t>(r.device().workPerDispatch() / work, 1, kGroupsMax));
  for (; push.firstGroup < groups; push.firstGroup += each) {
    r.dispatch(key, push, {.x = std::min(each, groups - push.firstGroup)},
               {q.all(), weights.all(), query.keys.all(), {query.step, sizeof(Step)}}, {scores});
  }
}

// Places of a row's gathered cache: whole pages.
uint32_t gatheredPlaces(uint32_t topK) { return kvPages(topK) * kKvPagePositions; }

size_t gatheredBytes(const Attention& a, uint32_t topK) {
  return gatheredPlaces(topK) * kvRowBytes(a.keys.form, a.keys.width);
}

// Attention of one row to its gathered cache, without its step and its keys.
Attention rowOf(const Attention& a, uint32_t row, uint32_t topK) {
  Attention one = a;
  for (QueryPiece& piece : one.pieces) {
    if (piece.width > 0) piece.x = rowsFrom(piece.x, row, 1);
  }
  one.keys.positions = one.values.positions = gatheredPlaces(topK);
  one.contextMax = topK;
  return one;
}

}  // namespace

void layerNorm(Recorder& r, Rows x, Address gain, Address shift, float eps, Rows y) {
  CHECK(y.rows == x.rows && y.cols == x.cols && x.rows <= kGroupsMax);
  if (x.rows == 0) return;
  const struct {
    Address x, gain, shift, y;
    uint32_t width;
    float eps;
  } push{x.at, gain, shift, y.at, x.cols, eps};
  const PipelineKey key{.shader = r.choice().summing("layer_norm"),
                        .constants = {r.choice().software ? 32 : localSize(r, 64)}};
  const size_t bytes = x.cols * sizeof(float);
  r.dispatch(key, push, {.x = x.rows}, {x.all(), {gain, bytes}, {shift, bytes}}, {y.all()});
}

size_t chosenBytes(uint32_t rows, uint32_t topK) {
  const ChosenAt chosen = chosenAt(0, rows, topK);
  return chosen.steps + size_t{rows} * chosen.stepWords() * sizeof(uint32_t);
}

ChosenAt chosenAt(Address at, uint32_t rows, uint32_t topK) {
  return {at, at + aligned(size_t{rows} * topK * sizeof(uint32_t)), rows, topK};
}

size_t choosePositionsScratchBytes(const IndexQuery& query) {
  return size_t{rowsTogether(query)} * query.contextMax * sizeof(float);
}

void choosePositions(Recorder& r, const IndexQuery& query, Address scratch, ChosenAt chosen) {
  const uint32_t rows = query.q.rows, together = rowsTogether(query);
  CHECK(query.q.cols == query.headWeights.cols * query.keys.width && query.headWeights.rows == rows);
  CHECK(!inBlocks(query.keys.form) && chosen.rows == rows);
  const size_t listBytes = chosen.topK * sizeof(uint32_t), stepBytes = chosen.stepWords() * sizeof(uint32_t);
  for (uint32_t first = 0; first < rows; first += together) {
    const uint32_t count = std::min(together, rows - first);
    const Access scores{scratch, size_t{count} * query.contextMax * sizeof(float)};
    scoreRows(r, query, first, count, scores);
    const Access positions{chosen.positions + first * listBytes, count * listBytes};
    const Access steps{chosen.steps + first * stepBytes, count * stepBytes};
    const struct {
      Address scores, positions, steps, step;
      uint32_t rowFirst, stride, topK, stepWords;
    } push{scores.at, positions.at,     steps.at,    query.step,
           first,     query.contextMax, chosen.topK, chosen.stepWords()};
    r.dispatch({.shader = "choose_positions", .constants = {localSize(r, 256)}}, push, {.x = count},
               {scores, {query.step, sizeof(Step)}}, {positions, steps});
  }
}

// Rows of caches, then scratch of two attentions in turn, so that the second need not wait for the first.
size_t attendChosenScratchBytes(const Attention& a, uint32_t topK) {
  const uint32_t together = std::min(a.pieces[0].x.rows, kGatheredRows);
  return aligned(together * gatheredBytes(a, topK)) + 2 * aligned(attendScratchBytes(rowOf(a, 0, topK)));
}

void attendChosen(Recorder& r, const Attention& a, ChosenAt chosen, Address scratch, Rows out) {
  const uint32_t rows = out.rows, topK = chosen.topK;
  const size_t rowBytes = kvRowBytes(a.keys.form, a.keys.width), cacheBytes = gatheredBytes(a, topK);
  CHECK(a.kvHeads == 1 && rowBytes % 4 == 0 && chosen.rows == rows && a.values.at == a.keys.at);
  const uint32_t together = std::min(rows, kGatheredRows);
  const Address sums = scratch + aligned(together * cacheBytes);
  const size_t sumsBytes = aligned(attendScratchBytes(rowOf(a, 0, topK)));
  const size_t listBytes = topK * sizeof(uint32_t), stepBytes = chosen.stepWords() * sizeof(uint32_t);
  for (uint32_t first = 0; first < rows; first += together) {
    const uint32_t count = std::min(together, rows - first);
    const Access lists{chosen.positions + first * listBytes, count * listBytes};
    const struct {
      Address cache, gathered, positions, step;
      uint32_t rowFirst, rowWords, topK, stride;
    } push{a.keys.at,           scratch, lists.at, a.step, first, static_cast<uint32_t>(rowBytes / 4), topK,
           gatheredPlaces(topK)};
    r.dispatch({.shader = "gather_rows", .constants = {localSize(r, 64)}}, push,
               {.x = std::min(topK, kGroupsMax), .y = count}, {a.keys.all(), lists, {a.step, sizeof(Step)}},
               {{scratch, count * cacheBytes}});
    for (uint32_t i = 0; i < count; ++i) {
      Attention one = rowOf(a, first + i, topK);
      one.keys.at = one.values.at = scratch + i * cacheBytes;
      one.step = chosen.steps + (first + i) * stepBytes;
      attend(r, one, sums + i % 2 * sumsBytes, rowsFrom(out, first + i, 1));
    }
  }
}

}  // namespace hearth::vulkan
