// Blocks of 66 bytes for 256 numbers: half d, for each 32 numbers four indices and a word with their signs and s;
// d (2 s + 1) / 8 * point (grid_blocks.h).
#define RUNS_CONSECUTIVE
#include "common/runs.glsl"
const uint kGridFirst = 0, kGridWords = 128;  // of kGridWords in grids.h
#include "common/grid.glsl"

Codes codesOf(Address matrix, uint row, uint chunk) {
  const uint block = row + 66 * (chunk >> 4), half_ = chunk & 1;
  const uvec2 words = twoWordsAt(matrix, block + 2 + 8 * ((chunk >> 1) & 7));
  const uint indices = words.x >> (16 * half_), signs = words.y >> (14 * half_);
  const float scale = halfAt(matrix, block) * 0.125 * oddFactor(words.y >> 28);
  return Codes(uvec4(iq2Point(indices & 255, evenSigns(signs & 127)),
                     iq2Point((indices >> 8) & 255, evenSigns((signs >> 7) & 127))),
               vec4(scale), vec4(0.0));
}
