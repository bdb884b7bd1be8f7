// Four floats or four stored halves at a time; `at` counts numbers and is a multiple of 4.
#include "common/half.glsl"
layout(buffer_reference, scalar, buffer_reference_align = 16) buffer FloatQuads { vec4 at[]; };
layout(buffer_reference, scalar, buffer_reference_align = 8) buffer HalfQuads { uvec2 at[]; };

vec4 floatQuad(Address base, uint at) { return FloatQuads(base).at[at / 4]; }
vec4 halfQuad(Address base, uint at) {
  const uvec2 pairs = HalfQuads(base).at[at / 4];
  return vec4(unpackHalf2x16(pairs.x), unpackHalf2x16(pairs.y));
}
float floatNumber(Address base, uint at) { return Floats(base).at[at]; }
