// Blocks of 144 bytes for 256 numbers: halves d and dmin, 6-bit scales and mins, nibbles q (groups 2p and
// 2p + 1 share bytes 32p...); d * scale * q - dmin * min.
#define RUNS_GROUP_PAIRS
#include "common/runs.glsl"
#include "common/scale_min.glsl"
#include "common/codes.glsl"
NO_PREPARATION

Codes codesOf(Address matrix, uint row, uint chunk) {
  const uint block = row + 144 * (chunk >> 4), pair = (chunk >> 2) & 3;
  const uvec4 head = WordQuads(matrix).at[block >> 4];
  const uvec2 q = WordPairs(matrix).at[(block >> 3) + 2 + 4 * pair + (chunk & 3)];
  const vec2 a = groupScale(head, 2 * pair), b = groupScale(head, 2 * pair + 1);
  return Codes(uvec4(lowNibbles(q), highNibbles(q)), vec4(a.x, b.x, 0.0, 0.0), vec4(-a.y, -b.y, 0.0, 0.0));
}
