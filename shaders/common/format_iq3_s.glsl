// Blocks of 110 bytes for 256 numbers: half d, low bytes of 64 indices, their ninth bits, signs[32], nibbles s[8];
// d (2 s + 1) * point of 4 numbers (grid_blocks.h).
#define RUNS_CONSECUTIVE
#include "common/runs.glsl"
const uint kGridFirst = 1024, kGridWords = 256;  // of kGridWords in grids.h
#include "common/grid.glsl"

Codes codesOf(Address matrix, uint row, uint chunk) {
  const uint block = row + 110 * (chunk >> 4), c = chunk & 15;
  const uint low = wordAt(matrix, block + 2 + 4 * c), signs = halfWordAt(matrix, block + 74 + 2 * c);
  const uint high = byteAt(matrix, block + 66 + (c >> 1)) >> (4 * (c & 1));
  const uint s = (byteAt(matrix, block + 106 + (c >> 2)) >> (2 * (c & 2))) & 15;
  Codes codes = Codes(uvec4(0), vec4(halfAt(matrix, block) * oddFactor(s)), vec4(0.0));
  [[unroll]] for (uint i = 0; i < 4; ++i) {
    const uint index = ((low >> (8 * i)) & 255) | ((high >> i) & 1) << 8;
    codes.q[i] = withSigns(0x01010101u + 2 * spreadNibbles(pointAt(index)), signs >> (4 * i));
  }
  return codes;
}
