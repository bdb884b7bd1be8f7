#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/types.glsl"

#include "common/half.glsl"
#include "common/step.glsl"

// The first numbers of cached rows as floats: y[i] = cache[first + i], zeros from step.context on, where the
// cache holds nothing yet. KV_HALF or KV_FLOAT is the cache.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 64;
layout(push_constant, scalar) uniform Push {
  Address cache, y, step;
  uint cacheWidth, width, first;
} p;

void main() {
  const uint i = gl_GlobalInvocationID.x, row = gl_WorkGroupID.y, position = p.first + row;
  if (i >= p.width) return;
  float value = 0.0;
  if (position < Step(p.step).context) {
#ifdef KV_HALF
    value = halfNumber(advanceBy(p.cache, position, 2 * p.cacheWidth), i);
#else
    value = Floats(advanceBy(p.cache, position, 4 * p.cacheWidth)).at[i];
#endif
  }
  Floats(advanceBy(p.y, row, 4 * p.width)).at[i] = value;
}
