#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/types.glsl"

#include "common/half.glsl"
#include "common/step.glsl"

// Row r of x to position step.first + r of a cache of halves (KV_HALF) or floats. Positions past the cache's
// end are not written. One invocation per word of the cache: halves are written in pairs, and where the first
// or last pair is half of somebody else's, that half is written back as it was.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 64;
layout(push_constant, scalar) uniform Push {
  Address x, cache, step;
  uint width, rows, positions;
} p;

void main() {
  const uint group = gl_WorkGroupID.y * gl_NumWorkGroups.x + gl_WorkGroupID.x;
  const uint word = group * kLocalSize + gl_LocalInvocationIndex;
  const uint first = Step(p.step).first;
  const uint rows = first < p.positions ? min(p.rows, p.positions - first) : 0;
  const uint count = rows * p.width;
#ifdef KV_HALF
  // Where odd rows begin in the middle of a word, `shift` is 1: number i of x is number i + shift from there.
  const Address begin = advanceBy(p.cache, first, 2 * p.width);
  const uint shift = begin.x >> 1 & 1u;
  if (count == 0 || 2 * word >= count + shift) return;
  Words target = Words(advance(Address(begin.x & ~3u, begin.y), 4 * word));
  const uint old = target.at[0];
  uint halves = 0;
  [[unroll]] for (uint n = 0; n < 2; ++n) {
    const uint i = 2 * word + n - shift;  // past count where nothing is to be written, also below 0
    const uint bits = i < count ? halfBits(Floats(p.x).at[i]) : old >> (16 * n) & 0xffffu;
    halves |= bits << (16 * n);
  }
  target.at[0] = halves;
#else
  if (word < count) Floats(advanceBy(p.cache, first, 4 * p.width)).at[word] = Floats(p.x).at[word];
#endif
}
