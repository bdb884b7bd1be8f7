#version 450
#extension GL_GOOGLE_include_directive : require
#include "common/types.glsl"

// scores[row, position] = sum over heads of weight * relu(q . key) (DeepSeek-V3.2, eq. 1), for the positions
// that the row sees; the others stay as they are. A workgroup has one position of a row per invocation, all in
// one page. KV_HALF or KV_FLOAT are the keys. CPU twin: runtime/cpu/kernels/index_scores.cpp.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 64;  // divides a page
layout(constant_id = 1) const uint kHeads = 64;
layout(constant_id = 2) const uint kDim = 128;
layout(constant_id = 3) const uint kQuads = 1;  // kDim is a multiple of 4, addresses of 4 numbers
layout(push_constant, scalar) uniform Push {
  Address q, weights, keys, scores, step;
  uint rowFirst;    // q, weights and scores begin with this row of the batch
  uint tiles;       // of positions, for each row
  uint stride;      // scores per row
  uint firstGroup;  // of this dispatch, among all workgroups
} p;

#include "common/kv_rows.glsl"
#include "common/step.glsl"

const uint kHeadsEach = 8;  // a key is read once for so many
const uint kDimQuads = (kDim + 3) / 4;
shared vec4 queries[kHeadsEach * kDimQuads];

vec4 queryQuad(Address head, uint quad) {
  if (kQuads != 0) return floatQuad(head, 4 * quad);
  vec4 numbers = vec4(0.0);
  [[unroll]] for (uint n = 0; n < 4; ++n) {
    if (4 * quad + n < kDim) numbers[n] = floatNumber(head, 4 * quad + n);
  }
  return numbers;
}
vec4 keyQuad(Address page, uint row, uint quad) {
  if (kQuads != 0) return cachedQuad(page, row, kDim, 4 * quad);
  vec4 numbers = vec4(0.0);
  [[unroll]] for (uint n = 0; n < 4; ++n) {
    if (4 * quad + n < kDim) numbers[n] = cachedNumber(page, row, kDim, 4 * quad + n);
  }
  return numbers;
}

void main() {
  const uint index = p.firstGroup + gl_WorkGroupID.x;
  const uint row = index / p.tiles, first = index % p.tiles * kLocalSize;
  Step step = Step(p.step);
  const uint seen = step.first + p.rowFirst + row + 1;
  if (first >= seen) return;
  const bool visible = first + gl_LocalInvocationIndex < seen;
  const Address page = advanceBy(p.keys, placeOf(step, first), rowBytesOf(kDim));
  float score = 0.0;
  for (uint head = 0; head < kHeads; head += kHeadsEach) {
    barrier();
    for (uint i = gl_LocalInvocationIndex; i < kHeadsEach * kDimQuads; i += kLocalSize) {
      const uint h = head + i / kDimQuads;
      const Address query = advanceBy(p.q, row * kHeads + h, 4 * kDim);
      queries[i] = h < kHeads ? queryQuad(query, i % kDimQuads) : vec4(0.0);
    }
    barrier();
    if (!visible) continue;
    float products[kHeadsEach];
    [[unroll]] for (uint h = 0; h < kHeadsEach; ++h) products[h] = 0.0;
    for (uint quad = 0; quad < kDimQuads; ++quad) {
      const vec4 key = keyQuad(page, gl_LocalInvocationIndex, quad);
      [[unroll]] for (uint h = 0; h < kHeadsEach; ++h) products[h] += dot(queries[h * kDimQuads + quad], key);
    }
    for (uint h = 0; h < min(kHeadsEach, kHeads - head); ++h) {
      score += Floats(p.weights).at[row * kHeads + head + h] * max(products[h], 0.0);
    }
  }
  if (visible) Floats(advanceBy(p.scores, row, 4 * p.stride)).at[first + gl_LocalInvocationIndex] = score;
}
