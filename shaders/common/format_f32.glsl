// Single precision. kWhole and p.cols are the kernel's (see row_input.glsl).
#define RUNS_CONSECUTIVE
#include "common/runs.glsl"
NO_PREPARATION

mat4 decodeChunk(Address matrix, uint row, uint chunk) {
  mat4 w;
  if (kWhole) {
    Vec4s vectors = Vec4s(matrix);
    const uint i = (row >> 4) + 4 * chunk;
    return mat4(vectors.at[i], vectors.at[i + 1], vectors.at[i + 2], vectors.at[i + 3]);
  }
  Floats numbers = Floats(matrix);
  [[unroll]] for (uint k = 0; k < 16; ++k) {
    const uint column = 16 * chunk + k;
    w[k >> 2][k & 3] = column < p.cols ? numbers.at[(row >> 2) + column] : 0.0;
  }
  return w;
}
