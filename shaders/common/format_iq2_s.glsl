// Blocks of 82 bytes for 256 numbers: half d, low bytes of 32 indices, signs[32], the indices' upper two bits,
// nibbles s[16]; d (2 s + 1) / 8 * point (grid_blocks.h).
#define RUNS_CONSECUTIVE
#define UNITS_OF_16
#include "common/runs.glsl"
const uint kGridFirst = 384, kGridWords = 512;  // of kGridWords in grids.h
#include "common/grid.glsl"

Codes codesOf(Address matrix, uint row, uint chunk) {
  const uint block = row + 82 * (chunk >> 4), c = chunk & 15, odd = 4 * (c & 1);
  const uint low = halfWordAt(matrix, block + 2 + 2 * c), signs = halfWordAt(matrix, block + 34 + 2 * c);
  const uint high = byteAt(matrix, block + 66 + (c >> 1)) >> odd, s = (byteAt(matrix, block + 74 + (c >> 1)) >> odd) & 15;
  return Codes(uvec4(iq2Point((low & 255) | (high & 3) << 8, signs), iq2Point(low >> 8 | (high & 12) << 6, signs >> 8)),
               vec4(halfAt(matrix, block) * 0.125 * oddFactor(s)), vec4(0.0));
}
