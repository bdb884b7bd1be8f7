#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/types.glsl"

#include "common/half.glsl"
#include "common/step.glsl"

// Row r of x to position step.first + r of a cache of halves (KV_HALF) or floats. What lies past the cache's
// end is not written. Workgroups (x, y) have the rows of the y-th page that the batch touches, which lie one
// after another, with one invocation per word: halves are written in pairs, and where the first or last pair
// is half of somebody else's, that half is written back as it was. No two pages share a word.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 64;
layout(push_constant, scalar) uniform Push {
  Address x, cache, step;
  uint width, rows, positions;
} p;

void main() {
  const uint word = gl_GlobalInvocationID.x;
  Step step = Step(p.step);
  const uint page = step.first / kPagePositions + gl_WorkGroupID.y;
  const uint begin = max(step.first, page * kPagePositions);
  const uint end = min(step.first + p.rows, (page + 1) * kPagePositions);
  if (begin >= end) return;
  const uint place = placeOf(step, begin);
  if (place >= p.positions) return;
  const uint count = min(end - begin, p.positions - place) * p.width;
  Floats x = Floats(advanceBy(p.x, begin - step.first, 4 * p.width));
#ifdef KV_HALF
  // Where odd rows begin in the middle of a word, `shift` is 1: number i of x is number i + shift from there.
  const Address to = advanceBy(p.cache, place, 2 * p.width);
  const uint shift = to.x >> 1 & 1u;
  if (2 * word >= count + shift) return;
  Words target = Words(advance(Address(to.x & ~3u, to.y), 4 * word));
  const uint old = target.at[0];
  uint halves = 0;
  [[unroll]] for (uint n = 0; n < 2; ++n) {
    const uint i = 2 * word + n - shift;  // past count where nothing is to be written, also below 0
    const uint bits = i < count ? halfBits(x.at[i]) : old >> (16 * n) & 0xffffu;
    halves |= bits << (16 * n);
  }
  target.at[0] = halves;
#else
  if (word < count) Floats(advanceBy(p.cache, place, 4 * p.width)).at[word] = x.at[word];
#endif
}
