// Blocks of 136 bytes for 256 numbers: half d, the eight groups' 6-bit scales (upper bits in a half, low
// nibbles in a word), then each group's nibbles as in IQ4_NL; d * (scale - 32) * level[q].
#define RUNS_BLOCK_HALVES
#include "common/runs.glsl"
#include "common/levels_iq4.glsl"

LevelBlock levelBlock(Address matrix, uint row, uint chunk) {
  WordPairs pairs = WordPairs(matrix);
  const uint block = (row >> 3) + 17 * (chunk >> 4), group = (chunk >> 1) & 7;
  const uvec2 head = pairs.at[block];
  const uint scale = ((head.y >> (4 * group)) & 15) | (((head.x >> (16 + 2 * group)) & 3) << 4);
  return LevelBlock(unpackHalf2x16(head.x).x * (float(scale) - 32.0), pairs.at[block + 1 + (chunk & 15)]);
}
