#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/types.glsl"

// Copies the cached rows of each batch row's positions one after another, as they are. Workgroups (x, y) take
// every so many-th position of row y.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 64;
layout(push_constant, scalar) uniform Push {
  Address cache, gathered, positions, step;
  uint rowFirst;  // gathered and positions begin with this row of the batch
  uint rowWords;  // of a cached row
  uint topK;
  uint stride;    // places of each batch row in `gathered`
} p;

#include "common/step.glsl"

void main() {
  Step step = Step(p.step);
  const uint row = gl_WorkGroupID.y, chosen = min(p.topK, step.first + p.rowFirst + row + 1);
  Words positions = Words(advanceBy(p.positions, row, 4 * p.topK));
  for (uint n = gl_WorkGroupID.x; n < chosen; n += gl_NumWorkGroups.x) {
    Words from = Words(advanceBy(p.cache, placeOf(step, positions.at[n]), 4 * p.rowWords));
    Words to = Words(advanceBy(p.gathered, row * p.stride + n, 4 * p.rowWords));
    for (uint i = gl_LocalInvocationIndex; i < p.rowWords; i += kLocalSize) to.at[i] = from.at[i];
  }
}
