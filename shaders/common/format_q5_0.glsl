// Blocks of 22 bytes for 32 numbers: half d, fifth bits (bit i of a word is number i's), nibbles q[32];
// d * (q - 16).
#define RUNS_BLOCK_HALVES
#include "common/runs.glsl"
#include "common/codes.glsl"
NO_PREPARATION

Codes codesOf(Address matrix, uint row, uint chunk) {
  const uint block = row + 22 * (chunk >> 1), first = 8 * (chunk & 1);
  const float d = halfAt(matrix, block);
  const uvec2 q = twoWordsAt(matrix, block + 6 + first);
  const uvec4 fifth = fifthBits(wordAt(matrix, block + 2) >> first);
  return Codes(uvec4(lowNibbles(q), highNibbles(q)) | fifth, vec4(d), vec4(-16.0 * d));
}
