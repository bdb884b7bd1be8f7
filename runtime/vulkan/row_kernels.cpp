// Kernels that work on rows of activations without a matrix, and the choice of the best logits.
#include <algorithm>
#include <bit>

#include "runtime/base/check.h"
#include "runtime/vulkan/attend_dispatch.h"

namespace hearth::vulkan {

namespace {

// Elements per invocation, kEach in shaders/common/spread.glsl.
constexpr uint32_t kEach = 4;

// A renderer on the processor pays for every barrier with each of its invocations, and has no latency to
// hide.
uint32_t localSize(const Recorder& r, uint32_t wanted) {
  return r.choice().software ? 32 : std::min(wanted, std::bit_floor(r.choice().invocationsMax));
}

struct RmsNormPush {
  Address x, added, gain, y;
  uint32_t rowStride, offset, stride, width;
  float eps;
};

// `added` 0: none.
void normalise(Recorder& r, Rows x, const Parts& parts, Address added, Address gain, float eps, Rows y) {
  CHECK(y.rows == x.rows && y.cols == x.cols && x.rows <= kGroupsMax);
  if (x.rows == 0) return;
  const uint32_t local = localSize(r, parts.width >= 2048 ? 512 : parts.width >= 512 ? 128 : 32);
  const PipelineKey key{.shader = r.choice().summing("rms_norm"), .constants = {local, added != 0 ? 1u : 0u}};
  const RmsNormPush push{x.at, added, gain, y.at, x.cols, parts.offset, parts.stride, parts.width, eps};
  r.dispatch(key, push, {.x = parts.count, .y = x.rows},
             {x.all(), {added, added != 0 ? x.bytes() : 0}, {gain, parts.width * sizeof(float)}},
             {y.all(), {x.at, added != 0 ? x.bytes() : 0}});
}

// Candidates that one workgroup of top_logits sorts: every stage leaves a quarter at most.
constexpr uint32_t kTopTile = 4 * kBestLogitsMost;
constexpr size_t kPairBytes = 8;

uint32_t tilesFor(uint32_t candidates) { return (candidates + kTopTile - 1) / kTopTile; }

}  // namespace

void rmsNorm(Recorder& r, Rows x, Address gain, float eps, Rows y) {
  normalise(r, x, {.count = 1, .stride = x.cols, .offset = 0, .width = x.cols}, 0, gain, eps, y);
}

void addRmsNorm(Recorder& r, Rows x, Rows y, Address gain, float eps, Rows norm) {
  CHECK(y.rows == x.rows && y.cols == x.cols);
  normalise(r, x, {.count = 1, .stride = x.cols, .offset = 0, .width = x.cols}, y.at, gain, eps, norm);
}

void rmsNormParts(Recorder& r, Rows x, Parts parts, Address gain, float eps) {
  normalise(r, x, parts, 0, gain, eps, x);
}

void rope(Recorder& r, Rows x, Parts parts, Rows rotation, RopePairing pairing) {
  CHECK(rotation.rows == x.rows && rotation.cols == parts.width && parts.width % 2 == 0);
  CHECK(x.rows <= kGroupsMax);
  const struct {
    Address x, rotation;
    uint32_t rowStride, offset, stride, count, pairs;
  } push{x.at, rotation.at, x.cols, parts.offset, parts.stride, parts.count, parts.width / 2};
  const uint32_t local = localSize(r, 64);
  const PipelineKey key{.shader = "rope", .constants = {local, pairing == RopePairing::Neighbours ? 1u : 0u}};
  r.dispatch(key, push, {.x = (push.count * push.pairs + local - 1) / local, .y = x.rows},
             {x.all(), rotation.all()}, {x.all()});
}

void addTo(Recorder& r, Rows x, Rows y) {
  CHECK(y.rows == x.rows && y.cols == x.cols);
  const struct {
    Address x, y;
    uint32_t count;
  } push{x.at, y.at, x.rows * x.cols};
  const uint32_t local = localSize(r, 128);
  r.dispatch({.shader = "add_to", .constants = {local}}, push, spread(push.count, kEach * local),
             {x.all(), y.all()}, {x.all()});
}

void siluMul(Recorder& r, Rows gate, Rows up, Rows y) {
  CHECK(up.rows == gate.rows && up.cols == gate.cols && y.rows == gate.rows && y.cols == gate.cols);
  const struct {
    Address gate, up, y;
    uint32_t count;
  } push{gate.at, up.at, y.at, gate.rows * gate.cols};
  const uint32_t local = localSize(r, 128);
  r.dispatch({.shader = "silu_mul", .constants = {local}}, push, spread(push.count, kEach * local),
             {gate.all(), up.all()}, {y.all()});
}

size_t topLogitsScratchBytes(uint32_t vocab, uint32_t k) {
  const uint32_t first = tilesFor(vocab);
  return first == 1 ? 0 : size_t{first + tilesFor(first * k)} * k * kPairBytes;
}

void topLogits(Recorder& r, Rows logits, uint32_t k, Address scratch, Address ids, Address values) {
  CHECK(logits.rows == 1 && logits.cols > 0 && k > 0 && k <= kBestLogitsMost);
  struct Push {
    Address from, ids, values;
    uint32_t count, k;
  };
  const uint32_t local = localSize(r, 256);
  Access from = logits.all();
  uint32_t count = logits.cols;
  // Stages write to the beginning of scratch and after what the first one wrote, in turn: each keeps at most
  // a quarter.
  const Address places[] = {scratch, scratch + size_t{tilesFor(count)} * k * kPairBytes};
  for (uint32_t stage = 0;; ++stage) {
    const uint32_t tiles = tilesFor(count);
    const PipelineKey key{.shader = "top_logits",
                          .constants = {local, kTopTile, stage > 0 ? 1u : 0u, tiles == 1 ? 1u : 0u}};
    if (tiles == 1) {
      r.dispatch(key, Push{from.at, ids, values, count, k}, {}, {from},
                 {{ids, k * sizeof(uint32_t)}, {values, k * sizeof(float)}});
      return;
    }
    const Access to{places[stage % 2], size_t{tiles} * k * kPairBytes};
    r.dispatch(key, Push{from.at, to.at, 0, count, k}, {.x = tiles}, {from}, {to});
    from = to;
    count = tiles * k;
  }
}

}  // namespace hearth::vulkan
