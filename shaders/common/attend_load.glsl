// Four numbers of a query, a key, a value or a sum of attend.comp: in one access where kQuads allows, else
// one by one with zeros past the end.
#include "common/kv_rows.glsl"
#include "common/step.glsl"

// The rows of a block of positions, which is a page; indices into it stay small.
struct Block {
  Address keys, values, cached;
};
Block blockAt(Step step, uint position) {
  const uint place = placeOf(step, position);
#ifdef EXPANDED
  const uint rebuilt = position - p.rangeFirst;
  return Block(advanceBy(p.keys, rebuilt, 4 * p.keyWidth), advanceBy(p.values, rebuilt, 4 * p.valueWidth),
               advanceBy(p.cached, place, rowBytesOf(p.cachedWidth)));
#else
  return Block(advanceBy(p.keys, place, rowBytesOf(p.keyWidth)),
               advanceBy(p.values, place, rowBytesOf(p.valueWidth)), Address(0));
#endif
}

float queryNumber(uint row, uint head, uint d) {
  if (d >= kKeyDim) return 0.0;
  return d < kPiece0 ? floatNumber(p.q0, row * p.qCols0 + head * p.qStride0 + d)
                     : floatNumber(p.q1, row * p.qCols1 + head * p.qStride1 + d - kPiece0);
}
vec4 queryQuad(uint row, uint head, uint d) {
  if (kQuads == 0) {
    return vec4(queryNumber(row, head, d), queryNumber(row, head, d + 1), queryNumber(row, head, d + 2),
                queryNumber(row, head, d + 3));
  }
  if (d >= kKeyDim) return vec4(0.0);
  return d < kPiece0 ? floatQuad(p.q0, row * p.qCols0 + head * p.qStride0 + d)
                     : floatQuad(p.q1, row * p.qCols1 + head * p.qStride1 + d - kPiece0);
}

// Number d of the key of one head at position i of the block.
float keyNumber(Block b, uint i, uint keyHead, uint d) {
  if (d >= kKeyDim) return 0.0;
#ifdef EXPANDED
  return d < kPiece0 ? floatNumber(b.keys, i * p.keyWidth + keyHead * kPiece0 + d)
                     : cachedNumber(b.cached, i, p.cachedWidth, p.cachedWidth - kKeyDim + d);
#else
  return cachedNumber(b.keys, i, p.keyWidth, keyHead * kKeyDim + d);
#endif
}
vec4 keyQuad(Block b, uint i, uint keyHead, uint d) {
  if (kQuads == 0) {
    return vec4(keyNumber(b, i, keyHead, d), keyNumber(b, i, keyHead, d + 1), keyNumber(b, i, keyHead, d + 2),
                keyNumber(b, i, keyHead, d + 3));
  }
  if (d >= kKeyDim) return vec4(0.0);
#ifdef EXPANDED
  return d < kPiece0 ? floatQuad(b.keys, i * p.keyWidth + keyHead * kPiece0 + d)
                     : cachedQuad(b.cached, i, p.cachedWidth, p.cachedWidth - kKeyDim + d);
#else
  return cachedQuad(b.keys, i, p.keyWidth, keyHead * kKeyDim + d);
#endif
}

float valueNumber(Block b, uint i, uint keyHead, uint d) {
#ifdef EXPANDED
  return floatNumber(b.values, i * p.valueWidth + keyHead * kValueDim + d);
#else
  return cachedNumber(b.values, i, p.valueWidth, keyHead * kValueDim + d);
#endif
}
vec4 valueQuad(Block b, uint i, uint keyHead, uint d) {
  if (kQuads != 0) {
#ifdef EXPANDED
    return floatQuad(b.values, i * p.valueWidth + keyHead * kValueDim + d);
#else
    return cachedQuad(b.values, i, p.valueWidth, keyHead * kValueDim + d);
#endif
  }
  vec4 quad = vec4(0.0);
  [[unroll]] for (uint n = 0; n < 4; ++n) {
    if (d + n < kValueDim) quad[n] = valueNumber(b, i, keyHead, d + n);
  }
  return quad;
}

// Quad `quad` of a row of sums; there is none past the last.
vec4 loadSum(Address sums, uint quad) {
  const uint d = 4 * quad;
  if (kQuads != 0) return d < kValueDim ? floatQuad(sums, d) : vec4(0.0);
  vec4 sum = vec4(0.0);
  [[unroll]] for (uint n = 0; n < 4; ++n) {
    if (d + n < kValueDim) sum[n] = floatNumber(sums, d + n);
  }
  return sum;
}
void storeSum(Address sums, uint quad, vec4 sum) {
  const uint d = 4 * quad;
  if (kQuads != 0) {
    if (d < kValueDim) FloatQuads(sums).at[quad] = sum;
    return;
  }
  [[unroll]] for (uint n = 0; n < 4; ++n) {
    if (d + n < kValueDim) Floats(sums).at[d + n] = sum[n];
  }
}
