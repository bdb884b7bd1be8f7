// Blocks of 24 bytes for 32 numbers: halves d and m, fifth bits (bit i of a word is number i's), nibbles
// q[32]; d * q + m.
#define RUNS_BLOCK_HALVES
#include "common/runs.glsl"
NO_PREPARATION

mat4 decodeChunk(Address matrix, uint row, uint chunk) {
  WordPairs pairs = WordPairs(matrix);
  const uint block = (row >> 3) + 3 * (chunk >> 1);
  const uvec2 head = pairs.at[block], q = pairs.at[block + 1 + (chunk & 1)];
  const vec2 scale = unpackHalf2x16(head.x);
  const uint fifth = head.y >> (8 * (chunk & 1));
  const uvec2 low = lowNibbles(q) | uvec2(spreadBits(fifth), spreadBits(fifth >> 4)) << 4;
  const uvec2 high = highNibbles(q) | uvec2(spreadBits(fifth >> 16), spreadBits(fifth >> 20)) << 4;
  return mat4(scale.x * bytesOf(low.x) + scale.y, scale.x * bytesOf(low.y) + scale.y,
              scale.x * bytesOf(high.x) + scale.y, scale.x * bytesOf(high.y) + scale.y);
}
