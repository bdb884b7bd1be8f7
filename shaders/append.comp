#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/types.glsl"

#include "common/half.glsl"
#include "common/step.glsl"

// Row r of x to position step.first + r of a cache of halves (KV_HALF) or floats. Positions past the cache's
// end are not written.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 64;
layout(push_constant, scalar) uniform Push {
  Address x, cache, step;
  uint width, positions;
} p;

void main() {
  const uint i = gl_GlobalInvocationID.x, row = gl_WorkGroupID.y;
  const uint position = Step(p.step).first + row;
  if (i >= p.width || position >= p.positions) return;
  const float value = Floats(advanceBy(p.x, row, 4 * p.width)).at[i];
#ifdef KV_HALF
  Shorts(advanceBy(p.cache, position, 2 * p.width)).at[i] = uint16_t(halfBits(value));
#else
  Floats(advanceBy(p.cache, position, 4 * p.width)).at[i] = value;
#endif
}
