#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#extension GL_EXT_shader_explicit_arithmetic_types_float16 : require
#extension GL_NV_cooperative_matrix : require
#extension GL_KHR_memory_scope_semantics : require
#extension GL_KHR_shader_subgroup_basic : require
#include "common/types.glsl"

// As matmul_half.comp, with the products on the device's matrix units (VK_NV_cooperative_matrix, operands
// float16, sums float32): every subgroup (of exactly 32) computes 32 outputs of 32 rows as 2 x 2 blocks of
// 16 x 16.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 128;  // 32 * (kTileOutputs / 32) * (kTileRows / 32)
layout(constant_id = 1) const uint kTileOutputs = 64;
layout(constant_id = 2) const uint kTileRows = 64;
layout(constant_id = 3) const uint kOutputs = 32;  // of a subgroup
layout(constant_id = 4) const uint kRows = 32;
layout(constant_id = 5) const bool kWhole = true;  // of the weights' rows
layout(constant_id = 6) const bool kByExpert = false;
#include "common/matmul_push.glsl"
#include "common/experts.glsl"
#include "common/format.glsl"
#include "common/half_rows.glsl"
#include "common/silu.glsl"

const uint kBlock = 16;
#define Operand fcoopmatNV<16, gl_ScopeSubgroup, 16, 16>
#define Sums fcoopmatNV<32, gl_ScopeSubgroup, 16, 16>
// A row of a tile: two chunks (eight halves per vector), and a vector more against bank conflicts.
const uint kStride = 5;
shared uvec4 weightTile[kTileOutputs * kStride];
shared uvec4 rowTile[kTileRows * kStride];
// A block of sums of each subgroup on its way out.
shared float outgoing[kLocalSize / 32 * kBlock * kBlock];
#include "common/matmul_rows.glsl"

void main() {
  prepareFormat();
  if (!findRows()) return;
  const uint lane = gl_LocalInvocationIndex;
  const uint first = p.first + gl_WorkGroupID.x * kTileOutputs;
  const uint across = kTileOutputs / kOutputs;
  const uint o0 = gl_SubgroupID % across * kOutputs, i0 = gl_SubgroupID / across * kRows;

  Sums sums[4];
  [[unroll]] for (uint v = 0; v < 4; ++v) sums[v] = Sums(0.0);
  const uint chunks = p.cols / 16;
  for (uint at = 0; at < chunks; at += 2) {
    [[unroll]] for (uint n = lane; n < 2 * kTileOutputs; n += kLocalSize) {
      const uint o = min(first + n / 2, p.end - 1), chunk = at + n % 2;
      const mat4 w = chunk < chunks ? decodeChunk(matrix, (firstOutput + o) * p.rowBytes, chunk) : mat4(0.0);
      const uint to = n / 2 * kStride + 2 * (n % 2);
      weightTile[to] = uvec4(packRun(w[0]), packRun(w[1]));
      weightTile[to + 1] = uvec4(packRun(w[2]), packRun(w[3]));
    }
    [[unroll]] for (uint n = lane; n < 2 * kTileRows; n += kLocalSize) {
      const uint chunk = at + n % 2, to = n / 2 * kStride + 2 * (n % 2), from = xAt[n / 2] + chunkFirst(chunk);
      const bool here = chunk < chunks;
      rowTile[to] = here ? uvec4(packedRun(p.x, from, 0), packedRun(p.x, from, 1)) : uvec4(0);
      rowTile[to + 1] = here ? uvec4(packedRun(p.x, from, 2), packedRun(p.x, from, 3)) : uvec4(0);
    }
    barrier();
    [[unroll]] for (uint k = 0; k < 2; ++k) {
      Operand w[2], x[2];
      [[unroll]] for (uint n = 0; n < 2; ++n) {
        coopMatLoadNV(w[n], weightTile, (o0 + n * kBlock) * kStride + 2 * k, kStride, false);
        // [row][k] in memory is k x rows with columns one after another.
        coopMatLoadNV(x[n], rowTile, (i0 + n * kBlock) * kStride + 2 * k, kStride, true);
      }
      [[unroll]] for (uint v = 0; v < 4; ++v) sums[v] = coopMatMulAddNV(w[v % 2], x[v / 2], sums[v]);
    }
    barrier();
  }

  const uint out0 = gl_SubgroupID * kBlock * kBlock;
  [[unroll]] for (uint v = 0; v < 4; ++v) {
    // [row][output], so that neighbours in a subgroup write neighbours in memory.
    coopMatStoreNV(sums[v], outgoing, out0, kBlock, true);
    subgroupBarrier();
    [[unroll]] for (uint n = gl_SubgroupInvocationID; n < kBlock * kBlock; n += 32) {
      const uint row = i0 + v / 2 * kBlock + n / kBlock;
      const float factor = Floats(p.factors).at[xAt[row] / p.xStride];
      writeOutput(row, first + o0 + v % 2 * kBlock + n % kBlock, factor * outgoing[out0 + n]);
    }
    subgroupBarrier();
  }
}
