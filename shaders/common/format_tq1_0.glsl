// Blocks of 54 bytes for 256 numbers: five digits (of the last four bytes four) in a byte, half d;
// d * (digit - 1) (grid_blocks.h).
#define RUNS_CONSECUTIVE
#define SIGNED_CODES
#include "common/runs.glsl"
#include "common/codes.glsl"
#include "common/digits.glsl"
NO_PREPARATION

uint powerOf3(uint n) { return n == 4 ? 81 : (0x1B090301u >> (8 * n)) & 255; }
// In each byte, the upper digit of the byte times `power` modulo 256, less one.
uint digits(uint bytes, uint power) {
  const uint even = (bytes & 0x00FF00FFu) * power & 0x00FF00FFu;
  const uint odd = ((bytes >> 8) & 0x00FF00FFu) * power & 0x00FF00FFu;
  return lessBytes(((even * 3 >> 8) & 0x00030003u) | (odd * 3 & 0x03000300u), 0x01010101u);
}

Codes codesOf(Address matrix, uint row, uint chunk) {
  const uint block = row + 54 * (chunk >> 4), c = chunk & 15;
  Codes codes = Codes(uvec4(0), vec4(halfAt(matrix, block + 52)), vec4(0.0));
  if (c == 15) {
    const uint last = wordAt(matrix, block + 48);
    [[unroll]] for (uint i = 0; i < 4; ++i) codes.q[i] = digits(last, powerOf3(i));
  } else {
    const uvec4 bytes = fourWordsAt(matrix, block + (c < 10 ? 16 * (c & 1) : 32));
    const uint power = powerOf3(c < 10 ? c >> 1 : c - 10);
    [[unroll]] for (uint i = 0; i < 4; ++i) codes.q[i] = digits(bytes[i], power);
  }
  return codes;
}
