// Blocks of 84 bytes for 256 numbers: scales[16] (scale, min nibbles), 2-bit q (number 128h + 32j + i has bits
// 2j of byte 32h + i), halves d and dmin; d * scale * q - dmin * min.
#define RUNS_QUARTERS
#include "common/runs.glsl"
#include "common/codes.glsl"
NO_PREPARATION

Codes codesOf(Address matrix, uint row, uint chunk) {
  Words words = Words(matrix);
  const uint block = (row >> 2) + 21 * (chunk >> 4), part = (chunk >> 3) & 1, i = chunk & 7;
  const uint q = words.at[block + 4 + 8 * part + i];
  // The groups of 16 of the four runs are every second one.
  const uvec2 scales = uvec2(words.at[block + 2 * part], words.at[block + 2 * part + 1]) >> (8 * (i >> 2));
  const vec2 d = unpackHalf2x16(words.at[block + 20]);
  Codes codes;
  [[unroll]] for (uint j = 0; j < 4; ++j) {
    const uint scale = scales[j >> 1] >> (16 * (j & 1));
    codes.q[j] = (q >> (2 * j)) & 0x03030303u;
    codes.scale[j] = d.x * float(scale & 15);
    codes.least[j] = -d.y * float((scale >> 4) & 15);
  }
  return codes;
}
