#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#include "common/types.glsl"

// y[i, o] = sum over k of w[o, k] * x[i, k] (+ bias[o]) for kBatch rows i, so that weights are read once; with
// a gate, silu(gate[i, o]) times that. One workgroup per kRows outputs o. gl_WorkGroupID.y is a part, which has
// its own matrix (partRows outputs) and its own piece of x, or by expert a (row, choice) pair, whose row of x
// meets the matrix of the chosen expert and becomes row `pair` of y.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 64;  // a power of two
layout(constant_id = 1) const uint kRows = 2;
layout(constant_id = 2) const uint kBatch = 1;
layout(constant_id = 3) const bool kWhole = true;  // see row_input.glsl
layout(constant_id = 4) const bool kByExpert = false;
layout(push_constant, scalar) uniform Push {
  Address w, x, factors;  // by expert w is an offset; factors go with x from pack_int8.comp
  Address y, bias, gate;  // bias and gate may be 0
  Address ids, table;     // by expert
  uint cols, rowBytes;
  uint first, end;  // outputs of this dispatch
  uint xStride, xOffset, partStride, partRows, yStride;
  uint topK;
} p;
const uint kSums = kRows * kBatch;
#include "common/experts.glsl"
#include "common/format.glsl"
#include "common/chunk_product.glsl"
#include "common/silu.glsl"
#include "common/sums.glsl"

void main() {
  prepareFormat();
  const uint lane = gl_LocalInvocationIndex, item = gl_WorkGroupID.y;
  const uint first = p.first + gl_WorkGroupID.x * kRows;
  Address w = p.w;
  uint xAt = p.xOffset + item * p.partStride, yAt = item * p.partRows, rowAt = item * p.partRows;
  if (kByExpert) {
    const Address expert = slotOf(p.table, Words(p.ids).at[item]);
    if (expert == kElsewhere) return;
    w = matrixOf(expert, p.w);
    xAt = item / p.topK * p.xStride;
    yAt = item * p.yStride;
    rowAt = 0;
  }

  [[unroll]] for (uint v = 0; v < kSums; ++v) share[v] = 0.0;
  uint rows[kRows];
  [[unroll]] for (uint r = 0; r < kRows; ++r) rows[r] = (rowAt + min(first + r, p.end - 1)) * p.rowBytes;
  const uint chunks = (p.cols + 15) / 16;
  for (uint chunk = lane; chunk < chunks; chunk += kLocalSize) {
    ChunkWeights weights[kRows];
    [[unroll]] for (uint r = 0; r < kRows; ++r) weights[r] = readWeights(w, rows[r], chunk);
    [[unroll]] for (uint i = 0; i < kBatch; ++i) {
      const ChunkInput x = readInput(p.x, xAt + i * p.xStride, chunk);
      [[unroll]] for (uint r = 0; r < kRows; ++r) share[r * kBatch + i] += dotChunk(weights[r], x);
    }
  }
  sumShares();

  for (uint v = lane; v < kSums; v += kLocalSize) {
    const uint o = first + v / kBatch, at = v % kBatch * p.yStride + yAt + o;
    if (o >= p.end) continue;
    float sum = sumOf(v);
    if (p.bias != Address(0)) sum += Floats(p.bias).at[o];
    if (p.gate != Address(0)) sum *= silu(Floats(p.gate).at[at]);
    Floats(p.y).at[at] = sum;
  }
}
