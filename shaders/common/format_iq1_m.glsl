// Blocks of 56 bytes for 256 numbers: low bytes of 32 indices, nibbles with their upper three bits and delta's
// sign, four half-words with s of four groups of 16 and a nibble of d; d (2 s + 1) * (point + delta)
// (grid_blocks.h).
#define RUNS_CONSECUTIVE
#define UNITS_OF_16
#include "common/runs.glsl"
const uint kGridFirst = 1280, kGridWords = 1024;  // of kGridWords in grids.h
#include "common/grid.glsl"

Codes codesOf(Address matrix, uint row, uint chunk) {
  const uint block = row + 56 * (chunk >> 4), c = chunk & 15;
  const uint low = halfWordAt(matrix, block + 2 * c), high = byteAt(matrix, block + 32 + c);
  const uvec2 scales = twoWordsAt(matrix, block + 48);
  const uvec2 nibbles = ((scales >> 12) & 15) | ((scales >> 24) & 240);
  const float d = unpackHalf2x16(nibbles.x | nibbles.y << 8).x;
  const uint s = (scales[c >> 3] >> (4 * (c & 4) + 3 * (c & 3))) & 7;
  return Codes(uvec4(iq1Point((low & 255) | (high & 7) << 8, (high & 8) != 0),
                     iq1Point(low >> 8 | (high & 112) << 4, (high & 128) != 0)),
               vec4(d * 0.125 * oddFactor(s)), vec4(0.0));
}
