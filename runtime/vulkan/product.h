// One product of activations with a matrix, as its kernels see it: what linear(), gated() and runExperts()
// are made of. Internal to the matrix and expert kernels.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/vulkan/activations.h"
#include "runtime/vulkan/kernel_choice.h"
#include "runtime/vulkan/kernels.h"

namespace hearth::vulkan {

// Mat-vec reads every weight once for up to so many rows.
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

// What a workgroup of matmul computes at a time.
struct Tile {
  uint32_t outputs = 64, rows = 64;
};
Tile tileFor(const KernelChoice& choice, uint32_t outputs, uint32_t rows);

// Rows in batches of up to kMatvecRowsMax, or pairs one by one.
void matvec(Recorder& r, const Product& product);
// y = silu(gate . x) * (up . x) in one dispatch for up to kMatvecRowsMax rows, or pairs one by one. gate and
// up have one format.
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

// ---- For kernels of the same kind ----

// "matvec_q4_k"
std::string shaderFor(std::string_view kernel, DType type);
uint32_t rowBytesOf(const DeviceMatrix& w);
// Whether there are kernels for this format that take activations in int8; halves.
bool hasInt8(DType type);
bool hasHalf(DType type);
// The shader that a product with `type` takes when activations may be rounded, by what the choice says:
// "matvec_q4_k_int8_subgroup".
std::string matvecShader(const KernelChoice& choice, std::string_view kernel, DType type, bool mayRound);
struct MatmulShader {
  std::string name;
  std::optional<Arithmetic> arithmetic;  // none: float32
};
MatmulShader matmulShader(const KernelChoice& choice, DType type, const Tile& tile, bool mayRound);
// Whether kernels may read x and w in vectors (kWhole in shaders/common/row_input.glsl).
bool wholeChunks(const Rows& x, const Parts& parts, const DeviceMatrix& w);
// Whether x may be rounded and its parts begin where groups of rounded numbers do.
bool mayRound(const Activations& x, const Parts& parts);
constexpr uint32_t roundUp(uint32_t count, uint32_t each) { return (count + each - 1) / each; }
// What a kernel for few rows is to read: the exact rows, or the rounded ones if that is allowed and chosen.
struct MatvecInput {
  std::string shader;
  Address x = 0, factors = 0;
  size_t rowBytes = 0, factorRowBytes = 0;
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
