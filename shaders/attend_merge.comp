#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/types.glsl"

// out[query] = the weighted mean of what attend.comp found in each split that the query's row can see. One
// workgroup per query: (head, row). CPU twin: runtime/cpu/attention_partials.cpp.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 64;
layout(constant_id = 1) const uint kSplits = 2;
layout(push_constant, scalar) uniform Push {
  Address sums, states, merged, step;  // sums [split, row, head, valueDim], states: pairs likewise
  uint rowFirst, rows, heads, valueDim, least;
} p;

#include "common/attend_splits.glsl"
#include "common/step.glsl"

shared float shares[kSplits];

void main() {
  const uint head = gl_WorkGroupID.x, row = gl_WorkGroupID.y;
  const uint first = Step(p.step).first + p.rowFirst;
  const uint length = splitLength(first + p.rows, kSplits, p.least);
  const uint splits = (first + row) / length + 1;  // that this row can see
  const uint query = row * p.heads + head, queries = p.rows * p.heads;
  Floats states = Floats(p.states);

  float most = -3.0e38;
  for (uint s = 0; s < splits; ++s) most = max(most, states.at[2 * (s * queries + query)]);
  float weight = 0.0;
  for (uint s = 0; s < splits; ++s) {
    const uint at = 2 * (s * queries + query);
    const float share = exp2(states.at[at] - most);
    weight += share * states.at[at + 1];
    if (s % kLocalSize == gl_LocalInvocationIndex) shares[s] = share;
  }
  barrier();
  Floats result = Floats(advanceBy(p.merged, query, 4 * p.valueDim));
  for (uint d = gl_LocalInvocationIndex; d < p.valueDim; d += kLocalSize) {
    float sum = 0.0;
    for (uint s = 0; s < splits; ++s) {
      sum += shares[s] * Floats(advanceBy(p.sums, s * queries + query, 4 * p.valueDim)).at[d];
    }
    result.at[d] = sum / weight;
  }
}
