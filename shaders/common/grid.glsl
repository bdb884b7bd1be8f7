// Formats of grid_blocks.h that name runs of numbers by their index in a grid. The grid, two points in a word,
// passes into shared memory once: lookups there hardly wait for each other. (As a constant of the shader it would
// take minutes to compile on some drivers.) Needs kGridFirst and kGridWords: where it lies in the device's grids.
#define SIGNED_CODES
#include "common/codes.glsl"
#include "common/digits.glsl"

layout(constant_id = 14) const uint kGridsLow = 0;
layout(constant_id = 15) const uint kGridsHigh = 0;
shared uint grid[kGridWords];

void prepareFormat() {
  Words grids = Words(Address(kGridsLow, kGridsHigh));
  for (uint i = gl_LocalInvocationIndex; i < kGridWords; i += kLocalSize) grid[i] = grids.at[kGridFirst + i];
  barrier();
}

uint pointAt(uint index) { return bitfieldExtract(grid[index >> 1], int(16 * (index & 1)), 16); }
// Four 2-bit indices, or four of 4 bits, as bytes.
uint spreadPairs(uint packed_) {
  const uint halves = (packed_ | packed_ << 12) & 0x000F000Fu;
  return (halves | halves << 6) & 0x03030303u;
}
uint spreadNibbles(uint packed_) {
  const uint halves = (packed_ | packed_ << 8) & 0x00FF00FFu;
  return (halves | halves << 4) & 0x0F0F0F0Fu;
}

// 8 signs from 7 bits.
uint evenSigns(uint bits) { return bits | (bitCount(bits) & 1) << 7; }
// Bytes, none of them zero, negated where the low four bits say so.
uint withSigns(uint bytes, uint bits) {
  const uint minus = spreadBits(bits) * 255;
  return (bytes ^ minus) + (minus & 0x01010101u);
}

// The eight numbers of a point of IQ2: 8, 25 or 43.
uint iq2Levels(uint indices) { return 0x08080808u + indices * 17 + ((indices >> 1) & 0x01010101u); }
uvec2 iq2Point(uint index, uint signs) {
  const uint point = pointAt(index);
  return uvec2(withSigns(iq2Levels(spreadPairs(point & 255)), signs),
               withSigns(iq2Levels(spreadPairs(point >> 8)), signs >> 4));
}
// The eight numbers of a point of IQ1 in eighths, moved by one up or down.
uvec2 iq1Point(uint index, bool minus) {
  const uint point = pointAt(index), delta = minus ? 0x08080808u + 0x01010101u : 0x07070707u;
  return uvec2(lessBytes(spreadPairs(point & 255) * 8, delta), lessBytes(spreadPairs(point >> 8) * 8, delta));
}
float oddFactor(uint s) { return float(2 * s + 1); }
