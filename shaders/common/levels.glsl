// Four-bit codes that stand for levels of a table, which lies in shared memory: the 16 entries are in 16
// different banks, so lookups never wait for each other. The format says levelBlock(): the factor and the
// nibbles of a chunk.
#ifdef INT8
#define SIGNED_CODES
#include "common/codes.glsl"
shared uint levels[16];  // as signed bytes
uint levelOf(float level) { return uint(int(level)) & 255; }
uint levelsOf(uint codes) {
  return levels[codes & 15] | levels[(codes >> 8) & 15] << 8 | levels[(codes >> 16) & 15] << 16 |
         levels[(codes >> 24) & 15] << 24;
}
#else
shared float levels[16];
float levelOf(float level) { return level; }
vec4 levelsOf(uint codes) {
  return vec4(levels[codes & 15], levels[(codes >> 8) & 15], levels[(codes >> 16) & 15], levels[(codes >> 24) & 15]);
}
#endif

void prepareFormat() {
  if (gl_LocalInvocationIndex < 16) levels[gl_LocalInvocationIndex] = levelOf(kLevels[gl_LocalInvocationIndex]);
  barrier();
}

struct LevelBlock {
  float scale;
  uvec2 q;
};
LevelBlock levelBlock(Address matrix, uint row, uint chunk);

#ifdef INT8
Codes codesOf(Address matrix, uint row, uint chunk) {
  const LevelBlock block = levelBlock(matrix, row, chunk);
  const uvec2 low = block.q, high = block.q >> 4;
  return Codes(uvec4(levelsOf(low.x), levelsOf(low.y), levelsOf(high.x), levelsOf(high.y)), vec4(block.scale),
               vec4(0.0));
}
#else
mat4 decodeChunk(Address matrix, uint row, uint chunk) {
  const LevelBlock block = levelBlock(matrix, row, chunk);
  const uvec2 low = block.q, high = block.q >> 4;
  return block.scale * mat4(levelsOf(low.x), levelsOf(low.y), levelsOf(high.x), levelsOf(high.y));
}
#endif
