// Blocks of 18 bytes for 32 numbers: half d, nibbles q[32]; d * (q - 8).
#define RUNS_BLOCK_HALVES
#include "common/runs.glsl"
#include "common/codes.glsl"
NO_PREPARATION

Codes codesOf(Address matrix, uint row, uint chunk) {
  const uint block = row + 18 * (chunk >> 1);
  const float d = halfAt(matrix, block);
  const uvec2 q = twoWordsAt(matrix, block + 2 + 8 * (chunk & 1));
  return Codes(uvec4(lowNibbles(q), highNibbles(q)), vec4(d), vec4(-8.0 * d));
}
