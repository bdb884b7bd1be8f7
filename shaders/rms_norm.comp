#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/types.glsl"

// y[row] = x[row] * gain / sqrt(mean(x[row]^2) + eps), on pieces of every row: piece p of row r is at
// r * rowStride + offset + p * stride. With kAdd, x += added comes first. One workgroup per piece. CPU twin:
// runtime/cpu/kernels/rms_norm.cpp.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 64;  // a power of two
layout(constant_id = 1) const uint kAdd = 0;
layout(push_constant, scalar) uniform Push {
  Address x, added, gain, y;
  uint rowStride, offset, stride, width;
  float eps;
} p;
#include "common/reduce.glsl"

void main() {
  const uint at = gl_WorkGroupID.y * p.rowStride + p.offset + gl_WorkGroupID.x * p.stride;
  Floats x = Floats(p.x), added = Floats(p.added), gain = Floats(p.gain), y = Floats(p.y);
  float squares = 0.0;
  for (uint i = gl_LocalInvocationIndex; i < p.width; i += kLocalSize) {
    float value = x.at[at + i];
    if (kAdd != 0) {
      value += added.at[at + i];
      x.at[at + i] = value;
    }
    squares += value * value;
  }
  const float scale = inversesqrt(workgroupSum(squares) / float(p.width) + p.eps);
  for (uint i = gl_LocalInvocationIndex; i < p.width; i += kLocalSize) {
    y.at[at + i] = x.at[at + i] * scale * gain.at[i];
  }
}
