// Blocks of 34 bytes for 32 numbers: half d, int8 q[32]; d * q.
#define RUNS_CONSECUTIVE
#include "common/runs.glsl"
NO_PREPARATION

mat4 decodeChunk(Address matrix, uint row, uint chunk) {
  const uint block = row + 34 * (chunk >> 1);
  const uvec4 q = fourWordsAt(matrix, block + 2 + 16 * (chunk & 1));
  return halfAt(matrix, block) *
         mat4(signedBytesOf(q.x), signedBytesOf(q.y), signedBytesOf(q.z), signedBytesOf(q.w));
}
