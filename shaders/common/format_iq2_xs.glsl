// Blocks of 74 bytes for 256 numbers: half d, q[32] (9 bits of index, 7 of signs), nibbles s[16];
// d (2 s + 1) / 8 * point (grid_blocks.h).
#define RUNS_CONSECUTIVE
#define UNITS_OF_16
#include "common/runs.glsl"
const uint kGridFirst = 128, kGridWords = 256;  // of kGridWords in grids.h
#include "common/grid.glsl"

Codes codesOf(Address matrix, uint row, uint chunk) {
  const uint block = row + 74 * (chunk >> 4), c = chunk & 15;
  const uint q = wordAt(matrix, block + 2 + 4 * c);
  const uint s = (byteAt(matrix, block + 66 + (c >> 1)) >> (4 * (c & 1))) & 15;
  return Codes(uvec4(iq2Point(q & 511, evenSigns((q >> 9) & 127)), iq2Point((q >> 16) & 511, evenSigns(q >> 25))),
               vec4(halfAt(matrix, block) * 0.125 * oddFactor(s)), vec4(0.0));
}
