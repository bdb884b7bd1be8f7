// Blocks of 20 bytes for 32 numbers: halves d and m, nibbles q[32]; d * q + m.
#define RUNS_BLOCK_HALVES
#include "common/runs.glsl"
#include "common/codes.glsl"
NO_PREPARATION

Codes codesOf(Address matrix, uint row, uint chunk) {
  Words words = Words(matrix);
  const uint block = (row >> 2) + 5 * (chunk >> 1), at = block + 1 + 2 * (chunk & 1);
  const vec2 scale = unpackHalf2x16(words.at[block]);
  const uvec2 q = uvec2(words.at[at], words.at[at + 1]);
  return Codes(uvec4(lowNibbles(q), highNibbles(q)), scale.xxxx, scale.yyyy);
}
