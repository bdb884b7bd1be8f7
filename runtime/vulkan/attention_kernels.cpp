// Attention to cached rows, and how rows get into the cache.
#include <algorithm>

#include "runtime/base/check.h"
#include "runtime/vulkan/attend_dispatch.h"
#include "runtime/vulkan/attention_plan.h"

namespace hearth::vulkan {

namespace {

uint32_t copyLocal(const Recorder& r) { return r.choice().software ? 32 : 64; }

void merge(Recorder& r, const AttendPush& pass, uint32_t splits, uint32_t heads, uint32_t valueDim,
           const std::array<Access, 2>& found, Rows out) {
  const struct {
    Address sums, states, merged, step;
    uint32_t rowFirst, rows, heads, valueDim, least;
  } push{pass.sums, pass.states, out.at, pass.step, pass.rowFirst, pass.rows, heads, valueDim, pass.least};
  const uint32_t local = r.choice().software ? 32 : valueDim > 64 ? 128 : 64;
  r.dispatch({.shader = "attend_merge", .constants = {local, splits}}, push, {.x = heads, .y = pass.rows},
             {found[0], found[1], {pass.step, sizeof(Step)}}, {out.all()});
}

Rows rowsFrom(Rows x, uint32_t first, uint32_t count) {
  return {.at = x.at + size_t{first} * x.cols * sizeof(float), .rows = count, .cols = x.cols};
}

}  // namespace

void append(Recorder& r, Rows x, CachedAt cache, Address step) {
  if (x.rows == 0) return;
  CHECK(x.cols == cache.width && x.rows <= kGroupsMax && cache.at % 4 == 0);
  const uint32_t local = copyLocal(r);
  const Access steps{step, sizeof(Step)};
  if (inBlocks(cache.form)) {
    CHECK(x.cols % kKvBlock == 0 && x.at % 16 == 0);
    const struct {
      Address x, cache, step;
      uint32_t width, positions;
    } push{x.at, cache.at, step, cache.width, cache.positions};
    r.dispatch({.shader = "append_blocks", .constants = {local, static_cast<uint32_t>(cache.form)}}, push,
               {.x = ceilDiv(x.cols / 4, local), .y = x.rows}, {x.all(), steps}, {cache.all()});
    return;
  }
  const struct {
    Address x, cache, step;
    uint32_t width, rows, positions;
  } push{x.at, cache.at, step, cache.width, x.rows, cache.positions};
  // Of one page; and pages that so many rows touch, wherever the first one lies.
  const uint32_t numbers = std::min(x.rows, kKvPagePositions) * x.cols;
  const uint32_t words = cache.form == KvForm::Half ? numbers / 2 + 1 : numbers;
  const uint32_t pages = kvPages(x.rows - 1) + 1;
  r.dispatch({.shader = variantFor("append", cache.form), .constants = {local}}, push,
             {.x = ceilDiv(words, local), .y = pages}, {x.all(), steps}, {cache.all()});
}

size_t attendScratchBytes(const Attention& a) {
  const AttendCut cut = cutOf(a);
  return cut.splits == 1 ? 0 : aligned(cut.rowsPerPass * cut.bytesPerRow) + aligned(1);
}

void attend(Recorder& r, const Attention& a, Address scratch, Rows out) {
  const QueryPiece &q0 = a.pieces[0], &q1 = a.pieces[1];
  const uint32_t rows = q0.x.rows;
  if (rows == 0) return;
  CHECK(a.heads % a.kvHeads == 0 && out.rows == rows && out.cols == a.heads * a.valueDim);
  CHECK(q1.width == 0 || q1.x.rows == rows);
  AttendCall call{.shader = variantFor("attend", a.keys.form),
                  .keyDim = q0.width + q1.width,
                  .piece0 = q0.width,
                  .valueDim = a.valueDim,
                  .group = a.heads / a.kvHeads,
                  .positions = a.contextMax,
                  .form = a.keys.form};
  CHECK(a.keys.width >= a.kvHeads * call.keyDim && a.values.width >= a.kvHeads * a.valueDim);
  CHECK(a.keys.form == a.values.form && rows <= kGroupsMax);
  const AttendCut cut = cutOf(a, r.choice());
  call.splits = cut.splits;
  for (uint32_t first = 0; first < rows; first += cut.rowsPerPass) {
    const uint32_t count = std::min(cut.rowsPerPass, rows - first);
    const Rows x0 = rowsFrom(q0.x, first, count), target = rowsFrom(out, first, count);
    const Rows x1 = q1.width > 0 ? rowsFrom(q1.x, first, count) : Rows{};
    const size_t results = size_t{cut.splits} * count * a.heads;
    const Access states{scratch, results * 2 * sizeof(float)};
    const Access sums{scratch + aligned(states.bytes), results * a.valueDim * sizeof(float)};
    call.push = {.q0 = x0.at + size_t{q0.offset} * sizeof(float),
                 .q1 = x1.at + size_t{q1.offset} * sizeof(float),
                 .keys = a.keys.at,
                 .values = a.values.at,
                 .sums = cut.splits == 1 ? target.at : sums.at,
                 .states = cut.splits == 1 ? 0 : states.at,
                 .step = a.step,
                 .qCols0 = x0.cols,
                 .qStride0 = q0.stride,
                 .qCols1 = x1.cols,
                 .qStride1 = q1.stride,
                 .keyWidth = a.keys.width,
                 .valueWidth = a.values.width,
                 .rowFirst = first,
                 .rows = count,
                 .kvHeads = a.kvHeads,
                 .least = cut.least,
                 .rangeEnd = a.contextMax,
                 .phase = kAttendStarts | kAttendFinishes,
                 .scale = a.scale};
    call.reads = {x0.all(), x1.all(), a.keys.all(), a.values.all(), Access{a.step, sizeof(Step)}};
    if (cut.splits == 1) {
      call.writes = {target.all()};
      dispatchTiles(r, call);
    } else {
      call.writes = {sums, states};
      dispatchTiles(r, call);
      merge(r, call.push, cut.splits, a.heads, a.valueDim, call.writes, target);
    }
  }
}

}  // namespace hearth::vulkan
