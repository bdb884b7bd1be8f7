#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/types.glsl"

// Rounds rows of x to int8 in groups of 32 with one factor each: x = factor * code. Eight invocations per
// group, four numbers each; gl_WorkGroupID.y is the row. Writes codes and, for every 16 of them, (factor,
// factor * their sum): see packed_rows.glsl.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 64;  // a multiple of 8
layout(push_constant, scalar) uniform Push {
  Address x, codes, factors;
  uint cols;  // a multiple of 32
} p;
layout(buffer_reference, scalar, buffer_reference_align = 16) readonly buffer Vec4s { vec4 at[]; };
layout(buffer_reference, scalar, buffer_reference_align = 8) writeonly buffer Factors { vec2 at[]; };
shared float largest[kLocalSize];
shared int sums[kLocalSize];

void main() {
  const uint lane = gl_LocalInvocationIndex, column = 4 * (gl_WorkGroupID.x * kLocalSize + lane);
  const uint at = gl_WorkGroupID.y * p.cols + column, first = lane & ~7u;
  const bool here = column < p.cols;
  const vec4 x = here ? Vec4s(p.x).at[at >> 2] : vec4(0.0);
  const vec4 size = abs(x);
  largest[lane] = max(max(size.x, size.y), max(size.z, size.w));
  barrier();
  float most = 0.0;
  for (uint i = 0; i < 8; ++i) most = max(most, largest[first + i]);
  const ivec4 q = ivec4(roundEven(x * (most > 0.0 ? 127.0 / most : 0.0)));
  sums[lane] = q.x + q.y + q.z + q.w;
  barrier();
  if (!here) return;
  Words(p.codes).at[at >> 2] = (q.x & 255) | (q.y & 255) << 8 | (q.z & 255) << 16 | q.w << 24;
  if ((lane & 3) == 0) {
    const float factor = most / 127.0;
    const int sum = sums[lane] + sums[lane + 1] + sums[lane + 2] + sums[lane + 3];
    Factors(p.factors).at[at >> 4] = vec2(factor, factor * float(sum));
  }
}
