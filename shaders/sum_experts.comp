#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/types.glsl"
#include "common/experts.glsl"

// y[i, o] = (+=) sum over k of weights[i, k] * x[(i, k), o] for the experts that lie here, in the order of choice.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 64;
layout(constant_id = 1) const bool kAdd = false;
layout(push_constant, scalar) uniform Push {
  Address x, y, ids, weights, table;
  uint width, topK;
} p;

void main() {
  const uint o = gl_WorkGroupID.x * kLocalSize + gl_LocalInvocationIndex, row = gl_WorkGroupID.y;
  if (o >= p.width) return;
  Floats x = Floats(p.x), y = Floats(p.y), weights = Floats(p.weights);
  const uint at = row * p.width + o;
  float sum = kAdd ? y.at[at] : 0.0;
  for (uint k = 0; k < p.topK; ++k) {
    const uint pair = row * p.topK + k;
    if (slotOf(p.table, Words(p.ids).at[pair]) == kElsewhere) continue;
    sum += weights.at[pair] * x.at[pair * p.width + o];
  }
  y.at[at] = sum;
}
