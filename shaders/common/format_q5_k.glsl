// Blocks of 176 bytes for 256 numbers: halves d and dmin, 6-bit scales and mins, fifth bits high[32] (bit g of
// byte i is that of number i of group g), nibbles as in Q4_K; d * scale * q - dmin * min.
#define RUNS_GROUP_PAIRS
#include "common/runs.glsl"
#include "common/scale_min.glsl"
#include "common/codes.glsl"
NO_PREPARATION

Codes codesOf(Address matrix, uint row, uint chunk) {
  const uint block = row + 176 * (chunk >> 4), pair = (chunk >> 2) & 3;
  const uvec4 head = WordQuads(matrix).at[block >> 4];
  WordPairs pairs = WordPairs(matrix);
  const uvec2 high = pairs.at[(block >> 3) + 2 + (chunk & 3)] >> (2 * pair);
  const uvec2 q = pairs.at[(block >> 3) + 6 + 4 * pair + (chunk & 3)];
  const uvec4 fifth = (uvec4(high, high >> 1) & 0x01010101u) << 4;
  const vec2 a = groupScale(head, 2 * pair), b = groupScale(head, 2 * pair + 1);
  return Codes(uvec4(lowNibbles(q), highNibbles(q)) | fifth, vec4(a.x, b.x, 0.0, 0.0),
               vec4(-a.y, -b.y, 0.0, 0.0));
}
