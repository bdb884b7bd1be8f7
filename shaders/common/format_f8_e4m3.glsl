// Codes of eight bits (E4M3) of a row, filled up with zeros to whole chunks, and behind them a factor for every
// 128 columns: as copyForDevice() in runtime/vulkan/device_rows.h lays rows out. p.cols is the kernel's.
#define RUNS_CONSECUTIVE
#include "common/runs.glsl"
NO_PREPARATION

// What the four codes of a word stand for. In a float's fields a code's exponent lacks 127 - 7; one of zero marks
// eighths of the smallest normal number; the largest code of either sign is not a number.
vec4 codesOfWord(uint word) {
  const uvec4 codes = uvec4(word & 255, (word >> 8) & 255, (word >> 16) & 255, word >> 24);
  const uvec4 size = codes & 127u;
  vec4 value = uintBitsToFloat((size << 20) + uvec4(120u << 23));
  value = mix(value, vec4(size) * 0.001953125, lessThan(size, uvec4(8)));
  value = mix(value, vec4(uintBitsToFloat(0x7FC00000u)), equal(size, uvec4(127)));
  return mix(value, -value, greaterThan(codes, uvec4(127)));
}

mat4 decodeChunk(Address matrix, uint row, uint chunk) {
  const uvec4 words = WordQuads(matrix).at[(row >> 4) + chunk];
  const uint factors = row + ((p.cols + 15) & ~15u);
  const float factor = Floats(matrix).at[(factors >> 2) + (chunk >> 3)];
  return factor * mat4(codesOfWord(words.x), codesOfWord(words.y), codesOfWord(words.z), codesOfWord(words.w));
}
