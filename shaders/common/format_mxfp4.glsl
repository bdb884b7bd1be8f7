// Blocks of 17 bytes for 32 numbers: exponent e, nibbles q[32]; 2^(e - 128) * level[q], the levels being the
// E2M1 numbers doubled.
#define RUNS_BLOCK_HALVES
#include "common/runs.glsl"
const float kLevels[16] = float[16](0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 0.0, -1.0, -2.0, -3.0, -4.0, -6.0,
                                    -8.0, -12.0);
#include "common/levels.glsl"

LevelBlock levelBlock(Address matrix, uint row, uint chunk) {
  const uint block = row + 17 * (chunk >> 1);
  const uint exponent = byteAt(matrix, block);
  // The two smallest are subnormal.
  const float scale = uintBitsToFloat(exponent < 2 ? 0x00200000u << exponent : (exponent - 1) << 23);
  return LevelBlock(scale, twoWordsAt(matrix, block + 1 + 8 * (chunk & 1)));
}
