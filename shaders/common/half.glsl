// float32 -> float16 bits, rounded to nearest even: packHalf2x16() leaves the rounding to the driver, and
// some cut off. Too large becomes infinity, NaN stays NaN.
uint halfBits(float value) {
  const uint bits = floatBitsToUint(value);
  const uint sign = bits >> 16 & 0x8000u, size = bits & 0x7fffffffu;
  if (size > 0x7f800000u) return sign | 0x7e00u;
  if (size >= 0x477ff000u) return sign | 0x7c00u;                        // 65520 and above
  if (size < 0x38800000u) {                                              // below 2^-14: a multiple of 2^-24
    return sign | uint(roundEven(uintBitsToFloat(size) * 16777216.0));
  }
  return sign | (size - 0x38000000u + 0xfffu + (size >> 13 & 1u)) >> 13;  // exponent bias 127 -> 15
}
// Half number `at` of those at base, by whole words: 16-bit storage is optional.
float halfNumber(Address base, uint at) {
  const Address place = advance(base, 2 * at);
  const uint word = Words(Address(place.x & ~3u, place.y)).at[0];
  return unpackHalf2x16((place.x & 2u) != 0 ? word >> 16 : word).x;
}
