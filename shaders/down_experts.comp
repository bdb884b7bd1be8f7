#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#include "common/types.glsl"

// y[i, o] = (+=) sum over k of weights[i, k] * (down_e[o] . h[i, k]) for the experts e = ids[i, k] that lie here;
// h has a row per (row, choice) pair. One workgroup per kRows outputs o of row gl_WorkGroupID.y, which sums
// over the experts in the order of choice: no atomics, the same result every time.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 64;  // a power of two
layout(constant_id = 1) const uint kRows = 2;
layout(constant_id = 2) const bool kAdd = false;
layout(constant_id = 3) const bool kWhole = true;  // see row_input.glsl
layout(push_constant, scalar) uniform Push {
  Address down, x, factors, y;  // down is an offset; factors: see matvec.comp
  Address ids, weights, table;
  uint cols, rowBytes;
  uint first, end;  // outputs of this dispatch
  uint yStride;
  uint topK;
} p;
const uint kSums = kRows;
#include "common/experts.glsl"
#include "common/format.glsl"
#include "common/chunk_product.glsl"
#include "common/sums.glsl"

void main() {
  prepareFormat();
  const uint lane = gl_LocalInvocationIndex, row = gl_WorkGroupID.y;
  const uint first = p.first + gl_WorkGroupID.x * kRows;

  [[unroll]] for (uint r = 0; r < kRows; ++r) share[r] = 0.0;
  uint rows[kRows];
  [[unroll]] for (uint r = 0; r < kRows; ++r) rows[r] = min(first + r, p.end - 1) * p.rowBytes;
  const uint chunks = (p.cols + 15) / 16;
  for (uint k = 0; k < p.topK; ++k) {
    const uint pair = row * p.topK + k;
    const Address expert = slotOf(p.table, Words(p.ids).at[pair]);
    if (expert == kElsewhere) continue;
    const Address down = matrixOf(expert, p.down);
    const float weight = Floats(p.weights).at[pair];
    for (uint chunk = lane; chunk < chunks; chunk += kLocalSize) {
      const ChunkInput x = readInput(p.x, pair * p.cols, chunk);
      [[unroll]] for (uint r = 0; r < kRows; ++r) {
        share[r] += weight * dotChunk(readWeights(down, rows[r], chunk), x);
      }
    }
  }
  sumShares();

  for (uint r = lane; r < kRows; r += kLocalSize) {
    const uint o = first + r, at = row * p.yStride + o;
    if (o >= p.end) continue;
    Floats(p.y).at[at] = kAdd ? Floats(p.y).at[at] + sumOf(r) : sumOf(r);
  }
}
