#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/types.glsl"

// The first numbers of cached rows as floats: y[i] = position first + i, zeros from step.context on, where the
// cache holds nothing yet. KV_HALF, KV_FLOAT or KV_BLOCKS is the cache.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 64;
layout(constant_id = 1) const uint kForm = 0;
layout(push_constant, scalar) uniform Push {
  Address cache, y, step;
  uint cacheWidth, width, first;
} p;

#include "common/kv_rows.glsl"
#include "common/step.glsl"

void main() {
  const uint i = gl_GlobalInvocationID.x, row = gl_WorkGroupID.y, position = p.first + row;
  if (i >= p.width) return;
  Step step = Step(p.step);
  float value = 0.0;
  if (position < step.context) {
    const Address cached = advanceBy(p.cache, placeOf(step, position), rowBytesOf(p.cacheWidth));
    value = cachedNumber(cached, 0, p.cacheWidth, i);
  }
  Floats(advanceBy(p.y, row, 4 * p.width)).at[i] = value;
}
