#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/types.glsl"

// y = silu(gate) * up; y may be one of them. CPU twin: runtime/cpu/kernels/swiglu.cpp.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 64;
layout(push_constant, scalar) uniform Push {
  Address gate, up, y;
  uint count;
} p;
#include "common/silu.glsl"
#include "common/spread.glsl"

void main() {
  Floats gate = Floats(p.gate), up = Floats(p.up), y = Floats(p.y);
  uint i = firstOfInvocation();
  [[unroll]] for (uint n = 0; n < kEach; ++n, i += kLocalSize) {
    if (i < p.count) y.at[i] = silu(gate.at[i]) * up.at[i];
  }
}
