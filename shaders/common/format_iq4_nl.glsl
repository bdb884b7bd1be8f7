// Blocks of 18 bytes for 32 numbers: half d, nibbles q[32]; d * level[q].
#define RUNS_BLOCK_HALVES
#include "common/runs.glsl"
#include "common/levels_iq4.glsl"

mat4 decodeChunk(Address matrix, uint row, uint chunk) {
  const uint block = row + 18 * (chunk >> 1);
  return halfAt(matrix, block) * levelsOfNibbles(twoWordsAt(matrix, block + 2 + 8 * (chunk & 1)));
}
