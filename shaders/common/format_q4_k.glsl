// Blocks of 144 bytes for 256 numbers: halves d and dmin, 6-bit scales and mins, nibbles q (groups 2p and
// 2p + 1 share bytes 32p...); d * scale * q - dmin * min.
#define RUNS_GROUP_PAIRS
#include "common/runs.glsl"
#include "common/scale_min.glsl"
NO_PREPARATION

mat4 decodeChunk(Address matrix, uint row, uint chunk) {
  const uint block = row + 144 * (chunk >> 4), pair = (chunk >> 2) & 3;
  const uvec4 head = WordQuads(matrix).at[block >> 4];
  const uvec2 q = WordPairs(matrix).at[(block >> 3) + 2 + 4 * pair + (chunk & 3)];
  const uvec2 low = lowNibbles(q), high = highNibbles(q);
  const vec2 a = groupScale(head, 2 * pair), b = groupScale(head, 2 * pair + 1);
  return mat4(a.x * bytesOf(low.x) - a.y, a.x * bytesOf(low.y) - a.y, b.x * bytesOf(high.x) - b.y,
              b.x * bytesOf(high.y) - b.y);
}
