#version 450
#extension GL_GOOGLE_include_directive : require
#extension GL_EXT_control_flow_attributes : require
#include "common/types.glsl"
#define INT8

// As matmul.comp, with activations rounded to int8 (pack_int8.comp): four chunks of every row at a time pass
// through shared memory as codes, laid so that numbers with a common scale (a unit of 32 or 16) follow each
// other. A unit is summed in integers; its scale and the share of `least` come once.
layout(local_size_x_id = 0) in;
layout(constant_id = 0) const uint kLocalSize = 128;  // (kTileOutputs / kOutputs) * (kTileRows / kRows)
layout(constant_id = 1) const uint kTileOutputs = 64;
layout(constant_id = 2) const uint kTileRows = 64;
layout(constant_id = 3) const uint kOutputs = 8;
layout(constant_id = 4) const uint kRows = 4;
layout(constant_id = 5) const bool kWhole = true;  // always
layout(constant_id = 6) const bool kByExpert = false;
#include "common/matmul_push.glsl"
#include "common/experts.glsl"
#include "common/format.glsl"
#include "common/int8_dot.glsl"
#include "common/packed_rows.glsl"
#include "common/silu.glsl"

const uint kTileUnits = 64 / kUnitNumbers;
const uint kVectorsPerUnit = 4 / kTileUnits;
// A row of a tile: 16 words, and a vector more against bank conflicts.
const uint kStride = 5;
shared uvec4 weightTile[kTileOutputs * kStride];
shared uvec4 rowTile[kTileRows * kStride];
shared vec2 weightFactors[kTileOutputs * kTileUnits];  // scale, least
shared vec2 rowFactors[kTileRows * kTileUnits];        // factor, sum
#include "common/matmul_rows.glsl"

// Where run `run` of the tile's chunk k goes among 16 words.
uint placeOf(uint k, uint run) {
  return kUnits == 1 ? 4 * k + run : kUnits == 2 ? 8 * (run / 2) + 2 * k + run % 2 : 4 * run + k;
}

void main() {
  prepareFormat();
  if (!findRows()) return;
  const uint lane = gl_LocalInvocationIndex;
  const uint first = p.first + gl_WorkGroupID.x * kTileOutputs;
  const uint across = kTileOutputs / kOutputs, o0 = lane % across, i0 = lane / across;

  float sums[kRows * kOutputs];
  [[unroll]] for (uint v = 0; v < kRows * kOutputs; ++v) sums[v] = 0.0;
  const uint chunks = p.cols / 16;
  for (uint at = 0; at < chunks; at += 4) {
    [[unroll]] for (uint n = lane; n < 4 * kTileOutputs; n += kLocalSize) {
      const uint o = n / 4, k = n % 4, row = firstOutput + min(first + o, p.end - 1);
      Codes codes = Codes(uvec4(0), vec4(0.0), vec4(0.0));
      if (at + k < chunks) codes = codesOf(matrix, row * p.rowBytes, at + k);
      [[unroll]] for (uint run = 0; run < 4; ++run) {
        const uint place = placeOf(k, run);
        weightTile[o * kStride + place / 4][place % 4] = codes.q[run];
      }
      if (kUnits == 1) {
        if (k % kVectorsPerUnit == 0) {
          weightFactors[o * kTileUnits + k / kVectorsPerUnit] = vec2(codes.scale.x, codes.least.x);
        }
      } else if (k == 0) {
        [[unroll]] for (uint unit = 0; unit < kUnits; ++unit) {
          weightFactors[o * kTileUnits + unit] = vec2(codes.scale[unit], codes.least[unit]);
        }
      }
    }
    [[unroll]] for (uint n = lane; n < 4 * kTileRows; n += kLocalSize) {
      const uint i = n / 4, k = n % 4;
      const uvec4 q = at + k < chunks ? packedChunk(p.x, xAt[i] + chunkFirst(at + k)) : uvec4(0);
      [[unroll]] for (uint run = 0; run < 4; ++run) {
        const uint place = placeOf(k, run);
        rowTile[i * kStride + place / 4][place % 4] = q[run];
      }
    }
    [[unroll]] for (uint n = lane; n < kTileUnits * kTileRows; n += kLocalSize) {
      const uint i = n / kTileUnits, unit = n % kTileUnits;
      // Of one unit per chunk, a unit of 32 has two chunks.
      const uint chunk = kUnits == 1 ? at + kVectorsPerUnit * unit : at;
      const uint from = (xAt[i] + chunkFirst(chunk) + (kUnits == 1 ? 0 : runAt(unit * kRunsPerUnit))) >> 4;
      vec2 factor = vec2(0.0);
      if (chunk < chunks) {
        factor = Factors(p.factors).at[from];
        if (kUnitNumbers == 32) factor.y += Factors(p.factors).at[from + 1].y;
      }
      rowFactors[n] = factor;
    }
    barrier();
    [[unroll]] for (uint unit = 0; unit < kTileUnits; ++unit) {
      int products[kRows * kOutputs];
      [[unroll]] for (uint v = 0; v < kRows * kOutputs; ++v) products[v] = 0;
      [[unroll]] for (uint n = 0; n < kVectorsPerUnit; ++n) {
        const uint vector = unit * kVectorsPerUnit + n;
        uvec4 w[kOutputs];
        [[unroll]] for (uint o = 0; o < kOutputs; ++o) w[o] = weightTile[(o0 + o * across) * kStride + vector];
        [[unroll]] for (uint i = 0; i < kRows; ++i) {
          const uvec4 x = rowTile[(i0 * kRows + i) * kStride + vector];
          [[unroll]] for (uint o = 0; o < kOutputs; ++o) {
            products[i * kOutputs + o] += dotBytes(w[o].x, x.x) + dotBytes(w[o].y, x.y) + dotBytes(w[o].z, x.z) +
                                          dotBytes(w[o].w, x.w);
          }
        }
      }
      vec2 row[kRows];
      [[unroll]] for (uint i = 0; i < kRows; ++i) row[i] = rowFactors[(i0 * kRows + i) * kTileUnits + unit];
      [[unroll]] for (uint o = 0; o < kOutputs; ++o) {
        const vec2 w = weightFactors[(o0 + o * across) * kTileUnits + unit];
        [[unroll]] for (uint i = 0; i < kRows; ++i) {
          const uint v = i * kOutputs + o;
          sums[v] += w.x * row[i].x * float(products[v]);
          if (!kSignedCodes) sums[v] += w.y * row[i].y;
        }
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
