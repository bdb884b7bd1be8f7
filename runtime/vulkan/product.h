// One product of activations with a matrix, as its kernels see it: what linear(), gated() and runExperts()
// are made of. Internal to the matrix and expert kernels.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/vulkan/activations.h"
#include "runtime/vulkan/kernel_choice.h"
#include "runtime/vulkan/kernels.h"

namespace hearth::vulkan {

// Products with at most this many rows go through mat-vec, which reads every weight once for all of them.
inline constexpr uint32_t kMatvecRowsMax = 8;

// Makes every (row, choice) pair a row of its own, which meets the matrix of the chosen expert.
struct ByExpert {
  Address ids = 0, table = 0;
  uint32_t pairs = 0;
  uint32_t pairsPerRow = 1;  // pair p reads row p / pairsPerRow of x
  // For matmul: what group_rows.comp made.
  Address lists = 0;
  uint32_t tilesMax = 0;
  size_t listBytes() const { return (1 + 3 * size_t{tilesMax} + pairs) * 4; }
};

// y[row, o] = w[o] . x[row] (+ bias[o]) (* silu(gate[row, o])).
struct Product {
  Activations& x;
  Parts parts{};     // of x's rows; each has w.rows / parts.count outputs of its own
  DeviceMatrix w;    // by expert: `at` is the offset in the expert
  Address bias = 0;  // [w.rows], or 0; not with parts
  Address gate = 0;  // like y, or 0; may be y
  Rows y;
  const ByExpert* byExpert = nullptr;
};

// Of the part of a tile of matmul; see shaders/matmul.comp.
struct Tile {
  uint32_t outputs = 64, rows = 64;        // of a workgroup
  uint32_t outputsEach = 8, rowsEach = 4;  // of an invocation
  uint32_t lanes() const { return outputs / outputsEach * (rows / rowsEach); }
};
Tile tileFor(const KernelChoice& choice, uint32_t outputs, uint32_t rows);

// At most kMatvecRowsMax rows, or any number of pairs.
void matvec(Recorder& r, const Product& product);
// y = silu(gate . x) * (up . x) in one dispatch; as matvec(). gate and up have one format.
struct GatedProduct {
  Activations& x;
  DeviceMatrix gate, up;
  Rows y;
  const ByExpert* byExpert = nullptr;
};
void gatedMatvec(Recorder& r, const GatedProduct& product);
// Any number of rows, or pairs in lists of tiles with `tile.rows` rows.
void matmul(Recorder& r, const Product& product, const Tile& tile);
// The better of the two.
void multiply(Recorder& r, const Product& product);

// ---- For kernels of the same kind
// -------------------------------------------------------------------------- "matvec_q4_k"
std::string shaderFor(std::string_view kernel, DType type);
uint32_t rowBytesOf(const DeviceMatrix& w);
// Whether there are kernels for this format that take activations in int8.
bool hasInt8(DType type);
// What a kernel for few rows is to read: the exact rows, or the rounded ones if that is allowed and chosen.
struct MatvecInput {
  std::string shader;
  Address x = 0, factors = 0;
  Access reads;
  bool whole = false;  // kWhole in shaders/common/row_input.glsl
};
MatvecInput matvecInput(Recorder& r, std::string_view kernel, Activations& x, const Parts& parts,
                        const DeviceMatrix& w);
// Workgroup size for rows of `cols` numbers.
uint32_t matvecLanes(const KernelChoice& choice, uint32_t cols);
// Outputs that one workgroup computes of so many.
uint32_t matvecOutputs(const KernelChoice& choice, uint32_t outputs);
// How many of a kernel's outputs, a multiple of `each`, one dispatch may compute at `work` multiply-adds per
// output.
uint32_t outputsPerDispatch(const Recorder& r, uint64_t work, uint32_t each);

}  // namespace hearth::vulkan
