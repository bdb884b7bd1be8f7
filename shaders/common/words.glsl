// Reading weights as they lie in the file: 32-bit words from byte offsets that the format's block size leaves
// aligned to 4, 2 or no bytes. A matrix begins at a multiple of 16 bytes and is smaller than 4 GiB. Only
// words that hold a wanted byte are read, so nothing beyond the matrix but the rest of its last word is.
layout(buffer_reference, scalar, buffer_reference_align = 8) readonly buffer WordPairs { uvec2 at[]; };
layout(buffer_reference, scalar, buffer_reference_align = 16) readonly buffer WordQuads { uvec4 at[]; };
layout(buffer_reference, scalar, buffer_reference_align = 16) readonly buffer Vec4s { vec4 at[]; };

// The word that begins `bits` bits (0, 8, 16 or 24) inside `low`.
uint funnel(uint low, uint high, uint bits) { return (low >> bits) | ((high << 1) << (31 - bits)); }

uint wordAt(Address matrix, uint at) {
  Words words = Words(matrix);
  const uint i = at >> 2, over = at & 3;
  return funnel(words.at[i], words.at[i + (over != 0 ? 1 : 0)], over * 8);
}
uvec2 twoWordsAt(Address matrix, uint at) {
  Words words = Words(matrix);
  const uint i = at >> 2, over = at & 3, bits = over * 8;
  const uint middle = words.at[i + 1];
  return uvec2(funnel(words.at[i], middle, bits), funnel(middle, words.at[i + (over != 0 ? 2 : 1)], bits));
}
uvec4 fourWordsAt(Address matrix, uint at) {
  Words words = Words(matrix);
  const uint i = at >> 2, over = at & 3, bits = over * 8;
  const uint a = words.at[i], b = words.at[i + 1], c = words.at[i + 2], d = words.at[i + 3];
  const uint e = words.at[i + (over != 0 ? 4 : 3)];
  return uvec4(funnel(a, b, bits), funnel(b, c, bits), funnel(c, d, bits), funnel(d, e, bits));
}
// The half at an even offset.
float halfAt(Address matrix, uint at) {
  return unpackHalf2x16(Words(matrix).at[at >> 2] >> ((at & 2) * 8)).x;
}
uint byteAt(Address matrix, uint at) { return (Words(matrix).at[at >> 2] >> ((at & 3) * 8)) & 255; }

// The four bytes of a word as numbers.
vec4 bytesOf(uint word) {
  return vec4(word & 255, (word >> 8) & 255, (word >> 16) & 255, word >> 24);
}
ivec4 signedBytesOf(uint word) {
  const int bits = int(word);
  return ivec4(bitfieldExtract(bits, 0, 8), bitfieldExtract(bits, 8, 8), bitfieldExtract(bits, 16, 8), bits >> 24);
}
uvec2 lowNibbles(uvec2 words) { return words & 0x0F0F0F0Fu; }
uvec2 highNibbles(uvec2 words) { return (words >> 4) & 0x0F0F0F0Fu; }
// Bit i of the low four goes to the lowest bit of byte i: four copies, 7 bits apart, never touch.
uint spreadBits(uint bits) { return ((bits & 15) * 0x00204081u) & 0x01010101u; }
// Bits 0..7 and 16..23 as the fifth bits of four words of codes.
uvec4 fifthBits(uint bits) {
  return uvec4(spreadBits(bits), spreadBits(bits >> 4), spreadBits(bits >> 16), spreadBits(bits >> 20)) << 4;
}
