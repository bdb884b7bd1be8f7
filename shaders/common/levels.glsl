// Four-bit codes that stand for levels of a table, which lies in shared memory: the 16 entries are in 16
// different banks, so lookups never wait for each other.
shared float levels[16];

void prepareFormat() {
  if (gl_LocalInvocationIndex < 16) levels[gl_LocalInvocationIndex] = kLevels[gl_LocalInvocationIndex];
  barrier();
}
vec4 levelsOf(uint codes) {
  return vec4(levels[codes & 15], levels[(codes >> 8) & 15], levels[(codes >> 16) & 15], levels[(codes >> 24) & 15]);
}
mat4 levelsOfNibbles(uvec2 q) {
  return mat4(levelsOf(q.x), levelsOf(q.y), levelsOf(q.x >> 4), levelsOf(q.y >> 4));
}
