// The 6-bit scales and mins of Q4_K and Q5_K, whose blocks begin with halves d and dmin and the 12 bytes that
// scaleMinOf() in quant_blocks.h reads: words y, z and w of the block's first 16 bytes.

// (d * scale, dmin * min) of group `group` (0..7).
vec2 groupScale(uvec4 head, uint group) {
  const uint byte_ = 8 * (group & 3);
  const uint s = head.y >> byte_, m = head.z >> byte_, both = head.w >> byte_;
  const uint scale = group < 4 ? s & 63 : (both & 15) | ((s >> 2) & 0x30);
  const uint least = group < 4 ? m & 63 : ((both >> 4) & 15) | ((m >> 2) & 0x30);
  return unpackHalf2x16(head.x) * vec2(scale, least);
}
