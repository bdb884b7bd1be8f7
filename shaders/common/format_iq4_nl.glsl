// Blocks of 18 bytes for 32 numbers: half d, nibbles q[32]; d * level[q].
#define RUNS_BLOCK_HALVES
#include "common/runs.glsl"
#include "common/levels_iq4.glsl"

LevelBlock levelBlock(Address matrix, uint row, uint chunk) {
  const uint block = row + 18 * (chunk >> 1);
  return LevelBlock(halfAt(matrix, block), twoWordsAt(matrix, block + 2 + 8 * (chunk & 1)));
}
