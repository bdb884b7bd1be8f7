// Blocks of 18 bytes for 32 numbers: half d, nibbles q[32]; d * (q - 8).
#define RUNS_BLOCK_HALVES
#include "common/runs.glsl"
NO_PREPARATION

mat4 decodeChunk(Address matrix, uint row, uint chunk) {
  const uint block = row + 18 * (chunk >> 1);
  const float d = halfAt(matrix, block), shift = -8.0 * d;
  const uvec2 q = twoWordsAt(matrix, block + 2 + 8 * (chunk & 1));
  const uvec2 low = lowNibbles(q), high = highNibbles(q);
  return mat4(d * bytesOf(low.x) + shift, d * bytesOf(low.y) + shift, d * bytesOf(high.x) + shift,
              d * bytesOf(high.y) + shift);
}
