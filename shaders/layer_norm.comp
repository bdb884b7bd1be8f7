#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/types.glsl"

// y[row] = (x[row] - mean) / sqrt(variance + eps) * gain + shift. One workgroup per row. CPU twin:
// runtime/cpu/kernels/layer_norm.cpp.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 64;  // a power of two
layout(push_constant, scalar) uniform Push {
  Address x, gain, shift, y;
  uint width;
  float eps;
} p;
#include "common/reduce.glsl"

void main() {
  const uint row = gl_WorkGroupID.x;
  Floats x = Floats(advanceBy(p.x, row, 4 * p.width)), y = Floats(advanceBy(p.y, row, 4 * p.width));
  Floats gain = Floats(p.gain), shift = Floats(p.shift);
  float sum = 0.0;
  for (uint i = gl_LocalInvocationIndex; i < p.width; i += kLocalSize) sum += x.at[i];
  const float mean = workgroupSum(sum) / float(p.width);
  float squares = 0.0;
  for (uint i = gl_LocalInvocationIndex; i < p.width; i += kLocalSize) {
    const float value = x.at[i] - mean;
    squares += value * value;
  }
  const float scale = inversesqrt(workgroupSum(squares) / float(p.width) + p.eps);
  for (uint i = gl_LocalInvocationIndex; i < p.width; i += kLocalSize) {
    y.at[i] = (x.at[i] - mean) * scale * gain.at[i] + shift.at[i];
  }
}
