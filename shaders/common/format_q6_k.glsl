// Blocks of 210 bytes for 256 numbers: low nibbles (number 128h + 32j + i in byte 64h + 32(j & 1) + i, its
// upper half when j >= 2), upper bits (bits 2j of byte 32h + i), int8 scales[16], half d;
// d * scale * (q - 32).
#define RUNS_QUARTERS
#include "common/runs.glsl"
#include "common/codes.glsl"
NO_PREPARATION

Codes codesOf(Address matrix, uint row, uint chunk) {
  const uint block = row + 210 * (chunk >> 4), part = (chunk >> 3) & 1, i = chunk & 7;
  const uint even = wordAt(matrix, block + 64 * part + 4 * i);
  const uint odd = wordAt(matrix, block + 64 * part + 32 + 4 * i);
  const uint upper = wordAt(matrix, block + 128 + 32 * part + 4 * i);
  // The groups of 16 of the four runs are every second one.
  const ivec2 scales = ivec2(twoWordsAt(matrix, block + 192 + 8 * part) >> (8 * (i >> 2)));
  const float d = halfAt(matrix, block + 208);
  Codes codes;
  [[unroll]] for (uint j = 0; j < 4; ++j) {
    const uint low = ((j & 1) == 0 ? even : odd) >> (4 * (j >> 1));
    codes.q[j] = (low & 0x0F0F0F0Fu) | (((upper >> (2 * j)) & 0x03030303u) << 4);
    codes.scale[j] = d * float(bitfieldExtract(scales[j >> 1], int(16 * (j & 1)), 8));
  }
  codes.least = -32.0 * codes.scale;
  return codes;
}
