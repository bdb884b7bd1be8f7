// Reading rows of a KV cache: KV_HALF, KV_FLOAT, or KV_BLOCKS of the form kForm. Row `row` counts from an
// address where a row begins; `at` counts its numbers, and is a multiple of 4 for quads.
#include "common/quads.glsl"

#ifdef KV_BLOCKS
#include "common/kv_form.glsl"
#include "common/words.glsl"

// Numbers with 4 bits of exponent and 3 of mantissa in the bytes of a word. As bits of a half they are too
// small by the difference of the exponents' biases, 15 and 7.
vec4 eightBitFloats(uint word) {
  const uvec2 bytes = uvec2(word & 0x00ff00ffu, word >> 8 & 0x00ff00ffu);
  const uvec2 halves = (bytes & 0x00800080u) << 8 | (bytes & 0x007f007fu) << 7;
  const vec2 even = unpackHalf2x16(halves.x), odd = unpackHalf2x16(halves.y);
  return 256.0 * vec4(even.x, odd.x, even.y, odd.y);
}

vec4 cachedQuad(Address rows, uint row, uint width, uint at) {
  const uint codes = row * rowBytesOf(width), scales = codes + codeBytesOf(width), block = at / kKvBlock;
  if (kForm == kFormF8) {
    const uint exponent = byteAt(rows, scales + block);
    return uintBitsToFloat(exponent << 23) * eightBitFloats(Words(rows).at[(codes + at) / 4]);
  }
  const float scale = halfAt(rows, scales + 2 * block);
  if (kForm == kFormQ8) return scale * vec4(signedBytesOf(Words(rows).at[(codes + at) / 4]));
  // Numbers i and i + 16 of a block share a byte.
  const uint pairs = Words(rows).at[(codes + block * 16 + at % 16) / 4];
  return scale * (bytesOf(pairs >> (at & 16) / 4 & 0x0F0F0F0Fu) - 8.0);
}
float cachedNumber(Address rows, uint row, uint width, uint at) {
  return cachedQuad(rows, row, width, at & ~3u)[at & 3];
}

#elif defined(KV_HALF)
uint rowBytesOf(uint width) { return 2 * width; }
vec4 cachedQuad(Address rows, uint row, uint width, uint at) { return halfQuad(rows, row * width + at); }
float cachedNumber(Address rows, uint row, uint width, uint at) { return halfNumber(rows, row * width + at); }

#else
uint rowBytesOf(uint width) { return 4 * width; }
vec4 cachedQuad(Address rows, uint row, uint width, uint at) { return floatQuad(rows, row * width + at); }
float cachedNumber(Address rows, uint row, uint width, uint at) { return floatNumber(rows, row * width + at); }
#endif
