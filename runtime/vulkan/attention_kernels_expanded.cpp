// The un-absorbed form of latent attention: keys and values are rebuilt from the latents, block by block of
// positions, so that memory does not grow with the context; sums and softmax states carry over.
#include <algorithm>
#include <string>
#include <utility>

#include "runtime/base/check.h"
#include "runtime/vulkan/attend_dispatch.h"
#include "runtime/vulkan/attention_plan.h"

namespace hearth::vulkan {

namespace {

// Positions whose keys and values are rebuilt at a time: as good for the products as a long prompt, and
// bounded.
constexpr uint32_t kRebuiltMost = 1024;
constexpr size_t kRebuiltBytes = size_t{192} << 20;

// The scratch of attendExpanded.
struct Rebuilt {
  uint32_t positions = 0;  // of a block
  size_t latentsAt = 0, keysAt = 0, valuesAt = 0, statesAt = 0, roundedAt = 0, bytes = 0;
};

Rebuilt rebuiltOf(const ExpandedAttention& a) {
  const LatentAttention& l = a.latent;
  const size_t numbers = l.kvLoraRank + size_t{a.heads} * (l.nopeDim + l.valueDim);
  const size_t fit = std::max<size_t>(kAttendBlock, kRebuiltBytes / (numbers * sizeof(float)));
  Rebuilt b;
  b.positions = static_cast<uint32_t>(
      std::min<size_t>({fit / kAttendBlock * kAttendBlock, kRebuiltMost, std::max(1u, a.contextMax)}));
  const auto take = [&](size_t bytes) { return std::exchange(b.bytes, b.bytes + aligned(bytes)); };
  b.latentsAt = take(sizeof(float) * b.positions * l.kvLoraRank);
  b.keysAt = take(sizeof(float) * b.positions * a.heads * l.nopeDim);
  b.valuesAt = take(sizeof(float) * b.positions * a.heads * l.valueDim);
  b.statesAt = take(sizeof(float) * a.q.rows * a.heads * 2);
  b.roundedAt = take(linearScratchBytes(b.positions, l.kvLoraRank));
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
  AttendCall call{.shader = variantFor("attend_expanded", a.latents.form),
                  .push = {.q0 = a.q.at,
                           .q1 = a.q.at + l.nopeDim * sizeof(float),
                           .keys = scratch + block.keysAt,
                           .values = scratch + block.valuesAt,
                           .cached = a.latents.at,
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
                  .form = a.latents.form};
  for (uint32_t first = 0; first < a.contextMax; first += block.positions) {
    CHECK(first % kKvPagePositions == 0);
    const uint32_t count = std::min(block.positions, a.contextMax - first);
    const Rows latents{scratch + block.latentsAt, count, l.kvLoraRank};
    const Rows keys{scratch + block.keysAt, count, a.heads * l.nopeDim};
    const Rows values{scratch + block.valuesAt, count, a.heads * l.valueDim};
    const struct {
      Address cache, y, step;
      uint32_t cacheWidth, width, first;
    } unpack{a.latents.at, latents.at, a.step, a.latents.width, l.kvLoraRank, first};
    const uint32_t local = r.choice().software ? 32 : 64;
    r.dispatch({.shader = variantFor("unpack", a.latents.form),
                .constants = {local, static_cast<uint32_t>(a.latents.form)}},
               unpack, {.x = ceilDiv(l.kvLoraRank, local), .y = count}, {a.latents.all(), step},
               {latents.all()});
    linear(r, latents, a.keyUp, 0, keys, precisionFor(a.keyUp), scratch + block.roundedAt);
    linear(r, latents, a.valueUp, 0, values, precisionFor(a.valueUp), scratch + block.roundedAt);

    call.push.rangeFirst = first;
    call.push.rangeEnd = first + count;
    call.push.phase =
        (first == 0 ? kAttendStarts : 0) | (first + count == a.contextMax ? kAttendFinishes : 0);
    call.reads = {a.q.all(), keys.all(), values.all(), a.latents.all(), step};
    call.writes = {out.all(), states};
    dispatchTiles(r, call);
  }
}

}  // namespace hearth::vulkan
