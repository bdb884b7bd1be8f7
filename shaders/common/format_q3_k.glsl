// Blocks of 110 bytes for 256 numbers: third bits high[32] (bit 4h + j of byte i), 2-bit q as in Q2_K, 6-bit
// scales[12] (see quant_blocks.h), half d; d * (scale - 32) * (q - 4).
#define RUNS_QUARTERS
#include "common/runs.glsl"
#include "common/codes.glsl"
NO_PREPARATION

Codes codesOf(Address matrix, uint row, uint chunk) {
  const uint block = row + 110 * (chunk >> 4), part = (chunk >> 3) & 1, i = chunk & 7;
  const uint high = wordAt(matrix, block + 4 * i) >> (4 * part);
  const uint q = wordAt(matrix, block + 32 + 32 * part + 4 * i);
  // Run j has scale 8 part + 2j + second, whose low nibble is in byte 2j + second of the first eight and whose
  // upper bits are in byte (2j + second) % 4 of the last four.
  const uint second = 8 * (i >> 2);
  const uvec2 low = (twoWordsAt(matrix, block + 96) >> (4 * part)) >> second;
  const uint upper = (wordAt(matrix, block + 104) >> (4 * part)) >> second;
  const float d = halfAt(matrix, block + 108);
  Codes codes;
  [[unroll]] for (uint j = 0; j < 4; ++j) {
    const uint bits = 16 * (j & 1);
    const uint scale = ((low[j >> 1] >> bits) & 15) | (((upper >> (bits + 2 * (j >> 1))) & 3) << 4);
    codes.q[j] = ((q >> (2 * j)) & 0x03030303u) | (((high >> j) & 0x01010101u) << 2);
    codes.scale[j] = d * (float(scale) - 32.0);
  }
  codes.least = -4.0 * codes.scale;
  return codes;
}
