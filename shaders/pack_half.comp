#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/types.glsl"

// Rows of x as halves: each row is multiplied by the power of two that brings its largest number into
// [2^14, 2^15), so that no model's activations overflow and few underflow, and `factors` undoes that. One
// workgroup per row.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 256;  // a power of two
layout(push_constant, scalar) uniform Push {
  Address x, halves, factors;
  uint cols;  // a multiple of 16
} p;
layout(buffer_reference, scalar, buffer_reference_align = 16) readonly buffer Vec4s { vec4 at[]; };
layout(buffer_reference, scalar, buffer_reference_align = 8) writeonly buffer WordPairs { uvec2 at[]; };
#include "common/reduce.glsl"

void main() {
  const uint lane = gl_LocalInvocationIndex, row = gl_WorkGroupID.x;
  const uint vectors = p.cols / 4, first = row * vectors;
  Vec4s x = Vec4s(p.x);
  float most = 0.0;
  for (uint i = lane; i < vectors; i += kLocalSize) {
    const vec4 size = abs(x.at[first + i]);
    most = max(most, max(max(size.x, size.y), max(size.z, size.w)));
  }
  // The biased exponent e of the largest number becomes 127 + 14; both powers of two stay normal numbers.
  const uint e = clamp(floatBitsToUint(workgroupMax(most)) >> 23, 15u, 254u);
  const float scale = uintBitsToFloat((268 - e) << 23);
  for (uint i = lane; i < vectors; i += kLocalSize) {
    const vec4 scaled = scale * x.at[first + i];
    WordPairs(p.halves).at[first + i] = uvec2(packHalf2x16(scaled.xy), packHalf2x16(scaled.zw));
  }
  if (lane == 0) Floats(p.factors).at[row] = uintBitsToFloat((e - 14) << 23);
}
