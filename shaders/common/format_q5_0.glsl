// Blocks of 22 bytes for 32 numbers: half d, fifth bits (bit i of a word is number i's), nibbles q[32];
// d * (q - 16).
#define RUNS_BLOCK_HALVES
#include "common/runs.glsl"
NO_PREPARATION

mat4 decodeChunk(Address matrix, uint row, uint chunk) {
  const uint block = row + 22 * (chunk >> 1), first = 8 * (chunk & 1);
  const float d = halfAt(matrix, block), shift = -16.0 * d;
  const uint fifth = wordAt(matrix, block + 2) >> first;
  const uvec2 q = twoWordsAt(matrix, block + 6 + first);
  const uvec2 low = lowNibbles(q) | uvec2(spreadBits(fifth), spreadBits(fifth >> 4)) << 4;
  const uvec2 high = highNibbles(q) | uvec2(spreadBits(fifth >> 16), spreadBits(fifth >> 20)) << 4;
  return mat4(d * bytesOf(low.x) + shift, d * bytesOf(low.y) + shift, d * bytesOf(high.x) + shift,
              d * bytesOf(high.y) + shift);
}
