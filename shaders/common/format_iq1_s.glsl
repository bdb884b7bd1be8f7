// Blocks of 50 bytes for 256 numbers: half d, low bytes of 32 indices, and for each 32 numbers 16 bits with the
// indices' upper three bits, s and delta's sign; d (2 s + 1) * (point + delta) (grid_blocks.h).
#define RUNS_CONSECUTIVE
#include "common/runs.glsl"
const uint kGridFirst = 1280, kGridWords = 1024;  // of kGridWords in grids.h
#include "common/grid.glsl"

Codes codesOf(Address matrix, uint row, uint chunk) {
  const uint block = row + 50 * (chunk >> 4), c = chunk & 15;
  const uint low = halfWordAt(matrix, block + 2 + 2 * c), word = halfWordAt(matrix, block + 34 + 2 * (c >> 1));
  const uint high = word >> (6 * (c & 1));
  const bool minus = (word & 0x8000u) != 0;
  return Codes(uvec4(iq1Point((low & 255) | (high & 7) << 8, minus), iq1Point(low >> 8 | (high & 56) << 5, minus)),
               vec4(halfAt(matrix, block) * 0.125 * oddFactor((word >> 12) & 7)), vec4(0.0));
}
