#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/types.glsl"

// x += y. CPU twin: runtime/cpu/kernels/residual.cpp.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 64;
layout(push_constant, scalar) uniform Push {
  Address x, y;
  uint count;
} p;
#include "common/spread.glsl"

void main() {
  Floats x = Floats(p.x), y = Floats(p.y);
  uint i = firstOfInvocation();
  [[unroll]] for (uint n = 0; n < kEach; ++n, i += kLocalSize) {
    if (i < p.count) x.at[i] += y.at[i];
  }
}
