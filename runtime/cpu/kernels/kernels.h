// The one interface to the CPU's SIMD kernels. Each is dispatched at run time (AVX-512/VNNI, AVX2, NEON,
// scalar). Leaf functions over pointers and numbers; threads are the caller's business: a caller gives each
// worker a range of rows. No kernel allocates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/base/result.h"
#include "runtime/model/config.h"
#include "runtime/tensor/tensor_view.h"

namespace hearth::cpu {

// The instruction set in use, for people: "AVX-512 VNNI", "AVX2", "NEON", "scalar".
const char* instructionSet();
// Lets the kernels use nothing better than "avx512", "avx2", "sse4", "neon" or "scalar", to measure what
// other machines would do. Once, before the first kernel runs; fails where the processor does not have it.
Result<void> limitInstructionSet(std::string_view option);

// ---- Matrix products -------------------------------------------------------------------------------------
// Quantised weights meet int8 activations; float weights meet float activations. Activations are packed once
// per matrix input, then every worker multiplies its rows with them.

// Bytes of one packed activation row of `cols` numbers for weights of `type`.
size_t packedRowBytes(DType type, uint32_t cols);
// Formats that share a packed form have the same value here: one packed input then serves several matrices.
int packedForm(DType type);
// Packs rows [0, rows) of x (row stride in floats) for weights of `type`. `packed` is aligned for floats.
void packRows(DType type, const float* x, size_t xStride, uint32_t rows, uint32_t cols, std::byte* packed);
// y[r * yStride + o] = dot(w.row(o), x[r]) for o in [firstRow, lastRow), r in [0, xRows). Fastest with
// `packed` on a 64-byte border and ranges of a multiple of 16 rows.
void matmul(const TensorView& w, const std::byte* packed, uint32_t xRows, uint32_t firstRow, uint32_t lastRow,
            float* y, size_t yStride);
// A row of weights as floats, e.g. an embedding.
void dequantizeRow(const TensorView& w, uint32_t row, float* out);

// ---- Small verbs -----------------------------------------------------------------------------------------
// out = x * gain / sqrt(mean(x^2) + eps); out may be x.
void rmsNorm(const float* x, const float* gain, float eps, uint32_t n, float* out);
// out = (x - mean) / sqrt(variance + eps) * gain + shift; out may be x.
void layerNorm(const float* x, const float* gain, const float* shift, float eps, uint32_t n, float* out);
// out = gate * sigmoid(gate) * up; out may be gate.
void swiglu(const float* gate, const float* up, uint32_t n, float* out);
// x += y * scale
void addScaled(float* x, const float* y, float scale, uint32_t n);
// sum of a[i] * b[i], float accumulation in lanes
float dot(const float* a, const float* b, uint32_t n);
float dotF16(const float* a, const uint16_t* b, uint32_t n);
// y += scale * x for half-precision x (a row of the KV cache)
void addScaledF16(float* y, const uint16_t* x, float scale, uint32_t n);
void floatToHalf(const float* x, uint32_t n, uint16_t* out);
// Rotates `heads` heads of stride `headStride` floats by cos/sin tables [rope dims / 2].
void rope(float* x, uint32_t heads, uint32_t headStride, RopePairing pairing, uint32_t dims,
          const float* cosines, const float* sines);
// In place: exp(x - max) / sum.
void softmax(float* x, uint32_t n);

// ---- Measuring -------------------------------------------------------------------------------------------
// Multiply-adds of int8 numbers in registers, for as many rounds; returns how many they were. `sum` keeps
// them alive.
uint64_t multiplyAddInt8(uint32_t rounds, int32_t* sum);

}  // namespace hearth::cpu
