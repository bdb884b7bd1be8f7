// Blocks of 66 bytes for 256 numbers: 2-bit q (number 128h + 32j + i has bits 2j of byte 32h + i), half d;
// d * (q - 1).
#define RUNS_CONSECUTIVE
#define SIGNED_CODES
#include "common/runs.glsl"
#include "common/codes.glsl"
#include "common/digits.glsl"
NO_PREPARATION

Codes codesOf(Address matrix, uint row, uint chunk) {
  const uint block = row + 66 * (chunk >> 4), c = chunk & 15;
  const uvec4 bytes = fourWordsAt(matrix, block + 32 * (c >> 3) + 16 * (c & 1));
  Codes codes = Codes(uvec4(0), vec4(halfAt(matrix, block + 64)), vec4(0.0));
  [[unroll]] for (uint i = 0; i < 4; ++i) {
    codes.q[i] = lessBytes((bytes[i] >> (c & 6)) & 0x03030303u, 0x01010101u);
  }
  return codes;
}
