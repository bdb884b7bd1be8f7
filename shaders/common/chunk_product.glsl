// A chunk of weights times a chunk of an activation row, in float32 or (INT8) with activations from
// pack_int8.comp: readWeights(), readInput() and dotChunk().
#ifdef INT8
#include "common/int8_dot.glsl"
#include "common/packed_rows.glsl"
#define ChunkWeights Codes
struct ChunkInput {
  uvec4 q;
  vec4 factor, sum;  // per unit; what the codes stand for adds up to `sum`
};

ChunkWeights readWeights(Address matrix, uint row, uint chunk) { return codesOf(matrix, row, chunk); }
// `at`: the row's beginning, in numbers.
ChunkInput readInput(Address x, uint at, uint chunk) {
  const uint first = at + chunkFirst(chunk);
  ChunkInput chunkInput;
  chunkInput.q = packedChunk(x, first);
  [[unroll]] for (uint unit = 0; unit < kUnits; ++unit) {
    const uint run = unit * kRunsPerUnit;
    chunkInput.factor[unit] = Factors(p.factors).at[(first + runAt(run)) >> 4].x;
    int sum = 0;
    [[unroll]] for (uint n = 0; n < kRunsPerUnit; ++n) sum += sumBytes(chunkInput.q[run + n]);
    chunkInput.sum[unit] = chunkInput.factor[unit] * float(sum);
  }
  return chunkInput;
}
float dotChunk(ChunkWeights w, ChunkInput x) {
  float result = 0.0;
  [[unroll]] for (uint unit = 0; unit < kUnits; ++unit) {
    int sum = 0;
    [[unroll]] for (uint n = 0; n < kRunsPerUnit; ++n) {
      sum += dotBytes(w.q[unit * kRunsPerUnit + n], x.q[unit * kRunsPerUnit + n]);
    }
    result += w.scale[unit] * x.factor[unit] * float(sum);
    if (!kSignedCodes) result += w.least[unit] * x.sum[unit];
  }
  return result;
}
#else
#include "common/row_input.glsl"
#define ChunkWeights mat4
#define ChunkInput mat4

ChunkWeights readWeights(Address matrix, uint row, uint chunk) { return decodeChunk(matrix, row, chunk); }
ChunkInput readInput(Address x, uint at, uint chunk) { return loadChunk(x, at, chunk); }
float dotChunk(ChunkWeights w, ChunkInput x) {
  return dot(w[0], x[0]) + dot(w[1], x[1]) + dot(w[2], x[2]) + dot(w[3], x[3]);
}
#endif
