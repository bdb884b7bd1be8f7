// Blocks of 34 bytes for 32 numbers: half d, int8 q[32]; d * q.
#define RUNS_CONSECUTIVE
#define SIGNED_CODES
#include "common/runs.glsl"
#include "common/codes.glsl"
NO_PREPARATION

Codes codesOf(Address matrix, uint row, uint chunk) {
  const uint block = row + 34 * (chunk >> 1);
  const uvec4 q = fourWordsAt(matrix, block + 2 + 16 * (chunk & 1));
  return Codes(q, vec4(halfAt(matrix, block)), vec4(0.0));
}
