// Blocks of 24 bytes for 32 numbers: halves d and m, fifth bits (bit i of a word is number i's), nibbles
// q[32]; d * q + m.
#define RUNS_BLOCK_HALVES
#include "common/runs.glsl"
#include "common/codes.glsl"
NO_PREPARATION

Codes codesOf(Address matrix, uint row, uint chunk) {
  WordPairs pairs = WordPairs(matrix);
  const uint block = (row >> 3) + 3 * (chunk >> 1);
  const uvec2 head = pairs.at[block], q = pairs.at[block + 1 + (chunk & 1)];
  const vec2 scale = unpackHalf2x16(head.x);
  const uvec4 fifth = fifthBits(head.y >> (8 * (chunk & 1)));
  return Codes(uvec4(lowNibbles(q), highNibbles(q)) | fifth, scale.xxxx, scale.yyyy);
}
