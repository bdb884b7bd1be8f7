#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/types.glsl"

// Turns the pairs of every part of a row by the row's angles; rotation[row] holds `pairs` cosines, then as
// many sines. Invocation (i, row) turns pair i % pairs of part i / pairs. CPU twin: runtime/cpu/kernels/rope.cpp.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 64;
layout(constant_id = 1) const uint kNeighbours = 1;  // pairs are (2i, 2i + 1); 0: (i, i + pairs)
layout(push_constant, scalar) uniform Push {
  Address x, rotation;
  uint rowStride, offset, stride, count, pairs;
} p;

void main() {
  const uint i = gl_GlobalInvocationID.x, row = gl_WorkGroupID.y;
  if (i >= p.count * p.pairs) return;
  const uint pair = i % p.pairs;
  Floats x = Floats(p.x), rotation = Floats(p.rotation);
  const uint part = row * p.rowStride + p.offset + i / p.pairs * p.stride;
  const uint first = part + (kNeighbours != 0 ? 2 * pair : pair);
  const uint second = kNeighbours != 0 ? first + 1 : first + p.pairs;
  const float cosine = rotation.at[row * 2 * p.pairs + pair];
  const float sine = rotation.at[row * 2 * p.pairs + p.pairs + pair];
  const float a = x.at[first], b = x.at[second];
  x.at[first] = a * cosine - b * sine;
  x.at[second] = a * sine + b * cosine;
}
