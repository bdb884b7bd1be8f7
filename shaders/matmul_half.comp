#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#include "common/types.glsl"

// As matmul.comp, with both operands as halves in shared memory, which is half the traffic and room; products
// and sums are float32.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 128;  // (kTileOutputs / kOutputs) * (kTileRows / kRows)
layout(constant_id = 1) const uint kTileOutputs = 64;
layout(constant_id = 2) const uint kTileRows = 64;
layout(constant_id = 3) const uint kOutputs = 8;
layout(constant_id = 4) const uint kRows = 4;
layout(constant_id = 5) const bool kWhole = true;  // of the weights' rows
layout(constant_id = 6) const bool kByExpert = false;
#include "common/matmul_push.glsl"
#include "common/experts.glsl"
#include "common/format.glsl"
#include "common/half_rows.glsl"
#include "common/silu.glsl"

// A row of a tile: two chunks, and four halves more against bank conflicts.
const uint kStride = 9;
shared uvec2 weightTile[kTileOutputs * kStride];
shared uvec2 rowTile[kTileRows * kStride];
#include "common/matmul_rows.glsl"

vec4 unpackRun(uvec2 run) { return vec4(unpackHalf2x16(run.x), unpackHalf2x16(run.y)); }

void main() {
  prepareFormat();
  if (!findRows()) return;
  const uint lane = gl_LocalInvocationIndex;
  const uint first = p.first + gl_WorkGroupID.x * kTileOutputs;
  const uint across = kTileOutputs / kOutputs, o0 = lane % across, i0 = lane / across;

  float sums[kRows * kOutputs];
  [[unroll]] for (uint v = 0; v < kRows * kOutputs; ++v) sums[v] = 0.0;
  const uint chunks = p.cols / 16;
  for (uint at = 0; at < chunks; at += 2) {
    [[unroll]] for (uint n = lane; n < 2 * kTileOutputs; n += kLocalSize) {
      const uint o = min(first + n / 2, p.end - 1), chunk = at + n % 2;
      const mat4 w = chunk < chunks ? decodeChunk(matrix, (firstOutput + o) * p.rowBytes, chunk) : mat4(0.0);
      const uint to = n / 2 * kStride + 4 * (n % 2);
      [[unroll]] for (uint run = 0; run < 4; ++run) weightTile[to + run] = packRun(w[run]);
    }
    [[unroll]] for (uint n = lane; n < 2 * kTileRows; n += kLocalSize) {
      const uint chunk = at + n % 2, to = n / 2 * kStride + 4 * (n % 2);
      [[unroll]] for (uint run = 0; run < 4; ++run) {
        rowTile[to + run] = chunk < chunks ? packedRun(p.x, xAt[n / 2] + chunkFirst(chunk), run) : uvec2(0);
      }
    }
    barrier();
    for (uint k = 0; k < 8; ++k) {
      vec4 w[kOutputs];
      [[unroll]] for (uint o = 0; o < kOutputs; ++o) w[o] = unpackRun(weightTile[(o0 + o * across) * kStride + k]);
      [[unroll]] for (uint i = 0; i < kRows; ++i) {
        const vec4 x = unpackRun(rowTile[(i0 * kRows + i) * kStride + k]);
        [[unroll]] for (uint o = 0; o < kOutputs; ++o) sums[i * kOutputs + o] += dot(w[o], x);
      }
    }
    barrier();
  }

  [[unroll]] for (uint i = 0; i < kRows; ++i) {
    const uint row = i0 * kRows + i;
    const float factor = Floats(p.factors).at[xAt[row] / p.xStride];
    [[unroll]] for (uint o = 0; o < kOutputs; ++o) {
      writeOutput(row, first + o0 + o * across, factor * sums[i * kOutputs + o]);
    }
  }
}
