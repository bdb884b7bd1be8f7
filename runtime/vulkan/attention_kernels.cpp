#include <algorithm>
#include <array>
#include <string>

#include "runtime/base/check.h"
#include "runtime/vulkan/attention_plan.h"
#include "runtime/vulkan/kernels.h"

namespace hearth::vulkan {

namespace {

constexpr uint32_t kGroupsMax = 65535;  // along one axis, on every device
constexpr size_t kAlign = 256;
// Positions whose keys and values are rebuilt at a time: as good for the products as a long prompt, and bounded.
constexpr uint32_t kRebuiltMost = 1024;
constexpr size_t kRebuiltBytes = size_t{192} << 20;
constexpr uint32_t kStarts = 1, kFinishes = 2;  // as in attend.comp

uint32_t ceilDiv(uint32_t a, uint32_t b) { return (a + b - 1) / b; }
size_t aligned(size_t bytes) { return (bytes + kAlign - 1) / kAlign * kAlign; }

size_t numberBytes(const CachedAt& cache) { return cache.precision == KvPrecision::Half ? 2 : 4; }
const char* nameOf(const CachedAt& cache) { return cache.precision == KvPrecision::Half ? "half" : "float"; }
Access rangeOf(const CachedAt& cache, uint32_t positions) {
  return {cache.at, size_t{positions} * cache.width * numberBytes(cache)};
}
uint32_t copyLocal(const Device& device) { return device.can().software ? 32 : 64; }

// In attend.comp, word for word.
struct AttendPush {
  Address q0 = 0, q1 = 0, keys = 0, values = 0, cached = 0, sums = 0, states = 0, step = 0;
  uint32_t qCols0 = 0, qStride0 = 0, qCols1 = 0, qStride1 = 0;
  uint32_t keyWidth = 0, valueWidth = 0, cachedWidth = 0;
  uint32_t rowFirst = 0, rows = 0, kvHeads = 0;
  uint32_t firstGroup = 0, least = 0, rangeFirst = 0, rangeEnd = 0, phase = 0;
  float scale = 1.0f;
};

// Everything about a call of attend.comp that does not differ between its dispatches.
struct AttendCall {
  std::string shader;
  AttendPush push;
  uint32_t keyDim = 0, piece0 = 0, valueDim = 0, group = 1, splits = 1, positions = 0;
  size_t cachedBytes = 2;  // of a cached number
  std::array<Access, 5> reads;
  std::array<Access, 2> writes;
};

bool fourfold(std::initializer_list<uint32_t> numbers) {
  return std::all_of(numbers.begin(), numbers.end(), [](uint32_t n) { return n % 4 == 0; });
}

// Whether every group of four numbers lies where one access can read it.
bool inQuads(const AttendCall& call) {
  const AttendPush& p = call.push;
  const size_t rebuilt = 4 * (p.cached != 0 ? sizeof(float) : call.cachedBytes);
  return fourfold({p.qCols0, p.qStride0, p.qCols1, p.qStride1, p.keyWidth, p.valueWidth, p.cachedWidth,
                   call.keyDim, call.piece0, call.valueDim}) &&
         p.q0 % 16 == 0 && p.q1 % 16 == 0 && p.sums % 16 == 0 && p.keys % rebuilt == 0 &&
         p.values % rebuilt == 0 && p.cached % (4 * call.cachedBytes) == 0;
}

// All tiles of queries, key heads and splits, in as many dispatches as their work asks for.
void dispatchTiles(Recorder& r, const AttendCall& call) {
  const uint32_t queries = call.push.rows * call.group;
  const AttendTile tile = tileOf(r.device().can(), queries, call.keyDim, call.valueDim);
  const PipelineKey key{.shader = call.shader,
                        .constants = {tile.local, call.keyDim, call.piece0, call.valueDim, call.group,
                                      tile.queries, tile.queryGroups, tile.chunk, call.splits,
                                      inQuads(call) ? 1u : 0u}};
  const uint32_t groups = ceilDiv(queries, tile.queries) * call.push.kvHeads * call.splits;
  const uint64_t work = uint64_t{tile.queries} * (call.keyDim + call.valueDim) *
                        ceilDiv(std::max(call.positions, 1u), call.splits);
  const uint64_t fit = std::clamp<uint64_t>(r.device().workPerDispatch() / work, 1, kGroupsMax);
  const auto each = static_cast<uint32_t>(fit);
  AttendPush push = call.push;
  for (uint32_t first = 0; first < groups; first += each) {
    push.firstGroup = first;
    r.dispatch(key, push, {.x = std::min(each, groups - first)},
               {call.reads[0], call.reads[1], call.reads[2], call.reads[3], call.reads[4]},
               {call.writes[0], call.writes[1]});
  }
}

void merge(Recorder& r, const AttendPush& pass, uint32_t splits, uint32_t heads, uint32_t valueDim,
           const std::array<Access, 2>& found, Rows out) {
  const struct {
    Address sums, states, merged, step;
    uint32_t rowFirst, rows, heads, valueDim, least;
  } push{pass.sums, pass.states, out.at, pass.step, pass.rowFirst, pass.rows, heads, valueDim, pass.least};
  const uint32_t local = r.device().can().software ? 32 : valueDim > 64 ? 128 : 64;
  r.dispatch({.shader = "attend_merge", .constants = {local, splits}}, push, {.x = heads, .y = pass.rows},
             {found[0], found[1], {pass.step, sizeof(Step)}}, {out.all()});
}

Rows rowsFrom(Rows x, uint32_t first, uint32_t count) {
  return {.at = x.at + size_t{first} * x.cols * sizeof(float), .rows = count, .cols = x.cols};
}

}  // namespace

void append(Recorder& r, Rows x, CachedAt cache, uint32_t positions, Address step) {
  CHECK(x.cols == cache.width && x.rows <= kGroupsMax);
  const struct {
    Address x, cache, step;
    uint32_t width, positions;
  } push{x.at, cache.at, step, cache.width, positions};
  const uint32_t local = copyLocal(r.device());
  r.dispatch({.shader = std::string("append_") + nameOf(cache), .constants = {local}}, push,
             {.x = ceilDiv(cache.width, local), .y = x.rows}, {x.all(), {step, sizeof(Step)}},
             {rangeOf(cache, positions)});
}

size_t attendScratchBytes(const Attention& a) {
  const AttendCut cut = cutOf(a);
  return cut.splits == 1 ? 0 : aligned(cut.rowsPerPass * cut.bytesPerRow) + kAlign;
}

void attend(Recorder& r, const Attention& a, Address scratch, Rows out) {
  const QueryPiece &q0 = a.pieces[0], &q1 = a.pieces[1];
  const uint32_t rows = q0.x.rows;
  if (rows == 0) return;
  CHECK(a.heads % a.kvHeads == 0 && out.rows == rows && out.cols == a.heads * a.valueDim);
  CHECK(q1.width == 0 || q1.x.rows == rows);
  AttendCall call{.shader = std::string("attend_") + nameOf(a.keys),
                  .keyDim = q0.width + q1.width,
                  .piece0 = q0.width,
                  .valueDim = a.valueDim,
                  .group = a.heads / a.kvHeads,
                  .positions = a.contextMax,
                  .cachedBytes = numberBytes(a.keys)};
  CHECK(a.keys.width >= a.kvHeads * call.keyDim && a.values.width >= a.kvHeads * a.valueDim);
  CHECK(a.keys.precision == a.values.precision && rows <= kGroupsMax);
  const AttendCut cut = cutOf(a);
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
                 .phase = kStarts | kFinishes,
                 .scale = a.scale};
    call.reads = {x0.all(), x1.all(), rangeOf(a.keys, a.contextMax), rangeOf(a.values, a.contextMax),
                  Access{a.step, sizeof(Step)}};
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

namespace {

// The scratch of attendExpanded.
struct Rebuilt {
  uint32_t positions = 0;  // of a block
  size_t latentsAt = 0, keysAt = 0, valuesAt = 0, statesAt = 0, bytes = 0;
};

Rebuilt rebuiltOf(const ExpandedAttention& a) {
  const LatentAttention& l = a.latent;
  const size_t numbers = l.kvLoraRank + size_t{a.heads} * (l.nopeDim + l.valueDim);
  const size_t fit = std::max<size_t>(kAttendBlock, kRebuiltBytes / (numbers * sizeof(float)));
  Rebuilt b;
  b.positions = static_cast<uint32_t>(
      std::min<size_t>({fit / kAttendBlock * kAttendBlock, kRebuiltMost, std::max(1u, a.contextMax)}));
  const auto take = [&](size_t floats) {
    const size_t at = b.bytes;
    b.bytes += aligned(floats * sizeof(float));
    return at;
  };
  b.latentsAt = take(size_t{b.positions} * l.kvLoraRank);
  b.keysAt = take(size_t{b.positions} * a.heads * l.nopeDim);
  b.valuesAt = take(size_t{b.positions} * a.heads * l.valueDim);
  b.statesAt = take(size_t{a.q.rows} * a.heads * 2);
  return b;
}

// As the CPU has it (Input in cpu_matmul.h): a product of few weights is worth doing finely.
Precision precisionFor(const DeviceMatrix& w) {
  return uint64_t{w.rows} * w.cols <= (uint64_t{1} << 20) ? Precision::Fine : Precision::Rounded;
}

}  // namespace

size_t attendExpandedScratchBytes(const ExpandedAttention& a) { return rebuiltOf(a).bytes; }

void attendExpanded(Recorder& r, const ExpandedAttention& a, Address scratch, Rows out) {
  const LatentAttention& l = a.latent;
  const uint32_t keyDim = l.nopeDim + l.ropeDim;
  if (a.q.rows == 0) return;
  CHECK(a.q.cols == a.heads * keyDim && out.rows == a.q.rows && out.cols == a.heads * l.valueDim);
  CHECK(a.latents.width == l.kvLoraRank + l.ropeDim);
  const Rebuilt block = rebuiltOf(a);
  const Access states{scratch + block.statesAt, size_t{a.q.rows} * a.heads * 2 * sizeof(float)};
  const Access step{a.step, sizeof(Step)};
  AttendCall call{.shader = std::string("attend_expanded_") + nameOf(a.latents),
                  .push = {.q0 = a.q.at,
                           .q1 = a.q.at + l.nopeDim * sizeof(float),
                           .keys = scratch + block.keysAt,
                           .values = scratch + block.valuesAt,
                           .sums = out.at,
                           .states = states.at,
                           .step = a.step,
                           .qCols0 = a.q.cols,
                           .qStride0 = keyDim,
                           .qCols1 = a.q.cols,
                           .qStride1 = keyDim,
                           .keyWidth = a.heads * l.nopeDim,
                           .valueWidth = a.heads * l.valueDim,
                           .cachedWidth = a.latents.width,
                           .rows = a.q.rows,
                           .kvHeads = a.heads,
                           .scale = a.scale},
                  .keyDim = keyDim,
                  .piece0 = l.nopeDim,
                  .valueDim = l.valueDim,
                  .positions = block.positions,
                  .cachedBytes = numberBytes(a.latents)};
  for (uint32_t first = 0; first < a.contextMax; first += block.positions) {
    const uint32_t count = std::min(block.positions, a.contextMax - first);
    const size_t cachedFrom = size_t{first} * a.latents.width * call.cachedBytes;
    const Access cached{a.latents.at + cachedFrom, size_t{count} * a.latents.width * call.cachedBytes};
    const Rows latents{scratch + block.latentsAt, count, l.kvLoraRank};
    const Rows keys{scratch + block.keysAt, count, a.heads * l.nopeDim};
    const Rows values{scratch + block.valuesAt, count, a.heads * l.valueDim};
    const struct {
      Address cache, y, step;
      uint32_t cacheWidth, width, first;
    } unpack{a.latents.at, latents.at, a.step, a.latents.width, l.kvLoraRank, first};
    const uint32_t local = copyLocal(r.device());
    r.dispatch({.shader = std::string("unpack_") + nameOf(a.latents), .constants = {local}}, unpack,
               {.x = ceilDiv(l.kvLoraRank, local), .y = count}, {cached, step}, {latents.all()});
    linear(r, latents, a.keyUp, 0, keys, precisionFor(a.keyUp));
    linear(r, latents, a.valueUp, 0, values, precisionFor(a.valueUp));

    call.push.cached = cached.at + l.kvLoraRank * call.cachedBytes;
    call.push.rangeFirst = first;
    call.push.rangeEnd = first + count;
    call.push.phase = (first == 0 ? kStarts : 0) | (first + count == a.contextMax ? kFinishes : 0);
    call.reads = {a.q.all(), keys.all(), values.all(), cached, step};
    call.writes = {out.all(), states};
    dispatchTiles(r, call);
  }
}

}  // namespace hearth::vulkan
