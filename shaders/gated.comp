#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#include "common/types.glsl"

// y[i, o] = silu(gate[o] . x[i]) * (up[o] . x[i]) for kBatch rows i: two matrices of one shape and format in
// one pass over x. One workgroup per kRows outputs o; by expert gl_WorkGroupID.y is a (row, choice) pair as in
// matvec.comp.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 64;  // a power of two
layout(constant_id = 1) const uint kRows = 1;
layout(constant_id = 2) const uint kBatch = 1;
layout(constant_id = 3) const bool kWhole = true;  // see row_input.glsl
layout(constant_id = 4) const bool kByExpert = false;
layout(push_constant, scalar) uniform Push {
  Address gate, up, x, factors, y;  // by expert gate and up are offsets; factors: see matvec.comp
  Address ids, table;               // by expert
  uint cols, rowBytes;
  uint first, end;  // outputs of this dispatch
  uint xStride, yStride;
  uint topK;
} p;
const uint kSums = 2 * kRows * kBatch;  // gates, then ups
#include "common/experts.glsl"
#include "common/format.glsl"
#include "common/chunk_product.glsl"
#include "common/silu.glsl"
#include "common/sums.glsl"

void main() {
  prepareFormat();
  const uint lane = gl_LocalInvocationIndex, item = gl_WorkGroupID.y;
  const uint first = p.first + gl_WorkGroupID.x * kRows;
  Address gate = p.gate, up = p.up;
  uint xAt = 0, yAt = 0;
  if (kByExpert) {
    const Address expert = slotOf(p.table, Words(p.ids).at[item]);
    if (expert == kElsewhere) return;
    gate = matrixOf(expert, p.gate);
    up = matrixOf(expert, p.up);
    xAt = item / p.topK * p.xStride;
    yAt = item * p.yStride;
  }

  [[unroll]] for (uint v = 0; v < kSums; ++v) share[v] = 0.0;
  uint rows[kRows];
  [[unroll]] for (uint r = 0; r < kRows; ++r) rows[r] = min(first + r, p.end - 1) * p.rowBytes;
  const uint chunks = (p.cols + 15) / 16;
  for (uint chunk = lane; chunk < chunks; chunk += kLocalSize) {
    ChunkWeights gates[kRows], ups[kRows];
    [[unroll]] for (uint r = 0; r < kRows; ++r) {
      gates[r] = readWeights(gate, rows[r], chunk);
      ups[r] = readWeights(up, rows[r], chunk);
    }
    [[unroll]] for (uint i = 0; i < kBatch; ++i) {
      const ChunkInput x = readInput(p.x, xAt + i * p.xStride, chunk);
      [[unroll]] for (uint r = 0; r < kRows; ++r) {
        share[r * kBatch + i] += dotChunk(gates[r], x);
        share[(kRows + r) * kBatch + i] += dotChunk(ups[r], x);
      }
    }
  }
  sumShares();

  for (uint v = lane; v < kRows * kBatch; v += kLocalSize) {
    const uint o = first + v / kBatch;
    if (o >= p.end) continue;
    Floats(p.y).at[v % kBatch * p.yStride + yAt + o] = silu(sumOf(v)) * sumOf(v + kRows * kBatch);
  }
}
