#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#include "common/types.glsl"

// y[i, o] = sum over k of w[o, k] * x[i, k] (+ bias[o]) for many rows i; with a gate, silu(gate[i, o]) times
// that. One workgroup per tile of kTileOutputs outputs and kTileRows rows: both operands pass through shared
// memory, two chunks of every row at a time, and each invocation keeps kOutputs x kRows sums in registers.
// gl_WorkGroupID.z is a part as in matvec.comp. By expert, gl_WorkGroupID.y is a tile of the lists that
// group_rows.comp made, whose rows are (row, choice) pairs.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 128;  // (kTileOutputs / kOutputs) * (kTileRows / kRows)
layout(constant_id = 1) const uint kTileOutputs = 64;
layout(constant_id = 2) const uint kTileRows = 64;
layout(constant_id = 3) const uint kOutputs = 8;
layout(constant_id = 4) const uint kRows = 4;
layout(constant_id = 5) const bool kWhole = true;  // see row_input.glsl
layout(constant_id = 6) const bool kByExpert = false;
#include "common/matmul_push.glsl"
#include "common/experts.glsl"
#include "common/format.glsl"
#include "common/row_input.glsl"
#include "common/silu.glsl"

// A row of a tile: two chunks, and one vector more, so that the same column of eight rows lies in eight
// different groups of banks.
const uint kStride = 9;
shared vec4 weightTile[kTileOutputs * kStride];
shared vec4 rowTile[kTileRows * kStride];
#include "common/matmul_rows.glsl"

void main() {
  prepareFormat();
  if (!findRows()) return;
  const uint lane = gl_LocalInvocationIndex;
  const uint first = p.first + gl_WorkGroupID.x * kTileOutputs;
  const uint across = kTileOutputs / kOutputs, o0 = lane % across, i0 = lane / across;

  float sums[kRows * kOutputs];
  [[unroll]] for (uint v = 0; v < kRows * kOutputs; ++v) sums[v] = 0.0;
  const uint chunks = (p.cols + 15) / 16;
  for (uint at = 0; at < chunks; at += 2) {
    [[unroll]] for (uint n = lane; n < 2 * kTileOutputs; n += kLocalSize) {
      const uint o = min(first + n / 2, p.end - 1), chunk = at + n % 2;
      const mat4 w = chunk < chunks ? decodeChunk(matrix, (firstOutput + o) * p.rowBytes, chunk) : mat4(0.0);
      const uint to = n / 2 * kStride + 4 * (n % 2);
      [[unroll]] for (uint run = 0; run < 4; ++run) weightTile[to + run] = w[run];
    }
    [[unroll]] for (uint n = lane; n < 2 * kTileRows; n += kLocalSize) {
      const uint chunk = at + n % 2;
      const mat4 x = chunk < chunks ? loadChunk(p.x, xAt[n / 2], chunk) : mat4(0.0);
      const uint to = n / 2 * kStride + 4 * (n % 2);
      [[unroll]] for (uint run = 0; run < 4; ++run) rowTile[to + run] = x[run];
    }
    barrier();
    for (uint k = 0; k < 8; ++k) {
      vec4 w[kOutputs];
      [[unroll]] for (uint o = 0; o < kOutputs; ++o) w[o] = weightTile[(o0 + o * across) * kStride + k];
      [[unroll]] for (uint i = 0; i < kRows; ++i) {
        const vec4 x = rowTile[(i0 * kRows + i) * kStride + k];
        [[unroll]] for (uint o = 0; o < kOutputs; ++o) sums[i * kOutputs + o] += dot(w[o], x);
      }
    }
    barrier();
  }

  [[unroll]] for (uint i = 0; i < kRows; ++i) {
    [[unroll]] for (uint o = 0; o < kOutputs; ++o) {
      writeOutput(i0 * kRows + i, first + o0 + o * across, sums[i * kOutputs + o]);
    }
  }
}
