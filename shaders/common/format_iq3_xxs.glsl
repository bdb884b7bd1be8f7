// Blocks of 98 bytes for 256 numbers: half d, 64 indices of points of 4 numbers, for each 32 numbers a word with
// signs and s; d (2 s + 1) / 4 * point (grid_blocks.h).
#define RUNS_CONSECUTIVE
#include "common/runs.glsl"
const uint kGridFirst = 896, kGridWords = 128;  // of kGridWords in grids.h
#include "common/grid.glsl"

// 4 + 8 i, but 62 for i = 7.
uint levels(uint i) { return 0x04040404u + i * 8 + (i & i >> 1 & i >> 2 & 0x01010101u) * 2; }

Codes codesOf(Address matrix, uint row, uint chunk) {
  const uint block = row + 98 * (chunk >> 4), c = chunk & 15;
  const uint q = wordAt(matrix, block + 2 + 4 * c), word = wordAt(matrix, block + 66 + 4 * (c >> 1));
  const uint packedSigns = word >> (14 * (c & 1));
  const uint signs = evenSigns(packedSigns & 127) | evenSigns((packedSigns >> 7) & 127) << 8;
  Codes codes = Codes(uvec4(0), vec4(halfAt(matrix, block) * 0.25 * oddFactor(word >> 28)), vec4(0.0));
  [[unroll]] for (uint i = 0; i < 4; ++i) {
    codes.q[i] = withSigns(levels(spreadNibbles(pointAt((q >> (8 * i)) & 255))), signs >> (4 * i));
  }
  return codes;
}
