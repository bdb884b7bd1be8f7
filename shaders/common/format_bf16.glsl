// The upper halves of single-precision numbers. kWhole and p.cols are the kernel's (see row_input.glsl).
#define RUNS_CONSECUTIVE
#include "common/runs.glsl"
NO_PREPARATION

// The two numbers of a word.
vec2 twoOf(uint word) { return uintBitsToFloat(uvec2(word << 16, word & 0xFFFF0000u)); }

mat4 decodeChunk(Address matrix, uint row, uint chunk) {
  mat4 w;
  if (kWhole) {
    WordQuads quads = WordQuads(matrix);
    const uint i = (row >> 4) + 2 * chunk;
    const uvec4 a = quads.at[i], b = quads.at[i + 1];
    return mat4(twoOf(a.x), twoOf(a.y), twoOf(a.z), twoOf(a.w), twoOf(b.x), twoOf(b.y), twoOf(b.z), twoOf(b.w));
  }
  Words words = Words(matrix);
  [[unroll]] for (uint k = 0; k < 16; ++k) {
    const uint column = 16 * chunk + k, at = row + 2 * column;
    w[k >> 2][k & 3] = column < p.cols ? twoOf(words.at[at >> 2] >> ((at & 2) * 8)).x : 0.0;
  }
  return w;
}
